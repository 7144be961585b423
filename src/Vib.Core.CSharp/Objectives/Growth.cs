using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>An increasing function u of a term: u of a lower bound is a lower bound of u, u of an upper bound an upper one.</summary>
/// <remarks>A convex u(I(X;Z)) in place of I(X;Z) makes every point of the information curve the optimum of some weight, also where the curve is straight, as for labels that are a function of X
/// (Kolchinsky, Tracey and Van Kuyk 2019; Rodríguez Gálvez, Thobaben and Skoglund 2020).</remarks>
public abstract record Growth
{
    private static readonly Scalar one = 1.0, two = 2.0;

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

    /// <summary>What of u changes with the steps: C, where u is a distance from it; null where nothing does.</summary>
    internal virtual double? Level(long step) => null;

    /// <summary>place ← u(t), all of t's shape; the level is that of the step.</summary>
    internal abstract Tensor Of(Tensor value, Tensor? level, Tensor place);

    /// <summary>place ← u'(t).</summary>
    internal abstract Tensor Slope(Tensor value, Tensor? level, Tensor place);

    /// <summary>As it stands in a formula.</summary>
    /// <param name="term">The term as it stands in the formula.</param>
    /// <returns>For example <c>(I(X;Z))²</c>.</returns>
    public abstract string Show(string term);

    private sealed record Straight : Growth
    {
        public override double Of(double value) => value;
        internal override Tensor Of(Tensor value, Tensor? level, Tensor place) => place.copy_(value);
        internal override Tensor Slope(Tensor value, Tensor? level, Tensor place) => place.fill_(one);
        public override string Show(string term) => term;
    }

    private sealed record Squared : Growth
    {
        public override double Of(double value) => value * Math.Abs(value);
        internal override Tensor Of(Tensor value, Tensor? level, Tensor place) => place.copy_(value).abs_().mul_(value);
        internal override Tensor Slope(Tensor value, Tensor? level, Tensor place) => place.copy_(value).abs_().mul_(two);
        public override string Show(string term) => $"({term})²";
    }

    private sealed record Exponent(double Eta) : Growth
    {
        public override double Of(double value) => Math.Exp(Eta * value) / Eta;
        internal override Tensor Of(Tensor value, Tensor? level, Tensor place) => place.copy_(value).mul_(Eta).exp_().div_(Eta);
        internal override Tensor Slope(Tensor value, Tensor? level, Tensor place) => place.copy_(value).mul_(Eta).exp_();
        public override string Show(string term) => FormattableString.Invariant($"exp({Eta} · {term})/{Eta}");
    }

    private sealed record Distance(double Nats, Ramp Ramp) : Growth
    {
        internal override bool IsIncreasing => false;
        public override double Of(double value) => Math.Abs(value - Nats);
        internal override double? Level(long step) => Nats * Ramp.At(step);
        internal override Tensor Of(Tensor value, Tensor? level, Tensor place) => place.copy_(value).sub_(level!).abs_();
        internal override Tensor Slope(Tensor value, Tensor? level, Tensor place) => place.copy_(value).sub_(level!).sign_();
        public override string Show(string term) => FormattableString.Invariant($"|{term} − {Nats:G4}{(Ramp == Ramp.Constant ? "" : $" [{Ramp}]")}|");
    }
}
