using Xunit;

namespace Vib.Core.Tests;

/// <summary>The network without noise, beside the bottleneck that tends to it.</summary>
public sealed class DeterministicEncoderTests
{
    private static readonly LabelledImages training = DrawnDigits.Draw(400, 1), test = DrawnDigits.Draw(200, 2);

    private static readonly Formula decoder = Formula.Of(new CategoricalDecoderTerm(10, Variable.Y, Variable.Z)), rate = Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X));

    private static TrainedObjective Train(Formula formula, EncoderNoise noise) => ObjectiveTraining.Train(Objective.Maximise(formula), Observations.Of(training),
        new() { Encoder = new() { Hidden = [32], Latent = 6, Noise = noise }, Batch = 50, Steps = 60, Replicates = 2, Optimiser = new() { LearningRate = 2e-3, AverageDecay = 0.9 }, Threads = 1 });

    // With σ = 1e-30 a sample is its mean in floats, and a rate with the weight 0 moves nothing: training must take the same steps to the last bit.
    [Fact]
    public void No_noise_and_no_price_is_the_deterministic_network_to_the_bit()
    {
        using var network = Train(decoder, EncoderNoise.None);
        using var bottleneck = Train(decoder - 0 * rate, EncoderNoise.Fixed(1e-30));
        var (one, twelve, other) = (network.Evaluate(Observations.Of(test), 1), network.Evaluate(Observations.Of(test), 12), bottleneck.Evaluate(Observations.Of(test), 1));
        Assert.Equal(one.Terms[0].ReplicateValues, other.Terms[0].ReplicateValues);
        Assert.Equal(one.ReplicateErrors, other.ReplicateErrors);
        Assert.Equal(one.ReplicateErrors, twelve.ReplicateErrors); // samples that are all the same
        Assert.InRange(one.Error!.Value, 0, 0.8); // it has learned: nine in ten are wrong by chance, seven standard errors above
        for (var r = 0; r < 2; r++)
        {
            var ((means, deviations), (theirs, _)) = (network.Encode(Observations.Of(test), replicate: r), bottleneck.Encode(Observations.Of(test), replicate: r));
            Assert.Equal(theirs, means);
            Assert.All(deviations.Cast<float>(), deviation => Assert.Equal(0, deviation));
            Assert.Equal(bottleneck.Decode(means, replicate: r), network.Decode(means, replicate: r));
        }
    }

    [Fact]
    public void Rates_refuse_it_and_say_why()
    {
        string Refused(Formula formula) => Assert.Throws<DomainException>(() => Train(formula, EncoderNoise.None).Dispose()).Message;
        foreach (var refused in (Term[])[RateTerm.StandardNormal(Variable.Z, Variable.X), RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y), MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 3), new PairwiseRateTerm(Variable.Z, Variable.X, true)])
        {
            var message = Refused(decoder - Formula.Of(refused));
            Assert.Contains($"The {refused.Method} of Z, whose encoder is deterministic", message);
            Assert.Contains("the information is infinite, or no function of the weights", message);
        }
        Assert.Contains("deterministic", new Encoder { Noise = EncoderNoise.None }.ToString());
    }
}
