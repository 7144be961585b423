using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Vib.Core;

/// <summary>log N(y; 0, I): a density of y without parameters, that of standardised data if they are Gaussian.</summary>
/// <remarks>c_i = −½ Σ_d [ y_id² + log 2π ], summed over dimensions: the "Gaussian baseline" of the notebook of Poole et al. 2019, and the rate's q of a deep VIB.</remarks>
public sealed record StandardNormalDensity : CompanionOptions
{
    /// <inheritdoc/>
    public override string Name => "standard normal density";

    /// <inheritdoc/>
    public override CompanionKind Kind => CompanionKind.DensityOfY;

    internal override Companion Reserve(ParameterLayout layout, int xDimension, int yDimension) => new StandardNormal();

    private sealed class StandardNormal : Companion
    {
        internal override void Attach(FlatParameters parameters) { }

        internal override CompanionPass Pass(int replicates, int batch, Device device, bool backward) => new StandardNormalPass(replicates, batch, device, backward);

        public override void Dispose() { }
    }

    private sealed class StandardNormalPass(int replicates, int batch, Device device, bool backward) : ColumnPass(replicates, batch, device, backward)
    {
        internal override void Forward(Matrices x, Matrices y, int? replicate)
        {
            if (Kernels.ByHand(y.All.device_type))
            {
                var (first, end) = y.Span(replicate);
                for (var r = first; r < end; r++) Score(Floats(y, r), Floats(Output, r), (int)y.Columns);
                return;
            }
            using var scope = NewDisposeScope();
            var family = LocationFamily.Gaussian;
            Output.Part(replicate).copy_(family.LogDensity(y.Part(replicate)).sum(-1, keepdim: true) + family.Constant * y.Columns);
        }

        private static void Score(ReadOnlySpan<float> points, Span<float> scores, int dimension)
        {
            var normaliser = LocationFamily.Gaussian.Constant * dimension;
            for (var i = 0; i < scores.Length; i++) scores[i] = (float)(normaliser - 0.5 * TensorPrimitives.SumOfSquares(points.Slice(i * dimension, dimension)));
        }

        private static Span<float> Floats(Matrices matrices, int replicate) => MemoryMarshal.Cast<byte, float>(matrices.Each[replicate].bytes);

        internal override void Backward(Matrices x, Matrices y, int? replicate) { }
    }
}
