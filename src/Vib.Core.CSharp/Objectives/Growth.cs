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

    /// <summary>u(t).</summary>
    /// <param name="value">t, nats.</param>
    /// <returns>u(t).</returns>
    public abstract double Of(double value);

    internal abstract Tensor Of(Tensor value);

    /// <summary>u'(t).</summary>
    internal abstract Tensor Slope(Tensor value);

    /// <summary>As it stands in a formula.</summary>
    /// <param name="term">The term as it stands in the formula.</param>
    /// <returns>For example <c>(I(X;Z))²</c>.</returns>
    public abstract string Show(string term);

    private sealed record Straight : Growth
    {
        public override double Of(double value) => value;
        internal override Tensor Of(Tensor value) => value;
        internal override Tensor Slope(Tensor value) => ones_like(value);
        public override string Show(string term) => term;
    }

    private sealed record Squared : Growth
    {
        public override double Of(double value) => value * Math.Abs(value);
        internal override Tensor Of(Tensor value) => value * value.abs();
        internal override Tensor Slope(Tensor value) => value.abs() * 2;
        public override string Show(string term) => $"({term})²";
    }

    private sealed record Exponent(double Eta) : Growth
    {
        public override double Of(double value) => Math.Exp(Eta * value) / Eta;
        internal override Tensor Of(Tensor value) => (value * Eta).exp() / Eta;
        internal override Tensor Slope(Tensor value) => (value * Eta).exp();
        public override string Show(string term) => FormattableString.Invariant($"exp({Eta} · {term})/{Eta}");
    }
}
