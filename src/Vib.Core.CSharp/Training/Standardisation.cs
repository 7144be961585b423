using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>(x − mean)/s.d. column by column: a bijection, so it changes no information, only how hard the critic's task is.</summary>
internal sealed class Standardisation : IDisposable
{
    private readonly Tensor? mean, inverse; // [d]

    private Standardisation(Tensor? mean = null, Tensor? inverse = null) => (this.mean, this.inverse) = (mean, inverse);

    internal static Standardisation None { get; } = new();

    /// <summary>From these rows <c>[n,d]</c>. A constant column is centred and left at that.</summary>
    internal static Standardisation From(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var exact = rows.to_type(ScalarType.Float64);
        var mean = exact.mean([0]);
        var deviation = (exact - mean).square().mean([0]).sqrt();
        var constant = deviation.le(1e-12);
        var inverse = deviation.masked_fill(constant, 1).reciprocal();
        return new(mean.to_type(ScalarType.Float32).DetachFromDisposeScope(), inverse.to_type(ScalarType.Float32).DetachFromDisposeScope());
    }

    /// <summary>In place.</summary>
    internal Tensor Apply(Tensor rows) => mean is null ? rows : rows.add_(mean, -1).mul_(inverse!);

    public void Dispose()
    {
        mean?.Dispose();
        inverse?.Dispose();
    }
}
