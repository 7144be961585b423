using Xunit;

namespace Vib.Core.Tests;

/// <summary>Codes as Gaussians, and what a decoder says of points.</summary>
public sealed class CodesTests : IDisposable
{
    private const int Rows = 700, Latent = 3; // more than a block of the evaluator
    private static readonly Observations data = Data();
    private static readonly Formula decoder = Formula.Of(new CategoricalDecoderTerm(3, Variable.Y, Variable.Z)), rate = Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X));
    private readonly TrainedObjective model = Train(decoder - 0.1 * rate, EncoderNoise.FullCovariance(0.5));

    private static TrainedObjective Train(Formula formula, EncoderNoise noise) => ObjectiveTraining.Train(Objective.Maximise(formula), data,
        new() { Encoder = new() { Hidden = [16], Latent = Latent, Noise = noise }, Batch = 50, Steps = 60, Replicates = 2, Optimiser = new() { LearningRate = 5e-3, AverageDecay = 0.9 }, Threads = 1 });

    private static Observations Data()
    {
        var random = new Random(5);
        var (x, y) = (new float[Rows, 4], new int[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            y[i] = i % 3;
            for (var j = 0; j < 4; j++) x[i, j] = (float)(random.NextDouble() + (j == y[i] ? 1 : 0));
        }
        return Observations.Of(x, y);
    }

    [Fact]
    public void They_are_the_means_and_deviations_with_what_is_off_the_diagonal()
    {
        for (var r = 0; r < 2; r++)
        {
            var codes = model.Codes(data, replicate: r);
            var (means, deviations) = model.Encode(data, replicate: r);
            Assert.Equal((Rows, Latent), (codes.Count, codes.Dimension));
            Assert.Equal(means, codes.Means);
            var off = 0.0;
            for (var i = 0; i < Rows; i++)
            {
                var covariance = codes.Covariance(i);
                for (var a = 0; a < Latent; a++)
                {
                    // a root of a sum of three squares of floats
                    Assert.Equal(deviations[i, a], Math.Sqrt(covariance[a, a]), 8 * Numbers.Epsilon32 * deviations[i, a]);
                    for (var b = 0; b < Latent; b++)
                    {
                        Assert.Equal(Enumerable.Range(0, Latent).Sum(k => (double)codes.Factors[i, a, k] * codes.Factors[i, b, k]), covariance[a, b], 1e-12);
                        if (b > a) Assert.Equal(0, codes.Factors[i, a, b]);
                        if (b != a) off = Math.Max(off, Math.Abs(covariance[a, b]));
                    }
                }
            }
            Assert.True(off > 0.01, $"no code is turned: {off}");
        }
    }

    [Fact]
    public void Of_a_diagonal_encoder_the_factor_is_the_deviations()
    {
        using var diagonal = Train(decoder - 0.1 * rate, EncoderNoise.OfInput(0.5));
        var (codes, (_, deviations)) = (diagonal.Codes(data), diagonal.Encode(data));
        for (var i = 0; i < Rows; i++)
            for (var a = 0; a < Latent; a++)
                for (var b = 0; b < Latent; b++) Assert.Equal(a == b ? deviations[i, a] : 0, codes.Factors[i, a, b]);
    }

    // Without noise the evaluation classifies the means, so the decoder's words on the means make its error and its I(Z;Y).
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_decoded_from_the_means_is_what_the_evaluation_says_of_a_code_without_noise(bool consistent)
    {
        using var network = Train(consistent ? Formula.Of(new ConsistentClassifierTerm(Variable.Y, Variable.Z)) : decoder, EncoderNoise.None);
        var read = network.Evaluate(data, 1);
        for (var r = 0; r < 2; r++)
        {
            var probabilities = network.Decode(network.Encode(data, replicate: r).Means, replicate: r);
            double wrong = 0, nll = 0;
            for (var i = 0; i < Rows; i++)
            {
                var row = Enumerable.Range(0, 3).Select(c => probabilities[i, c]).ToArray();
                Assert.Equal(1, row.Sum(), 1e-12);
                wrong += Array.IndexOf(row, row.Max()) == i % 3 ? 0 : 1;
                nll -= Math.Log(row[i % 3]);
            }
            Assert.Equal(read.ReplicateErrors[r], wrong / Rows, 1e-12);
            Assert.Equal(read.Terms[0].ReplicateValues[r], Entropy - nll / Rows, 64 * Numbers.Epsilon32 * (1 + nll / Rows)); // log-softmax in floats there, in doubles here
        }
    }

    private static double Entropy => Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, Rows).Count(i => i % 3 == c) / (double)Rows).Sum(p => -p * Math.Log(p));

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("Replicate 2", Assert.Throws<DomainException>(() => model.Codes(data, replicate: 2)).Message);
        Assert.Contains("Replicate -1", Assert.Throws<DomainException>(() => model.Decode(new float[1, Latent], replicate: -1)).Message);
        Assert.Contains("Codes of 2 dimensions", Assert.Throws<ShapeException>(() => model.Decode(new float[1, 2])).Message);
        Assert.Contains("No codes", Assert.Throws<DataException>(() => model.Decode(new float[0, Latent])).Message);
        Assert.Contains("Classes of A", Assert.Throws<DomainException>(() => model.Decode(new float[1, Latent], Variable.Observed("A"))).Message);
        Assert.Contains("Row 700", Assert.Throws<DomainException>(() => model.Codes(data).Covariance(Rows)).Message);
        using var rates = Train(Formula.Of(new GaussianDecoderTerm(Variable.X, Variable.Z)), EncoderNoise.OfInput(0.5));
        Assert.Contains("Classes of Y", Assert.Throws<DomainException>(() => rates.Decode(new float[1, Latent])).Message);
    }

    [Fact]
    public void Reading_leaves_no_tensor_behind() => LiveTensors.Stay(() =>
    {
        model.Codes(data);
        model.Decode(new float[5, Latent]);
    });

    public void Dispose() => model.Dispose();
}
