using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The networks of a bottleneck, R copies: those of the objective H(Y) − CE − β · rate.</summary>
internal sealed class BottleneckModel : IDisposable
{
    internal BottleneckModel(BottleneckOptions options, int inputs, int classes, Device device)
    {
        (Options, Inputs, Classes) = (options, inputs, classes);
        var kinds = new Dictionary<Variable, VariableKind> { [Variable.X] = new(inputs, false), [Variable.Y] = new(classes, true) };
        Networks = new(options.Objective(classes), options.ForObjective, v => kinds[v], device);
    }

    internal BottleneckOptions Options { get; }
    internal int Inputs { get; }
    internal int Classes { get; }
    internal ObjectiveModel Networks { get; }
    internal FlatParameters Parameters => Networks.Parameters;

    public void Dispose() => Networks.Dispose();
}

/// <summary>The terms of a bottleneck among those of its objective.</summary>
internal static class BottleneckTerms
{
    /// <summary>The decoder's pass: log q(y|z), and the logits.</summary>
    internal static CategoricalDecoderTerm.CategoricalPass Decoder(this ObjectivePass pass) => (CategoricalDecoderTerm.CategoricalPass)pass.Terms[0];

    /// <summary>The rate of each example.</summary>
    internal static TermPass Rate(this ObjectivePass pass) => pass.Terms[1];
}
