namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tensors made on this thread from now on are freed when the returned scope is.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Push();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current;
}

internal static class DisposeScopeManager
{
    [ThreadStatic] private static Stack<DisposeScope>? scopes;

    internal static DisposeScope? Current => scopes is { Count: > 0 } ? scopes.Peek() : null;

    internal static DisposeScope Push()
    {
        var scope = new DisposeScope(Current);
        (scopes ??= []).Push(scope);
        return scope;
    }

    /// <summary>Closing a scope closes those opened inside it and left open.</summary>
    internal static void Pop(DisposeScope scope)
    {
        if (scopes is null || !scopes.Contains(scope)) return;
        while (scopes.Pop() is var top && top != scope) top.DisposeEverything();
    }
}

/// <summary>Owns the tensors that are made while it is the innermost scope of its thread.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly HashSet<IDisposable> owned = new(ReferenceEqualityComparer.Instance);
    private readonly DisposeScope? outer;

    internal DisposeScope(DisposeScope? outer) => this.outer = outer;

    public int DisposablesCount => owned.Count;
    public bool Contains(IDisposable disposable) => owned.Contains(disposable);

    public void Attach(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.Scope?.owned.Remove(tensor);
            tensor.Scope = this;
        }
        owned.Add(disposable);
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        Forget(disposable);
        return disposable;
    }

    /// <summary>To the scope around this one, or out of all scopes where there is none.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        Forget(disposable);
        outer?.Attach(disposable);
        return disposable;
    }

    public T MoveToOther<T>(DisposeScope scope, T disposable) where T : IDisposable
    {
        Forget(disposable);
        scope?.Attach(disposable);
        return disposable;
    }

    public void DisposeEverything()
    {
        var all = owned.ToArray();
        owned.Clear();
        foreach (var disposable in all)
        {
            if (disposable is torch.Tensor tensor) tensor.Scope = null;
            disposable.Dispose();
        }
    }

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        var kept = owned.Remove(keep);
        DisposeEverything();
        if (kept) owned.Add(keep);
        return keep;
    }

    public void Dispose()
    {
        DisposeEverything();
        DisposeScopeManager.Pop(this);
    }

    internal void Forget(IDisposable disposable)
    {
        owned.Remove(disposable);
        if (disposable is torch.Tensor tensor) tensor.Scope = null;
    }
}
