using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>An increasing function u of a term: u of a lower bound is a lower bound of u, u of an upper bound an upper one.</summary>
/// <remarks>A convex u(I(X;Z)) in place of I(X;Z) makes every point of the information curve the optimum of some weight, also where the curve is straight, as for labels that are a function of X
/// (Kolchinsky, Tracey and Van Kuyk 2019; Rodríguez Gálvez, Thobaben and Skoglund 2020).</remarks>
public abstract record Growth
{
    private Growth() { }

    /// <summary>u(t) = t.</summary>
    public static Growth Identity { get; } = new Straight();

    /// <summary>u(t) = t·|t|, the square with its sign, so that it increases everywhere.</summary>
    public static Growth Square { get; } = new Squared();

    /// <summary>u(t) = e^{ηt}/η.</summary>
    /// <param name="eta">η, positive.</param>
    /// <returns>The function.</returns>
    /// <exception cref="DomainException">η is not positive.</exception>
    public static Growth Exponential(double eta)
    {
        Require.Positive(eta, "η", "1");
        return new Exponent(eta);
    }

    /// <summary>|t − C(step)|, which no side outlives; only <see cref="Formula.NearCapacity"/> makes it.</summary>
    internal static Growth Capacity(double nats, Ramp ramp)
    {
        Require.AtLeast(0, nats, "C, a capacity,", "25 nats");
        return new Distance(nats, ramp);
    }

    /// <summary>Whether u increases everywhere.</summary>
    internal virtual bool IsIncreasing => true;

    /// <summary>u(t).</summary>
    /// <param name="value">t, nats.</param>
    /// <returns>u(t).</returns>
    public abstract double Of(double value);

    internal abstract Tensor Of(Tensor value, long step);

    /// <summary>u'(t).</summary>
    internal abstract Tensor Slope(Tensor value, long step);

    /// <summary>As it stands in a formula.</summary>
    /// <param name="term">The term as it stands in the formula.</param>
    /// <returns>For example <c>(I(X;Z))²</c>.</returns>
    public abstract string Show(string term);

    private sealed record Straight : Growth
    {
        public override double Of(double value) => value;
        internal override Tensor Of(Tensor value, long step) => value;
        internal override Tensor Slope(Tensor value, long step) => ones_like(value);
        public override string Show(string term) => term;
    }

    private sealed record Squared : Growth
    {
        public override double Of(double value) => value * Math.Abs(value);
        internal override Tensor Of(Tensor value, long step) => value * value.abs();
        internal override Tensor Slope(Tensor value, long step) => value.abs() * 2;
        public override string Show(string term) => $"({term})²";
    }

    private sealed record Exponent(double Eta) : Growth
    {
        public override double Of(double value) => Math.Exp(Eta * value) / Eta;
        internal override Tensor Of(Tensor value, long step) => (value * Eta).exp() / Eta;
        internal override Tensor Slope(Tensor value, long step) => (value * Eta).exp();
        public override string Show(string term) => FormattableString.Invariant($"exp({Eta} · {term})/{Eta}");
    }

    private sealed record Distance(double Nats, Ramp Ramp) : Growth
    {
        internal override bool IsIncreasing => false;
        public override double Of(double value) => Math.Abs(value - Nats);
        internal override Tensor Of(Tensor value, long step) => (value - Nats * Ramp.At(step)).abs();
        internal override Tensor Slope(Tensor value, long step) => (value - Nats * Ramp.At(step)).sign();
        public override string Show(string term) => FormattableString.Invariant($"|{term} − {Nats:G4}{(Ramp == Ramp.Constant ? "" : $" [{Ramp}]")}|");
    }
}
