using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>q(y) a distribution over K classes with learned logits; y is a one-hot row.</summary>
/// <remarks>c_i = Σ_k y_ik log softmax_k(t). Starts uniform. Beside <see cref="CategoricalConditional"/> the difference of their means is the information that a classifier has
/// about the classes.</remarks>
public sealed record CategoricalDensity : CompanionOptions
{
    /// <inheritdoc/>
    public override string Name => "categorical density";

    /// <inheritdoc/>
    public override CompanionKind Kind => CompanionKind.DensityOfY;

    internal override bool NeedsOneHot => true;

    internal override Companion Reserve(ParameterLayout layout, int xDimension, int yDimension)
    {
        OneHot.CheckClasses(yDimension, "A categorical density");
        return new Categorical(layout.Bias("density.logits", yDimension));
    }

    private sealed class Categorical(ParameterSlot slot) : Companion
    {
        internal Matrices? Logits { get; private set; }          // [R,1,K]
        internal Matrices? LogitsGradient { get; private set; }

        internal override void Attach(FlatParameters parameters)
        {
            Dispose();
            (Logits, LogitsGradient) = (FlatParameters.View(parameters.Values, slot), FlatParameters.View(parameters.Gradients, slot));
        }

        internal override CompanionPass Pass(int replicates, int batch, Device device, bool backward) => new CategoricalPass(this, replicates, batch, device, backward);

        public override void Dispose()
        {
            Logits?.Dispose();
            LogitsGradient?.Dispose();
        }
    }

    private sealed class CategoricalPass(Categorical density, int replicates, int batch, Device device, bool backward) : ColumnPass(replicates, batch, device, backward)
    {
        private readonly Matrices logProbabilities = Matrices.Empty(replicates, 1, density.Logits!.Columns, device); // [R,1,K]

        internal override void Examine(Matrices y) => OneHot.Check(y.All, "A categorical density");

        internal override void Forward(Matrices x, Matrices y, int? replicate)
        {
            LogSoftmax.Forward(density.Logits!, logProbabilities, replicate);
            Output.Product(y, logProbabilities, transposeB: true, replicate: replicate);
        }

        // with a_k = Σ_i g_i y_ik, ∂t_k = a_k − p_k Σ_l a_l
        internal override void Backward(Matrices x, Matrices y, int? replicate)
        {
            density.LogitsGradient!.Product(OutputGradient, y, transposeA: true, replicate: replicate);
            LogSoftmax.Backward(density.LogitsGradient, logProbabilities, replicate);
        }

        public override void Dispose()
        {
            logProbabilities.Dispose();
            base.Dispose();
        }
    }
}
