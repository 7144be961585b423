using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A network that squeezes samples into a few numbers from which another restores them as well as it can.</summary>
/// <remarks>Minimises mean |x̂ − x| or mean (x̂ − x)² with x̂ = D(E(x + noise)), E layers or convolutions and then layers, D layers  (Butakov et al. 2024, arXiv:2305.08013, §4, who compress images so before they
/// measure information). Columns are centred, and all divided by one number, the root mean square of what varies. It looks at one variable alone: what the code shares with another is no more than the samples do,
/// I(E(X);Y) ≤ I(X;Y), in the population; an estimate of it errs either way, as the estimator does.</remarks>
public sealed class Autoencoder
{
    private readonly float[] parameters, mean;
    private readonly float scale;

    private Autoencoder(AutoencoderOptions options, int dimension, float[] parameters, float[] mean, float scale, IReadOnlyList<double> losses) =>
        (Options, Dimension, this.parameters, this.mean, this.scale, Losses) = (options, dimension, parameters, mean, scale, losses);

    /// <summary>How it was built and trained.</summary>
    public AutoencoderOptions Options { get; }

    /// <summary>d, numbers in a sample.</summary>
    public int Dimension { get; }

    /// <summary>The mean loss of each epoch, in the samples' unit or its square, with the noise of training in it.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>What is wrong with it: nothing, or a loss that stopped being finite; training ended there, and the weights are those with which the last finite epoch began.</summary>
    public IReadOnlyList<Diagnosis> Diagnoses { get; private init; } = [];

    /// <summary>Trains one.</summary>
    /// <param name="values">N·d numbers, row after row; N ≥ 2.</param>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Stops at the next epoch.</param>
    /// <returns>The trained pair of networks.</returns>
    /// <exception cref="ShapeException">The numbers do not divide into rows, or into images of the shape.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, or nothing varies.</exception>
    /// <exception cref="DomainException">There is a single sample, or an option makes no sense.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Autoencoder Train(float[] values, int dimension, AutoencoderOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (chosen, count) = (options ?? new(), Rows(values, dimension));
        chosen.Check(count, dimension);
        using var threads = new ThreadCount(chosen.ThreadsOrCores);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var device = Devices.Resolve(chosen.Device);
        var samples = tensor(values, [count, dimension]).to(device);
        var mean = samples.mean([0]);
        var scale = (float)Math.Sqrt(samples.sub(mean).to_type(ScalarType.Float64).square().mean().item<double>());
        if (!(scale > 0)) throw new DataException($"All {Counted.Of(count, "sample")} are equal", "samples that vary", "the variable that was meant");
        using var networks = new AutoencoderNetworks(chosen, dimension, device);
        networks.Parameters.Initialise(chosen.Seed);
        using var run = new AutoencoderRun(chosen, networks, samples.sub(mean).mul(1 / scale));
        var (losses, diagnoses) = (new List<double>(), Array.Empty<Diagnosis>());
        var unit = chosen.Loss == ReconstructionLoss.SquaredError ? scale * (double)scale : scale;
        var (before, sound) = (networks.Parameters.Values.clone(), networks.Parameters.Values.clone()); // at the beginning of this epoch, and of the last that was finite all through
        for (var epoch = 0; epoch < chosen.Epochs && diagnoses.Length == 0; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            before.copy_(networks.Parameters.Values);
            losses.Add(run.Epoch() * unit);
            if (double.IsFinite(losses[^1]) && networks.Parameters.Values.isfinite().all().item<bool>()) sound.copy_(before);
            else diagnoses = [Diagnosis.NonFinite((int)run.Steps, "autoencoder's loss")];
        }
        if (diagnoses.Length > 0) networks.Parameters.Values.copy_(sound);
        return new(chosen, dimension, networks.Parameters.Values.cpu().data<float>().ToArray(), mean.cpu().data<float>().ToArray(), scale, losses) { Diagnoses = diagnoses };
    }

    /// <summary>The codes of samples.</summary>
    /// <param name="values">M·d numbers, row after row.</param>
    /// <returns>M·code numbers.</returns>
    /// <exception cref="ShapeException">The numbers do not divide into rows of d.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DeviceException">The options' device is not there.</exception>
    public float[] Encode(float[] values) => Pass(values, decode: false);

    /// <summary>What is restored of samples from their codes.</summary>
    /// <param name="values">M·d numbers, row after row.</param>
    /// <returns>M·d numbers.</returns>
    /// <exception cref="ShapeException">The numbers do not divide into rows of d.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DeviceException">The options' device is not there.</exception>
    public float[] Reconstruct(float[] values) => Pass(values, decode: true);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Options.Name} of {Counted.Of(Dimension, "number")}, {Counted.Of(Losses.Count, "epoch")}, loss {Losses[^1]:G3}");

    private float[] Pass(float[] values, bool decode)
    {
        var count = Rows(values, Dimension);
        using var threads = new ThreadCount(Options.ThreadsOrCores);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var device = Devices.Resolve(Options.Device);
        using var networks = new AutoencoderNetworks(Options, Dimension, device);
        networks.Parameters.Values.copy_(tensor(parameters, networks.Parameters.Values.shape));
        var centre = tensor(mean).to(device);
        var result = networks.Pass(tensor(values, [count, Dimension]).to(device).sub(centre).mul(1 / scale), decode);
        if (decode) result = result.mul(scale).add(centre);
        return result.cpu().contiguous().data<float>().ToArray();
    }

    private static int Rows(float[] values, int dimension)
    {
        if (dimension < 1 || values.Length == 0 || values.Length % dimension != 0)
            throw new ShapeException($"{Counted.Of(values.Length, "number")} in rows of {dimension}", "whole rows, one at least", "the number of columns as the dimension");
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var bad)
            throw new DataException(FormattableString.Invariant($"The samples hold {values[bad]} at row {bad / dimension}, column {bad % dimension} (counted from 0)"), "finite numbers only", "dropping that row, or imputing it");
        return values.Length / dimension;
    }
}
