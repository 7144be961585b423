using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

public static partial class MutualInformation
{
    /// <summary>Encloses I(X;Y) of a source whose density ratio is known, with no training: <see cref="Tnce"/> below, <see cref="L1Out"/> above, on the same scores.</summary>
    /// <remarks>Both are bounds in expectation, so the enclosure is right up to its standard errors. Below it ends at log B. Cost: FreshPairs/B batches of O(B²), in double precision.</remarks>
    /// <param name="truth">The source.</param>
    /// <param name="options">Batch, <see cref="EstimationOptions.FreshPairs"/> and seed are used; null for the defaults.</param>
    /// <returns>Both sides, nats.</returns>
    /// <exception cref="DomainException">An option makes no sense.</exception>
    public static Sandwich Sandwich(Truth truth, EstimationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        options ??= new();
        options.Check();
        using var scope = NewDisposeScope();
        using var generator = Seeds.Generator(options.Seed, RandomStream.HeldOut, 0, CPU);
        var (x, y) = (zeros([options.Batch, truth.XDimension], ScalarType.Float64), zeros([options.Batch, truth.YDimension], ScalarType.Float64));
        return Enclose(options, "I(X;Y)", "exact log r", truth.Information, options.FreshPairs / options.Batch, _ =>
        {
            truth.Draw(x, y, generator);
            return truth.LogRatio(x, y);
        });
    }

    /// <summary>Encloses I(X;Z) of a stochastic encoder: <see cref="Tnce"/> below, <see cref="L1Out"/> above, from its own conditional density.</summary>
    /// <remarks>Each input is taken once, in random order, with one sample of z; the last incomplete batch is left out. Below it ends at log B.</remarks>
    /// <param name="encoding">The encoder's outputs for a sample of inputs.</param>
    /// <param name="options">Batch and seed are used; null for the defaults.</param>
    /// <returns>Both sides, nats.</returns>
    /// <exception cref="DomainException">An option makes no sense.</exception>
    /// <exception cref="DataException">There are fewer inputs than two batches.</exception>
    public static Sandwich Sandwich(GaussianEncoding encoding, EstimationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        options ??= new();
        options.Check();
        if (encoding.Count < 2 * options.Batch)
            throw new DataException($"{encoding.Count} inputs with batches of {options.Batch}", "at least two batches, so that there is a standard error", $"a batch of at most {Math.Max(2, encoding.Count / 2)}, or more inputs");
        using var scope = NewDisposeScope();
        using var order = Seeds.Generator(options.Seed, RandomStream.Split, 0, CPU);
        using var noise = Seeds.Generator(options.Seed, RandomStream.EncoderNoise, 0, CPU);
        var inputs = randperm(encoding.Count, generator: order).data<long>().ToArray().Select(i => (int)i).ToArray();
        return Enclose(options, "I(X;Z)", "the encoder's density", null, encoding.Count / options.Batch, batch =>
        {
            var (mean, scale) = encoding.Rows(inputs.AsSpan(batch * options.Batch, options.Batch));
            var z = zeros_like(mean).normal_(generator: noise) * scale + mean;
            return GaussianEncoding.LogConditional(mean, scale, z);
        });
    }

    /// <summary>Brackets I(X;Y) of given pairs: a trained <see cref="InfoNce"/> below; above, an estimate that claims no side.</summary>
    /// <remarks>From samples alone no upper bound follows. Above stands <see cref="VariationalL1Out"/> with a fitted Gaussian conditional: it is an upper bound as far as the fit is right,
    /// and typed <see cref="Side.Estimate"/>. Both critics are trained side by side on the same parts.</remarks>
    /// <param name="pairs">The data.</param>
    /// <param name="options">As in <see cref="Estimate"/>; null for the defaults.</param>
    /// <param name="progress">Told at every look; null for nobody.</param>
    /// <param name="cancellation">Stops training at the next step.</param>
    /// <returns>Both sides, nats.</returns>
    /// <exception cref="DomainException">An option makes no sense.</exception>
    /// <exception cref="DataException">There are too few pairs for the batch and the split.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Sandwich Sandwich(Pairs pairs, EstimationOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var estimation = new Estimation(pairs, [(new InfoNce(), new SeparableCritic()), (new VariationalL1Out(), new GaussianConditional())], options ?? new());
        estimation.Train(progress, cancellation);
        return new(estimation.Read(estimation.Runs[0]), estimation.Read(estimation.Runs[1]));
    }

    private static Sandwich Enclose(EstimationOptions options, string quantity, string critic, double? truth, int batches, Func<int, Tensor> scores)
    {
        var clock = Stopwatch.StartNew();
        using var constant = no_grad();
        Bound[] bounds = [new Tnce(), new L1Out()];
        var values = bounds.Select(_ => new double[batches]).ToArray();
        for (var batch = 0; batch < batches; batch++)
        {
            using var step = NewDisposeScope();
            var drawn = scores(batch);
            for (var side = 0; side < 2; side++) values[side][batch] = bounds[side].Value(drawn).item<double>();
        }
        return new(Of(0), Of(1));

        Estimate Of(int side)
        {
            var (value, error) = Moments.Mean(values[side]);
            var estimate = new Estimate
            {
                Value = value, StandardError = error, Side = bounds[side].Side, Bound = bounds[side].Name, Quantity = quantity, Critic = critic, Count = batches * options.Batch,
                Batch = options.Batch, Ceiling = bounds[side].Ceiling(options.Batch), Seed = options.Seed, Seconds = clock.Elapsed.TotalSeconds, Truth = truth,
            };
            return CriticDiagnosis.IsNearCeiling(estimate) ? estimate with { Diagnoses = [Diagnosis.NearCeiling(value, estimate.Ceiling, options.Batch)] } : estimate;
        }
    }
}
