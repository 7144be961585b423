using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The optimiser against Kingma and Ba's algorithm 1 in double precision.</summary>
public sealed class AdamTests
{
    private static FlatParameters Parameters(int replicates = 2)
    {
        var layout = new ParameterLayout();
        layout.Weight("w", 37, 3);
        layout.Bias("b", 3);
        var parameters = new FlatParameters(layout, replicates, CPU);
        PlainNetwork.Fill(parameters, 1);
        return parameters;
    }

    // A step moves a weight by η m̂/√v̂, at most 3.2 η = (1 − β1)/√(1 − β2) η; after t ≤ 50 steps v has collected 2 t roundings, m fewer that matter, so that a
    // step is good to 100 ε/2 of 3.2 η and its subtraction to ε/2 of the weight, which stays below 2. Fifty of those.
    private const double Tolerance = 50 * (100 * 3.2 * 0.01 + 2) * Numbers.Epsilon32 / 2;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fifty_steps_follow_the_paper_with_schedule_and_average(bool uphill)
    {
        using var scope = NewDisposeScope();
        using var parameters = Parameters();
        var options = new AdamOptions { LearningRate = 0.01, AverageDecay = 0.95, Schedule = Schedule.Staircase(0.7, 20), Epsilon = 1e-7 };
        using var adam = new Adam(options, parameters);
        var w = Numbers.Of(parameters.Values);
        var (m, v, average) = (new double[w.Length], new double[w.Length], new double[w.Length]);
        for (var t = 1; t <= 50; t++)
        {
            parameters.Gradients.copy_(Numbers.Drawn([2, parameters.Layout.Size], t, Math.Pow(10, t % 5 - 2))); // scales from 0.01 to 100
            adam.Step(uphill);
            var g = Numbers.Of(parameters.Gradients);
            var rate = 0.01 * Math.Pow(0.7, (t - 1) / 20);
            for (var i = 0; i < w.Length; i++)
            {
                (m[i], v[i]) = (0.9 * m[i] + 0.1 * g[i], 0.999 * v[i] + 0.001 * g[i] * g[i]);
                w[i] -= (uphill ? -1 : 1) * rate * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-7);
                average[i] = 0.95 * average[i] + 0.05 * w[i];
            }
        }
        Numbers.Near(w, Numbers.Of(parameters.Values), (_, _) => Tolerance);
        Numbers.Near([.. average.Select(a => a / (1 - Math.Pow(0.95, 50)))], Numbers.Of(adam.DebiasedAverage()), (_, _) => Tolerance);
        Assert.Equal(50, adam.Steps);
    }

    // m̂ = g and v̂ = g² exactly, whatever the decays: about ten roundings, none of them of a decay.
    [Theory]
    [InlineData(0.9, 0.999)]
    [InlineData(0.5, 0.99999)]
    [InlineData(0, 0)]
    public void The_first_step_is_the_learning_rate_against_the_sign_of_the_gradient(double beta1, double beta2)
    {
        using var scope = NewDisposeScope();
        using var parameters = Parameters();
        using var adam = new Adam(new() { LearningRate = 0.25, Beta1 = beta1, Beta2 = beta2, Epsilon = 1e-30 }, parameters);
        parameters.Values.zero_();
        parameters.Gradients.copy_(Numbers.Drawn([2, parameters.Layout.Size], 1));
        adam.Step();
        Numbers.Near(parameters.Gradients.sign() * -0.25, parameters.Values, 8 * Numbers.Epsilon32 * 0.25);
    }

    // Weights that stand still have themselves as average; every step rounds the sum once.
    [Theory]
    [InlineData(0.9999)]
    [InlineData(0.999)]
    [InlineData(0.5)]
    [InlineData(0)]
    public void The_debiased_average_of_weights_that_stand_still_is_the_weights(double decay)
    {
        using var scope = NewDisposeScope();
        using var parameters = Parameters();
        using var adam = new Adam(new() { AverageDecay = decay }, parameters);
        Numbers.Same(parameters.Values, adam.DebiasedAverage());
        for (var t = 1; t <= 30; t++)
        {
            adam.Step(); // gradients are zero
            Numbers.Near(parameters.Values, adam.DebiasedAverage(), (_, w) => (t + 2) * Numbers.Epsilon32 * Math.Abs(w));
        }
    }

    [Fact]
    public void Without_an_average_the_weights_stand_for_it()
    {
        using var scope = NewDisposeScope();
        using var parameters = Parameters();
        using var adam = new Adam(new(), parameters);
        parameters.Gradients.fill_(1);
        adam.Step();
        Assert.Null(adam.Average);
        Numbers.Same(parameters.Values, adam.DebiasedAverage());
    }

    [Fact]
    public void A_replicate_is_stepped_as_it_would_be_alone()
    {
        using var scope = NewDisposeScope();
        using var two = Parameters();
        using var one = Parameters(1);
        one.Values.copy_(two.Values.narrow(0, 0, 1));
        using var both = new Adam(new() { AverageDecay = 0.9 }, two);
        using var alone = new Adam(new() { AverageDecay = 0.9 }, one);
        for (var t = 0; t < 5; t++)
        {
            two.Gradients.copy_(Numbers.Drawn([2, two.Layout.Size], t));
            one.Gradients.copy_(two.Gradients.narrow(0, 0, 1));
            both.Step();
            alone.Step();
        }
        Numbers.Same(one.Values.select(0, 0), two.Values.select(0, 0));
        Numbers.Same(alone.Average!.select(0, 0), both.Average!.select(0, 0));
    }

    [Fact]
    public void A_step_makes_no_tensors()
    {
        using var parameters = Parameters();
        using var adam = new Adam(new() { AverageDecay = 0.9 }, parameters);
        LiveTensors.Stay(() => adam.Step());
    }
}
