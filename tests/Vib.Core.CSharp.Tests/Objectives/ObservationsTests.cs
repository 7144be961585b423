using Xunit;

namespace Vib.Core.Tests;

/// <summary>Data of an objective: what it holds, and what is wrong with what it is given.</summary>
public sealed class ObservationsTests
{
    private static readonly Variable a = Variable.Observed("A");
    private static readonly float[,] rows = { { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 8 } };

    [Fact]
    public void Entropies_are_those_of_the_labels_or_of_the_source()
    {
        var data = Observations.Of(rows, [0, 0, 0, 1]).With(a, new float[,] { { 1 }, { 1 }, { 1 }, { 3 } });
        Assert.Equal(-0.75 * Math.Log(0.75) - 0.25 * Math.Log(0.25), data.EntropyOf(Variable.Y, null)!.Value, 1e-12);
        Assert.Equal(Math.Log(2), data.EntropyOf(Variable.Y, a)!.Value, 1e-12); // the one of three times the weight is half of all
        Assert.Null(data.EntropyOf(Variable.X, null));
        Assert.Equal(0.5 * Math.Log(2 * Math.PI * Math.E), Observations.Of(new CorrelatedGaussian(1, 0.5)).EntropyOf(Variable.Y, null)!.Value, 1e-12);
        Assert.Null(Observations.Of(new CorrelatedGaussian(1, 0.5).Sample(10)).EntropyOf(Variable.Y, null));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var data = Observations.Of(rows, [0, 1, 0, 1]);
        Assert.Contains("3 labels for 4 rows", Assert.Throws<ShapeException>(() => Observations.Of(rows, [0, 1, 0])).Message);
        Assert.Contains("Label 2 at row 1", Assert.Throws<DataException>(() => data.With(a, [0, 2, 0, 1], 2)).Message);
        Assert.Contains("3 rows of A for 4 rows", Assert.Throws<ShapeException>(() => data.With(a, new float[3, 1])).Message);
        Assert.Contains("row 1, column 0 of A", Assert.Throws<DataException>(() => data.With(a, new float[,] { { 0 }, { float.NaN }, { 0 }, { 0 } })).Message);
        Assert.Throws<DomainException>(() => data.With(Variable.Z, new float[4, 1]));
        Assert.Contains("drawn afresh", Assert.Throws<DataException>(() => Observations.Of(new CorrelatedGaussian(1, 0.5)).With(a, [0, 1])).Message);
        Assert.Contains("drawn afresh", Assert.Throws<DataException>(() => Observations.Of(new CorrelatedGaussian(1, 0.5)).With(a, new float[2, 1])).Message);
        Assert.Contains("A, which the data (rows) does not have", Assert.Throws<DataException>(() => data.EntropyOf(a, null)).Message);
    }

    // As a user meets them: before any step, with what came, what was wanted, and what to try.
    [Fact]
    public void Labels_and_options_that_make_no_sense_are_refused_before_training()
    {
        var decoder = Formula.Of(new CategoricalDecoderTerm(2, Variable.Y, Variable.Z));
        var options = new ObjectiveOptions { Encoder = new() { Hidden = [], Latent = 2 }, Batch = 4, Steps = int.MaxValue, Threads = 1 };
        string Refused(Observations on, Formula? formula = null, ObjectiveOptions? with = null) =>
            Assert.ThrowsAny<VibException>(() => ObjectiveTraining.Train(Objective.Maximise(formula ?? decoder), on, with ?? options)).Message;
        var data = Observations.Of(rows, [0, 1, 0, 1]);
        Assert.Contains("Y, which the data (rows) does not have", Refused(Observations.Of(rows)));
        Assert.Contains("Y, which is 2 numbers", Refused(data.With(Variable.Y, rows)));
        Assert.Contains("Y, which is 1 number.", Refused(data.With(Variable.Y, new float[rows.GetLength(0), 1])));
        Assert.Contains("Y, which is 2 classes, for a Gaussian decoder", Refused(data, Formula.Of(new GaussianDecoderTerm(Variable.Y, Variable.Z))));
        Assert.Contains("Y, which is 2 classes, for a Gaussian decoder", Refused(data, Formula.Of(new HeteroscedasticDecoderTerm(Variable.Y, Variable.Z))));
        Assert.Contains("of one class only", Refused(Observations.Of(rows, [0, 0, 0, 0])));
        Assert.Contains("2 classes for Y with 3", Refused(Observations.Of(rows, [0, 1, 2, 0])));
        Assert.Contains("1×28×28", Refused(data, null, options with { Encoder = new() { Images = new(1, 28, 28), Channels = [2], Hidden = [], Latent = 2 } }));
        Assert.Contains("is 0", Refused(data, null, options with { Encoder = new() { Hidden = [], Latent = 0 } }));
        Assert.Contains("Try: 4", Refused(data, null, options with { Batch = 5 }));
        Assert.Contains("A weight of -1", Assert.Throws<DomainException>(() => -1.0 * decoder).Message);
        Assert.Contains("Wanted: whole numbers from 0", Assert.Throws<DataException>(() => Observations.Of(rows, [-1, -1, -1, -1])).Message);
    }

    [Fact]
    public void A_fingerprint_is_that_of_the_numbers()
    {
        var changed = (float[,])rows.Clone();
        changed[2, 1] += 1e-6f * 6;
        string Print(float[,] x, int[] y) => Observations.Of(x, y).Fingerprint();
        Assert.Equal(Print(rows, [0, 1, 0, 1]), Print((float[,])rows.Clone(), [0, 1, 0, 1]));
        Assert.NotEqual(Print(rows, [0, 1, 0, 1]), Print(changed, [0, 1, 0, 1]));
        Assert.NotEqual(Print(rows, [0, 1, 0, 1]), Print(rows, [0, 1, 1, 1]));
    }

    [Fact]
    public void Noise_that_is_none_is_refused_at_once()
    {
        Assert.Throws<DomainException>(() => EncoderNoise.Fixed(0));
        Assert.Throws<DomainException>(() => EncoderNoise.Learned(-1));
        Assert.Throws<DomainException>(() => EncoderNoise.OfInput(double.NaN));
    }

    [Fact]
    public void A_multiplier_rises_while_its_limit_is_broken_and_falls_while_it_is_not()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var constraint = Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(2, Variable.Y, Variable.Z))).AtMost(Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X)), 4).Constraints[0];
        using var multiplier = new Multiplier(constraint, start: 0.1, rate: 0.5, replicates: 2, TorchSharp.torch.CPU);
        multiplier.See(TorchSharp.torch.tensor([6f, 3f]).view(2, 1)); // half too much, a quarter to spare
        Assert.Equal([0.1 * Math.Exp(0.25), 0.1 * Math.Exp(-0.125)], multiplier.Values.Select(v => v), (x, y) => Math.Abs(x - y) < 1e-7);
        Assert.Equal(0.1 * Math.Exp(0.25 + 0.5), Numbers.Of(multiplier.Now)[0], 1e-7);
        multiplier.See(TorchSharp.torch.tensor([4e9f, 4f]).view(2, 1)); // cut off at once the limit; at the limit
        Assert.Equal([0.1 * Math.Exp(0.75), 0.1 * Math.Exp(-0.125)], multiplier.Values.Select(v => v), (x, y) => Math.Abs(x - y) < 1e-7);
    }

    // Each replicate's multiplier is driven by its own weight: the first's limit is kept from the start, the second's is broken.
    [Fact]
    public void A_sweep_within_a_constraint_is_each_replicates_own()
    {
        var rate = Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X));
        var objective = Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(2, Variable.Y, Variable.Z))).AtMost(rate.Times(Weight.Sweep([1e-6, 1])), 1);
        var options = new ObjectiveOptions { Encoder = new() { Hidden = [], Latent = 4 }, Batch = 4, Steps = 5, Multiplier = 0.1, Threads = 1 };
        using var model = ObjectiveTraining.Train(objective, Observations.Of(rows, [0, 1, 0, 1]), options);
        Assert.True(model.Multipliers[0][0] < 0.1 && model.Multipliers[0][1] > 0.1, string.Join(", ", model.Multipliers[0]));
    }

    // Eight rows of two bits: every test set repeats training rows, and that says nothing. The same rows as often as in training are the training rows.
    [Fact]
    public void Few_values_repeat_and_are_held_out_all_the_same()
    {
        float[,] Bits(Func<int, int> of)
        {
            var x = new float[8, 2];
            for (var i = 0; i < 8; i++) (x[i, 0], x[i, 1]) = (of(i) % 2, of(i) / 2 % 2);
            return x;
        }
        int[] labels = [0, 1, 0, 1, 0, 1, 0, 1];
        var options = new ObjectiveOptions { Encoder = new() { Hidden = [], Latent = 2 }, Batch = 4, Steps = 2, Threads = 1 };
        using var model = ObjectiveTraining.Train(Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(2, Variable.Y, Variable.Z))), Observations.Of(Bits(i => i), labels), options);
        Assert.True(model.Evaluate(Observations.Of(Bits(i => i * i), [.. labels])).Terms[0].HeldOut);
        Assert.False(model.Evaluate(Observations.Of(Bits(i => 7 - i), [.. labels])).Terms[0].HeldOut);
    }

    [Fact]
    public void What_was_trained_on_does_not_call_itself_held_out()
    {
        var (pixels, labels) = (new byte[8 * 4], new byte[] { 0, 1, 0, 1, 0, 1, 0, 1 });
        new Random(1).NextBytes(pixels);
        var images = new LabelledImages("squares", pixels, labels, 2, 2, 2);
        var options = new ObjectiveOptions { Encoder = new() { Hidden = [], Latent = 2 }, Batch = 4, Steps = 2, Threads = 1 };
        using var model = ObjectiveTraining.Train(Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(2, Variable.Y, Variable.Z))), Observations.Of(images), options);
        bool IsHeldOut(LabelledImages read) => model.Evaluate(Observations.Of(read)).Terms[0].HeldOut;
        Assert.False(IsHeldOut(images)); // the same images, though wrapped anew
        Assert.True(IsHeldOut(new("others", [.. pixels.Reverse()], labels, 2, 2, 2)));
        using var bottleneck = BottleneckTraining.Train(images, null, new() { Hidden = [2], Latent = 2, Batch = 4, Epochs = 1, Threads = 1 });
        Assert.False(bottleneck.Evaluate(images).Rate.HeldOut);
        Assert.False(IsHeldOut(new("copy", [.. pixels], [.. labels], 2, 2, 2))); // a copy, whatever it is called
        Assert.False(IsHeldOut(new("turned", [.. Enumerable.Range(0, 8).Reverse().SelectMany(i => pixels[(4 * i)..(4 * i + 4)])], labels, 2, 2, 2))); // in another order
        Assert.False(IsHeldOut(new("part", pixels[8..16], labels[2..4], 2, 2, 2))); // a part
        Assert.False(bottleneck.Evaluate(new LabelledImages("copy", [.. pixels], [.. labels], 2, 2, 2)).Rate.HeldOut);
        var truth = Observations.Of(new CorrelatedGaussian(1, 0.5));
        using var drawn = ObjectiveTraining.Train(Objective.Maximise(Formula.Of(new GaussianDecoderTerm(Variable.Y, Variable.Z))), truth, options);
        Assert.True(drawn.Evaluate(truth).Terms[0].HeldOut); // fresh draws
    }
}
