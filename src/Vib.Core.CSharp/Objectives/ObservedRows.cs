using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Batches of observations for all replicates, on a device.</summary>
internal sealed class ObservedRows : IDisposable
{
    private readonly Observations data;
    private readonly Func<Variable, VariableScale?>? scale;
    private readonly (Variable Variable, Column Column, Tensor? Rows)[] columns;
    private readonly Tensor?[] orders;
    private readonly long[] next;

    /// <summary>Loads the variables that are wanted.</summary>
    internal ObservedRows(Observations data, IEnumerable<Variable> variables, int replicates, Device device, Func<Variable, VariableScale?>? scale = null)
    {
        (this.data, this.scale) = (data, scale);
        using var scope = NewDisposeScope();
        columns = [.. variables.Select(v => (v, data[v], data[v].Load(device, scale?.Invoke(v))?.DetachFromDisposeScope()))];
        (orders, next) = (new Tensor?[replicates], new long[replicates]);
    }

    /// <summary>The next batch of each replicate: rows in shuffled order, each once an epoch, the last incomplete batch left out; or fresh draws.</summary>
    internal void Next(ObjectivePass pass, Generator[] generators)
    {
        using var scope = NewDisposeScope();
        for (var r = 0; r < orders.Length; r++)
        {
            if (data.Truth is { } truth)
            {
                Draw(truth, pass, r, generators[r]);
                continue;
            }
            if (orders[r] is null || next[r] + pass.Batch > data.Count)
            {
                orders[r]?.Dispose();
                using var order = randperm((long)data.Count!, generator: generators[r]);
                (orders[r], next[r]) = (order.to(columns[0].Rows!.device, copy: true).DetachFromDisposeScope(), 0);
            }
            var rows = orders[r]!.narrow(0, next[r], pass.Batch);
            foreach (var (variable, column, values) in columns) column.Fill(values!.index_select(0, rows), pass.Observed(variable).Each[r]);
            next[r] += pass.Batch;
        }
    }

    /// <summary>What the next batches depend on, besides the generators: each replicate's order and how far it got.</summary>
    internal Dictionary<string, Tensor> State()
    {
        var state = new Dictionary<string, Tensor>();
        for (var r = 0; r < orders.Length; r++)
            if (orders[r] is { } order) (state[$"order.{r}"], state[$"order.{r}.next"]) = (order, tensor(new[] { next[r] }));
        return state;
    }

    /// <summary>Goes on from a <see cref="State"/>.</summary>
    internal void Restore(Dictionary<string, Tensor> state)
    {
        for (var r = 0; r < orders.Length; r++)
        {
            if (!state.TryGetValue($"order.{r}", out var order)) continue;
            orders[r]?.Dispose();
            (orders[r], next[r]) = (order.to(columns[0].Rows!.device, copy: true).DetachFromDisposeScope(), state[$"order.{r}.next"].item<long>());
        }
    }

    /// <summary>Consecutive rows, the same for every replicate; or fresh draws.</summary>
    internal void Slice(long start, ObjectivePass pass, Generator[] generators)
    {
        using var scope = NewDisposeScope();
        for (var r = 0; r < orders.Length; r++)
        {
            if (data.Truth is { } truth) Draw(truth, pass, r, generators[r]);
            else
                foreach (var (variable, column, values) in columns) column.Fill(values!.narrow(0, start, pass.Batch), pass.Observed(variable).Each[r]);
        }
    }

    /// <summary>A truth gives X and Y together, also where only one of them is wanted.</summary>
    private void Draw(Truth truth, ObjectivePass pass, int replicate, Generator generator)
    {
        var x = pass.Wants(Variable.X) ? pass.Observed(Variable.X).Each[replicate] : zeros([pass.Batch, truth.XDimension], device: generator.device);
        var y = pass.Wants(Variable.Y) ? pass.Observed(Variable.Y).Each[replicate] : zeros([pass.Batch, truth.YDimension], device: generator.device);
        truth.Draw(x, y, generator);
        foreach (var (variable, place) in ((Variable, Tensor)[])[(Variable.X, x), (Variable.Y, y)])
            if (scale?.Invoke(variable) is { IsIdentity: false } own) place.copy_(own.Apply(place)); // of a model that was trained on given rows
    }

    public void Dispose()
    {
        foreach (var (_, _, rows) in columns) rows?.Dispose();
        foreach (var order in orders) order?.Dispose();
    }
}
