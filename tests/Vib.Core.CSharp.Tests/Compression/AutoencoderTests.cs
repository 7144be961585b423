using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class AutoencoderTests
{
    private static readonly AutoencoderOptions small = new() { Code = 2, Hidden = [16], Epochs = 40, Batch = 64, Threads = 1 };

    private static float[] Blobs(int size, int count, int seed) => PicturedTruth.WithInformation(new BlobPicture(size), 1).Sample(count, seed).X;

    /// <summary>Central differences of the mean loss in every fifth parameter, with the noise off: smooth losses within what h = 10⁻² leaves of single precision.</summary>
    [Theory]
    [InlineData(false), InlineData(true)]
    public void Gradients_are_those_of_finite_differences(bool convolutional)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var options = small with { Loss = ReconstructionLoss.SquaredError, Noise = 0, Batch = 8, Hidden = [6], Channels = convolutional ? [3] : [], Shape = new ImageShape(1, 4, 4) };
        using var networks = new AutoencoderNetworks(options, 16, CPU);
        networks.Parameters.Initialise(3);
        networks.Parameters.Values.add_(Numbers.Drawn(networks.Parameters.Values.shape, 9, 0.1));
        var samples = Numbers.Drawn([8, 16], 4);
        using var run = new AutoencoderRun(options, networks, samples);
        var all = arange(8, ScalarType.Int64);
        run.Gradients(all);
        var gradient = Numbers.Of(networks.Parameters.Gradients);
        var largest = gradient.Max(Math.Abs);
        double Loss() => (Numbers.Of(networks.Pass(samples, decode: true)).Zip(Numbers.Of(samples), (a, b) => (a - b) * (a - b)).Average());
        var (checkedParameters, apart) = (0, new List<double>());
        for (var p = 0; p < gradient.Length; p += 5)
        {
            const double h = 1e-2;
            var place = networks.Parameters.Values.select(0, 0).narrow(0, p, 1);
            place.add_(h);
            var up = Loss();
            place.add_(-2 * h);
            var down = Loss();
            place.add_(h);
            checkedParameters++;
            apart.Add(Math.Abs((up - down) / (2 * h) - gradient[p]));
        }
        Assert.True(checkedParameters > 30 && largest > 0.01);
        // a kink of a ReLU within h of where it stands shows in few: nine in ten agree to 1 % of the largest
        Assert.True(apart.Count(off => off < 0.01 * largest) >= 0.9 * checkedParameters, $"{apart.Count(off => off >= 0.01 * largest)} of {checkedParameters} are apart");
    }

    [Fact]
    public void The_gradient_of_the_absolute_error_is_the_sign_over_the_number_of_pixels()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var options = small with { Noise = 0, Batch = 4, Hidden = [5] };
        using var networks = new AutoencoderNetworks(options, 3, CPU);
        networks.Parameters.Initialise(1);
        var samples = Numbers.Drawn([4, 3], 2);
        using var run = new AutoencoderRun(options, networks, samples);
        run.Gradients(arange(4, ScalarType.Int64));
        var signs = Numbers.Of(networks.Pass(samples, decode: true).sub(samples).sign().sum(0L)).Select(sum => sum / 12).ToArray(); // the last bias sees Σ sign/(B d)
        var bias = Numbers.Of(networks.Decoder.BiasGradient(1).All);
        Numbers.Near(signs, bias, (_, _) => 1e-6);
    }

    /// <summary>Over seeds 1 to 6 the network explained 83 to 94 % and the plane 57 to 58 %; half of what the plane leaves, 79 %, is asked for.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void A_blob_is_restored_better_than_a_plane_can(int seed)
    {
        var blobs = Blobs(8, 1000, seed);
        var pairs = new Pairs(blobs, 64, blobs, 64);
        var network = Autoencoder.Train(blobs, 64, small with { Seed = seed, Adam = new() { LearningRate = 5e-3 }, Noise = 0.02 });
        var (by, plane) = (Compression.By(pairs, network, network).X, Compression.Pca(pairs, 2).X);
        Assert.True(by.ExplainedVariance > (1 + plane.ExplainedVariance) / 2, $"{by} against {plane}");
        Assert.True(network.Losses[^1] < 0.5 * network.Losses[0]);
        Assert.InRange(by.EffectiveDimension, 1, 2);
    }

    [Fact]
    public void A_seed_gives_the_same_bits_and_leaves_no_tensors()
    {
        var blobs = Blobs(4, 100, 1);
        var options = small with { Epochs = 2, Channels = [3], Shape = new ImageShape(1, 4, 4) };
        var (first, again, other) = (Autoencoder.Train(blobs, 16, options), Autoencoder.Train(blobs, 16, options), Autoencoder.Train(blobs, 16, options with { Seed = 2 }));
        Assert.Equal(first.Losses, again.Losses);
        Assert.Equal(first.Encode(blobs), again.Encode(blobs));
        Assert.NotEqual(first.Encode(blobs), other.Encode(blobs));
        LiveTensors.Stay(() => Autoencoder.Train(blobs, 16, options).Reconstruct(blobs));
    }

    [Fact]
    public void Rows_are_coded_one_by_one() // 512 rows a block: more and fewer give the same codes
    {
        var blobs = Blobs(4, 600, 1);
        var network = Autoencoder.Train(blobs, 16, small with { Epochs = 1 });
        Assert.Equal(network.Encode(blobs)[..20], network.Encode(blobs[..160]));
    }

    [Fact]
    public void A_training_that_bursts_is_told_of_and_gives_numbers_all_the_same()
    {
        var network = Autoencoder.Train(Blobs(4, 100, 1), 16, small with { Adam = new() { LearningRate = 1e30 }, Loss = ReconstructionLoss.SquaredError, Epochs = 5 });
        Assert.Equal(DiagnosisKind.NonFinite, Assert.Single(network.Diagnoses).Kind);
        Assert.All(network.Encode(Blobs(4, 10, 2)), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var blobs = Blobs(4, 20, 1);
        Assert.Contains("Shape", Assert.Throws<DomainException>(() => Autoencoder.Train(blobs, 16, small with { Channels = [4] })).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Autoencoder.Train(blobs, 16, small with { Channels = [4], Shape = new ImageShape(1, 5, 5) }));
        Assert.Throws<ShapeException>(() => Autoencoder.Train(blobs, 17));
        Assert.Throws<DomainException>(() => Autoencoder.Train(blobs, 16, small with { Code = 0 }));
        Assert.Throws<DomainException>(() => Autoencoder.Train(blobs, 16, small with { Noise = -1 }));
        Assert.Throws<DomainException>(() => Autoencoder.Train(blobs, 16, small with { Epochs = 0 }));
        Assert.Throws<DomainException>(() => Autoencoder.Train(blobs, 16, small with { Hidden = [4, 0] }));
        Assert.Throws<DataException>(() => Autoencoder.Train(new float[32], 16, small));
        Assert.Throws<DataException>(() => Autoencoder.Train([.. blobs[..^1], float.NaN], 16, small));
        Assert.Throws<OperationCanceledException>(() => Autoencoder.Train(blobs, 16, small, new CancellationToken(true)));
        var network = Autoencoder.Train(blobs, 16, small with { Epochs = 1 });
        Assert.Throws<ShapeException>(() => network.Encode(new float[17]));
    }
}
