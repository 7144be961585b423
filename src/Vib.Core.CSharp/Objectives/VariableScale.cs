using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>(x − mean)/s.d. of an observed variable's columns, fitted once on what is trained on and kept with the model; 0 and 1 until then.</summary>
/// <remarks>A density of y in its own units is that of the standardised y' over Π s: log q(y) = log q(y') − Σ log s. Informations are the same in all units.</remarks>
internal sealed class VariableScale(int dimension)
{
    internal double[] Mean { get; private set; } = new double[dimension];
    internal double[] Deviation { get; private set; } = [.. Enumerable.Repeat(1.0, dimension)];

    /// <summary>Whether values are left as they are.</summary>
    internal bool IsIdentity { get; private set; } = true;

    /// <summary>Σ log s, what a log-density in the variable's own units is less by.</summary>
    internal double LogVolume { get; private set; }

    /// <summary>From rows [N,d]; columns that are constant or named in <paramref name="kept"/> keep their unit, and the latter their origin too.</summary>
    internal void Fit(Tensor rows, IReadOnlyList<bool>? kept)
    {
        using var scope = NewDisposeScope();
        var (mean, deviation, isConstant) = StandardScaler.Moments(rows);
        var (means, deviations, constant) = (Numbers(mean), Numbers(deviation), Numbers(isConstant.to_type(ScalarType.Float64)));
        for (var j = 0; j < means.Length; j++)
        {
            if (constant[j] != 0 || !(deviations[j] > 0)) deviations[j] = 1;
            if (kept?[j] == true) (means[j], deviations[j]) = (0, 1);
        }
        Set(means, deviations);
    }

    internal void Set(double[] mean, double[] deviation) =>
        (Mean, Deviation, IsIdentity, LogVolume) = (mean, deviation, mean.All(m => m == 0) && deviation.All(s => s == 1), deviation.Sum(Math.Log));

    /// <summary>Rows [N,d] of any precision in single precision, on their device.</summary>
    internal Tensor Apply(Tensor rows)
    {
        using var scope = NewDisposeScope();
        if (IsIdentity) return rows.to_type(ScalarType.Float32, copy: true).MoveToOuterDisposeScope();
        var (mean, deviation) = (from_array(Mean).to(rows.device), from_array(Deviation).to(rows.device));
        return rows.to_type(ScalarType.Float64).sub(mean).div(deviation).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private static double[] Numbers(Tensor tensor) => tensor.cpu().contiguous().data<double>().ToArray();
}
