using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Batches of observations for all replicates, on a device.</summary>
/// <remarks>Which rows are next is decided between steps, and stands in a place that the step reads; a truth draws between steps. So a step does the same every time.</remarks>
internal sealed class ObservedRows : IDisposable
{
    private readonly Observations data;
    private readonly Func<Variable, VariableScale?>? scale;
    private readonly (Variable Variable, Column Column, Tensor? Rows)[] columns;
    private readonly Device device;
    private readonly bool byHand;
    private readonly Tensor?[] orders; // [N] of each replicate
    private readonly long[] next;
    private Tensor? rows;              // the next batch's, [R·B]

    /// <summary>Loads the variables that are wanted.</summary>
    internal ObservedRows(Observations data, IEnumerable<Variable> variables, int replicates, Device device, Func<Variable, VariableScale?>? scale = null)
    {
        (this.data, this.scale, this.device) = (data, scale, device);
        using var scope = NewDisposeScope();
        columns = [.. variables.Select(v => (v, data[v], data[v].Load(device, scale?.Invoke(v))?.DetachFromDisposeScope()))];
        (orders, next) = (new Tensor?[replicates], new long[replicates]);
        byHand = Kernels.ByHand(device.type) && columns.All(column => column.Rows is null || column.Rows.numel() * column.Rows.ElementSize <= int.MaxValue); // what a span holds
    }

    /// <summary>Decides on the next batch of each replicate: rows in shuffled order, each once an epoch, the last incomplete batch left out; or draws it.</summary>
    internal void Stage(ObjectivePass pass, Generator[] generators)
    {
        if (data.Truth is { } truth)
        {
            using var scope = NewDisposeScope();
            for (var r = 0; r < orders.Length; r++) Draw(truth, pass, r, generators[r]);
            return;
        }
        rows ??= zeros([orders.Length * pass.Batch], ScalarType.Int64, device).DetachFromDisposeScope();
        for (var r = 0; r < orders.Length; r++)
        {
            if (orders[r] is null || next[r] + pass.Batch > data.Count) Shuffle(r, generators[r]);
            Place(r, pass.Batch);
            next[r] += pass.Batch;
        }
    }

    private void Shuffle(int replicate, Generator generator)
    {
        orders[replicate]?.Dispose();
        using var order = randperm((long)data.Count!, generator: generator).DetachFromDisposeScope();
        (orders[replicate], next[replicate]) = (order.to(device, copy: true).DetachFromDisposeScope(), 0);
    }

    private void Place(int replicate, int batch)
    {
        if (byHand)
        {
            Numbers(orders[replicate]!).Slice((int)next[replicate], batch).CopyTo(Numbers(rows!)[(replicate * batch)..]);
            return;
        }
        using var from = orders[replicate]!.narrow(0, next[replicate], batch);
        using var to = rows!.narrow(0, replicate * batch, batch);
        to.copy_(from);
    }

    /// <summary>Reads the rows that were decided on.</summary>
    internal void Fill(ObjectivePass pass)
    {
        if (data.Truth is not null) return;
        if (byHand)
        {
            foreach (var (variable, column, values) in columns) Fill(column, values!, pass.Observed(variable));
            return;
        }
        using var scope = NewDisposeScope();
        foreach (var (variable, column, values) in columns)
        {
            var place = pass.Observed(variable).All;
            column.Fill(values!.index_select(0, rows!), place.view(-1, place.shape[2]));
        }
    }

    private void Fill(Column column, Tensor values, Matrices place)
    {
        var width = (int)place.Columns;
        var bytes = values.bytes;
        var numbers = MemoryMarshal.Cast<byte, float>(place.All.bytes);
        var chosen = Numbers(rows!);
        var size = (int)(values.ElementSize * width);
        for (var i = 0; i < chosen.Length; i++) column.Fill(bytes.Slice((int)chosen[i] * size, size), numbers.Slice(i * width, width));
    }

    private static Span<long> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, long>(tensor.bytes);

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
            (orders[r], next[r]) = (order.to(device, copy: true).DetachFromDisposeScope(), state[$"order.{r}.next"].item<long>());
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
        foreach (var (_, _, values) in columns) values?.Dispose();
        foreach (var order in orders) order?.Dispose();
        rows?.Dispose();
    }
}
