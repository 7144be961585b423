using Xunit;

namespace Vib.Core.Tests;

public sealed class CompressionTests
{
    private static readonly PicturedTruth blobs = PicturedTruth.WithInformation(new BlobPicture(8), 2);

    [Fact]
    public void The_ideal_loses_nothing_and_knows_the_information()
    {
        var pairs = blobs.Sample(500, 1);
        var ideal = Compression.Ideal(blobs, pairs);
        Assert.Equal((2, 2, blobs.Information), (ideal.Pairs.XDimension, ideal.Pairs.YDimension, ideal.Pairs.KnownInformation));
        Assert.Equal((0, 0, 1), (ideal.X.MeanAbsoluteError, ideal.X.MeanSquaredError, ideal.X.ExplainedVariance));
    }

    [Fact]
    public void Principal_components_explain_what_their_variances_say()
    {
        var pairs = blobs.Sample(500, 1);
        var (compressed, pca) = (Compression.Pca(pairs, 3), Pca.Fit(pairs.X, 64, 3));
        Assert.Equal(pca.Explained(3), compressed.X.ExplainedVariance, 1e-6);
        Assert.Equal(3, compressed.X.EffectiveDimension, 1e-6); // coordinates along axes are uncorrelated
        Assert.Equal(Math.Pow(pca.Variances.Sum(), 2) / pca.Variances.Sum(v => v * v), compressed.X.SampleDimension, 1e-6);
        Assert.Null(compressed.Pairs.KnownInformation); // an unknown part of it is lost
        Assert.Contains("by PCA to 3 + 3", compressed.Pairs.Description, StringComparison.Ordinal);
        LiveTensors.Stay(() => Compression.Pca(pairs, 2));
    }

    [Fact]
    public void One_component_keeps_the_nuisance_and_two_keep_all()
    {
        var truth = PicturedTruth.WithInformation(new AntiPcaPicture(), 2);
        var pairs = truth.Sample(2000, 1);
        Assert.InRange(Ksg.Estimate(Compression.Pca(pairs, 1).Pairs).Value, -0.1, 0.1); // spread 0.02
        Assert.InRange(GeometricEntropy.Information(Compression.Pca(pairs, 2).Pairs).Value, 1.6, 2.2); // over eight seeds 1.89 with a spread of 0.03: biased downwards by the edges of uniforms
    }

    [Fact]
    public void Codes_of_autoencoders_come_from_each_variable_alone()
    {
        var (pairs, options) = (blobs.Sample(200, 1), new AutoencoderOptions { Code = 2, Hidden = [8], Epochs = 2, Threads = 1, Seed = 5 });
        var compressed = Compression.Autoencoder(pairs, options);
        Assert.Equal(Autoencoder.Train(pairs.X, 64, options).Encode(pairs.X), compressed.Pairs.X);
        Assert.Equal(Autoencoder.Train(pairs.Y, 64, options with { Seed = 6 }).Encode(pairs.Y), compressed.Pairs.Y);
        Assert.InRange(compressed.X.EffectiveDimension, 1, 2 + 1e-9);
        Assert.Empty(compressed.Diagnoses);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ShapeException>(() => Compression.Ideal(blobs, new CorrelatedGaussian(2, 0.5).Sample(10)));
        Assert.Throws<DomainException>(() => Compression.Pca(blobs.Sample(3), 3));
    }
}
