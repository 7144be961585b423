using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class CriticOptionsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_paper() // Poole et al. 2019, official notebook
    {
        Assert.Equal([256, 256], new SeparableCritic().Hidden);
        Assert.Equal([256, 256], new ConcatenatedCritic().Hidden);
        Assert.Equal(32, new SeparableCritic().Embedding);
    }

    [Fact]
    public void The_cosine_critic_s_features_are_FLO_s_and_its_temperature_CLIP_s()
    {
        var options = new CosineCritic();
        Assert.Equal((512, 0.07), (options.Embedding, options.Temperature));
        Assert.Equal([256, 256], options.Hidden);
        using var critic = options.Create(2, 3, 2, CPU, 1);
        var slot = critic.Parameters.Layout.Slots.Single(s => s.Name == "log sharpness");
        using var scope = NewDisposeScope();
        Numbers.Near(full([2, 1], -Math.Log(0.07), ScalarType.Float32), critic.Parameters.Values.narrow(1, slot.Offset, 1), 3 * Numbers.Epsilon32);
    }

    [Fact]
    public void An_inner_product_starts_at_scores_of_order_one()
    {
        using var critic = new InnerProductCritic().Create(16, 16, 2, CPU, 1);
        using var scope = NewDisposeScope();
        Assert.Equal([0.25, 0.25], Numbers.Of(critic.Parameters.Values.narrow(1, 0, 1)));
    }

    [Theory]
    [InlineData("3,0", "Hidden layers of 3, 0")]
    [InlineData("-1", "Hidden layers of -1")]
    [InlineData("", "Hidden layers of ")]
    public void Layers_that_make_no_sense_are_refused(string widths, string came)
    {
        int[] hidden = [.. widths.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        foreach (var options in AllCritics.Cases.Values.Select(tried => tried.Options).OfType<LayeredCriticOptions>().Select(options => options.WithHidden(hidden)))
            LiveTensors.Stay(() =>
            {
                var error = Assert.Throws<DomainException>(() => options.Create(1, 1, 1, CPU, 1).Dispose());
                Assert.Equal(came, error.Came);
                Assert.Equal("at least one width, all positive", error.Wanted);
            });
    }

    [Fact]
    public void An_embedding_of_nothing_is_refused()
    {
        foreach (var options in AllCritics.Cases.Values.Select(tried => tried.Options).OfType<TowerCriticOptions>())
            Refused<DomainException>("The embedding's dimension is 0", options.WithEmbedding(0));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        var grey = new ImageShape(1, 5, 4);
        Refused<DomainException>("The temperature is 0", new CosineCritic { Temperature = 0 });
        Refused<ShapeException>("x of 3 and y of 2 dimensions for an inner product", new InnerProductCritic(), 3, 2);
        Refused<ShapeException>("x of 3 and y of 2 dimensions for the exact critic of a 2-d Gaussian with ρ = 0.5", new ExactCritic(new CorrelatedGaussian(2, 0.5)), 3, 2);
        Refused<ShapeException>("x of 21 dimensions for images of 1×5×4", new ConvolutionalCritic(grey), 21, 2);
        Refused<ShapeException>("y of 2 dimensions for images of 1×5×4", new ConvolutionalCritic(grey) { Y = grey }, 20, 2);
        Refused<DomainException>("x as images of 1×0×4", new ConvolutionalCritic(new(1, 0, 4)), 20, 2);
        Refused<DomainException>("Channels of 4, 0", new ConvolutionalCritic(grey) { Channels = [4, 0] }, 20, 2);
        Refused<DomainException>("A pair function's hidden layers of 0", new BilinearCritic { Companion = new PairFunction { Hidden = [0] } });
        Refused<DomainException>("A baseline's hidden layers of ", new BilinearCritic { Companion = new LearnedBaseline { Hidden = [] } });
    }

    private static void Refused<T>(string came, CriticOptions options, int x = 1, int y = 1) where T : VibException =>
        LiveTensors.Stay(() => Assert.Equal(came, Assert.Throws<T>(() => options.Create(x, y, 1, CPU, 1).Dispose()).Came));

    [Theory]
    [InlineData(0, 1, 1, "The dimension of X is 0")]
    [InlineData(1, -1, 1, "The dimension of Y is -1")]
    [InlineData(1, 1, 0, "The number of replicates is 0")]
    public void Sizes_that_make_no_sense_are_refused(int x, int y, int replicates, string came)
    {
        foreach (var tried in AllCritics.Cases.Values)
            Assert.Equal(came, Assert.Throws<DomainException>(() => tried.Options.Create(x, y, replicates, CPU, 1).Dispose()).Came);
    }

    [Fact]
    public void The_concatenated_critic_starts_as_the_network_that_it_splits_would()
    {
        using var critic = new ConcatenatedCritic { Hidden = [40, 8] }.Create(20, 5, 1, CPU, 1);
        using var scope = NewDisposeScope();
        var first = critic.Parameters.Layout.Slots[0];
        Assert.Equal((25, 40), (first.Rows, first.Columns));
        var bound = Math.Sqrt(6.0 / 65); // fan-in 25, not 20 and 5
        Assert.InRange(Numbers.Largest(critic.Parameters.Values.narrow(1, first.Offset, first.Size)), 0.97 * bound, bound);
    }
}
