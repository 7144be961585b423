using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A <see cref="Scaling"/> that has seen its rows: a map of each column, the same for all rows that it is applied to.</summary>
internal abstract class Scaler : IDisposable
{
    internal static Scaler None { get; } = new NoScaler();

    /// <summary>From these rows <c>[n,d]</c>, which it leaves as they are. A constant column goes to 0.</summary>
    internal static Scaler From(Tensor rows, Scaling kind) => kind switch
    {
        Scaling.None => None,
        Scaling.Standard => new StandardScaler(rows),
        Scaling.Rank => new RankScaler(rows),
        Scaling.Arctan => new ArctanScaler(rows),
        _ => throw new DomainException($"Scaling {(int)kind}", "None, Standard, Rank or Arctan", "Scaling.Standard"),
    };

    /// <summary>In place, on <c>[..,d]</c>, single precision, on the device of the rows that it was made from.</summary>
    internal abstract Tensor Apply(Tensor rows);

    public abstract void Dispose();

    private sealed class NoScaler : Scaler
    {
        internal override Tensor Apply(Tensor rows) => rows;

        public override void Dispose()
        {
        }
    }
}
