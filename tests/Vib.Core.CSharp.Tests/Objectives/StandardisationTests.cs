using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

/// <summary>Scales that a model keeps: users give raw units and get raw units back, and the choice of units changes nothing but units.</summary>
public sealed class StandardisationTests : IDisposable
{
    private const int Rows = 256; // a power of two: means of numbers that are few bits long are exact

    private readonly string folder = Directory.CreateTempSubdirectory("vib-scale-").FullName;

    private static Objective Regression(DecoderTerm? decoder = null) =>
        Objective.Maximise(Formula.Of(decoder ?? new HeteroscedasticDecoderTerm(Variable.Y, Variable.Z) { Hidden = [8] }) - 1e-3 * Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X)));

    private static readonly ObjectiveOptions options = new() { Encoder = new() { Hidden = [16], Latent = 2 }, Batch = 32, Steps = 60, Threads = 1, EvaluationSamples = 4, Optimiser = new() { LearningRate = 3e-3, AverageDecay = 0.9 } };

    /// <summary>u, v and town, and w = u + v² + noise; numbers are multiples of 2⁻⁸.</summary>
    private static (double[] U, double[] V, string[] Town, double[] W) Drawn(int seed, int rows = Rows)
    {
        var random = new Random(seed);
        double Short() => random.Next(-1024, 1024) / 256.0;
        double[] u = [.. Enumerable.Range(0, rows).Select(_ => Short())], v = [.. u.Select(_ => Short())];
        return (u, v, [.. u.Select(_ => random.Next(2) == 0 ? "a" : "b")], [.. u.Zip(v, (a, b) => Math.Round((a + b * b / 4 + Short() / 4) * 256) / 256)]);
    }

    private static Observations Data((double[] U, double[] V, string[] Town, double[] W) drawn, double a = 1, double b = 0, double c = 1, double d = 0) =>
        Observations.Of(Table.Of(new NumericColumn("u", drawn.U.Select(u => a * u + b)), new NumericColumn("v", drawn.V), new CategoricalColumn("town", drawn.Town), new NumericColumn("w", drawn.W.Select(w => c * w + d))), ["u", "v", "town"], "w");

    private static double[] Flat(double[,] values) => [.. values.Cast<double>()];

    // Scales of powers of two and shifts of few bits are exact in double precision, as are the means of 256 rows: what networks see is the same to the bit, and so is all that they do.
    [Fact]
    public void Units_of_the_input_change_no_bit_of_what_is_predicted() => Law.Holds(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var a = Math.Pow(2, random.Next(-20, 20));
        var b = a * random.Next(-1000, 1000);
        var (training, test) = (Drawn(seed), Drawn(seed + 1, 40));
        using var plain = ObjectiveTraining.Train(Regression(), Data(training), options);
        using var other = ObjectiveTraining.Train(Regression(), Data(training, a, b), options);
        var (one, two) = (plain.Predict(Data(test)), other.Predict(Data(test, a, b)));
        Assert.Equal(Flat(one.Means()), Flat(two.Means()));
        Assert.Equal(Flat(one.Deviations()), Flat(two.Deviations()));
        Assert.Equal(plain.Evaluate(Data(test)).Terms.Select(term => term.Value), other.Evaluate(Data(test, a, b)).Terms.Select(term => term.Value));
    }, count: 8);

    // y → cy + d, c a power of two: means and intervals move along, −CE is less by log c, and the rate stays as it is.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Units_of_what_is_predicted_come_back_and_densities_are_in_them(bool homoscedastic)
    {
        var objective = Regression(homoscedastic ? new GaussianDecoderTerm(Variable.Y, Variable.Z) { Hidden = [8] } : null);
        var (training, test) = (Drawn(3), Drawn(4, 40));
        const double c = 1024, d = 4096;
        using var plain = ObjectiveTraining.Train(objective, Data(training), options);
        using var other = ObjectiveTraining.Train(objective, Data(training, c: c, d: d), options);
        var (one, two) = (plain.Predict(Data(test)), other.Predict(Data(test, c: c, d: d)));
        foreach (var (here, there) in Flat(one.Quantiles(0.1)).Zip(Flat(two.Quantiles(0.1)))) Assert.Equal(c * here + d, there, 1e-9 * c);
        foreach (var (here, there) in Flat(one.Deviations()).Zip(Flat(two.Deviations()))) Assert.Equal(c * here, there, 1e-9 * c);
        var (before, after) = (plain.Evaluate(Data(test)), other.Evaluate(Data(test, c: c, d: d)));
        Assert.Equal(before.Terms[0].Value - Math.Log(c), after.Terms[0].Value, 1e-5); // single precision of values of about ten
        Assert.Equal(before.Terms[1].Value, after.Terms[1].Value);
        Assert.Contains("less the entropy", after.Terms[0].Quantity);
        Assert.Equal(plain.Trace[^1].Terms[0] - Math.Log(c), other.Trace[^1].Terms[0], 1e-5);
        Assert.Equal(before.Value.Value - Math.Log(c), after.Value.Value, 1e-5);
    }

    // −CE of the evaluation is the mean over samples of log q in raw units, computed here from what Predict gives in double; both draw the same noise.
    [Fact]
    public void The_term_that_is_reported_is_the_log_density_in_raw_units()
    {
        var test = Data(Drawn(6, 40), c: 3, d: 100);
        using var model = ObjectiveTraining.Train(Regression(), Data(Drawn(5), c: 3, d: 100), options);
        var predicted = model.Predict(test, samples: 1);
        Assert.Equal(-predicted.Scores().LogLoss.Value, model.Evaluate(test, samples: 1).Terms[0].Value, 1e-5);
    }

    [Fact]
    public void Dates_keep_their_differences()
    {
        var drawn = Drawn(7);
        double[] Read(double origin)
        {
            var data = Data((drawn.U, drawn.V, drawn.Town, drawn.W), b: origin);
            using var model = ObjectiveTraining.Train(Regression(), data, options);
            return Flat(model.Predict(data).Means());
        }
        Assert.Equal(Read(0), Read(1L << 36)); // single precision would see one value only
    }

    [Fact]
    public void A_file_has_the_scale_and_what_is_loaded_predicts_the_same()
    {
        var (training, test) = (Data(Drawn(8), 3, 7, 5, -2), Data(Drawn(9, 40), 3, 7, 5, -2));
        var (file, run) = (Path.Combine(folder, "model"), Path.Combine(folder, "run"));
        using var model = ObjectiveTraining.Train(Regression(), training, options with { Checkpoint = run });
        model.Save(file);
        foreach (var path in (string[])[file, run])
        {
            using var loaded = TrainedObjective.Load(path, Regression(), test, options); // forty rows, less than a batch, and other means
            Assert.Equal(Flat(model.Predict(test).Means()), Flat(loaded.Predict(test).Means()));
            Assert.Equal(model.Evaluate(test).Terms[0].Value, loaded.Evaluate(test).Terms[0].Value);
        }
        var onlyX = Observations.Of(Table.Of(new NumericColumn("u", [3]), new NumericColumn("v", [0]), new CategoricalColumn("town", ["a", "b"], [0])), ["u", "v", "town"]);
        using var without = TrainedObjective.Load(file, Regression(), onlyX, options); // Y as the file says
        Assert.Equal(Flat(model.Predict(onlyX).Means()), Flat(without.Predict(onlyX).Means()));
        Assert.Null(without.Predict(onlyX).Targets);
        using var longer = ObjectiveTraining.Resume(run, Regression(), training, options with { Steps = 90 });
        using var whole = ObjectiveTraining.Train(Regression(), training, options with { Steps = 90 });
        Assert.Equal(Flat(whole.Predict(test).Means()), Flat(longer.Predict(test).Means()));
        Assert.Contains("fingerprint", Assert.Throws<DataException>(() => ObjectiveTraining.Resume(run, Regression(), training.Standardised(false), options)).Message);
    }

    [Fact]
    public void Arrays_are_seen_as_they_are_unless_asked()
    {
        var pairs = Observations.Of(new CorrelatedGaussian(1, 0.9).Sample(Rows));
        Assert.False(pairs.IsStandardised);
        Assert.True(pairs.Standardised().IsStandardised);
        Assert.NotEqual(pairs.Fingerprint(), pairs.Standardised().Fingerprint());
        Assert.Equal(pairs.Fingerprint(), pairs.Standardised().Standardised(false).Fingerprint());
        Assert.Throws<DataException>(() => Observations.Of(new CorrelatedGaussian(1, 0.9)).Standardised());
        var bits = new float[Rows, 2];
        for (var i = 0; i < Rows; i++) bits[i, i % 2] = 1;
        using var model = ObjectiveTraining.Train(Objective.Maximise(Formula.Of(new BernoulliDecoderTerm(Variable.X, Variable.Z))), Observations.Of(bits).Standardised(), options); // bits stay bits
        Assert.InRange(model.Evaluate(Observations.Of(bits)).Terms[0].Value, -2 * Math.Log(2) - 0.1, 0);
    }

    // Draws are scaled as rows are: h(Y) apart, a truth and a sample of it say the same to 5 standard errors (a false-alarm rate of 6e-7; the seeds are fixed). Y has a deviation of 10; seen as it is, −CE would be some 50 nats less.
    [Fact]
    public void A_truth_is_seen_by_the_scale_of_the_rows_that_were_trained_on()
    {
        var truth = new AwgnChannel(1, 0.01);
        using var model = ObjectiveTraining.Train(Regression(), Observations.Of(truth.Sample(512)).Standardised(), options with { FreshPairs = 2000 });
        var (drawn, sample) = (model.Evaluate(Observations.Of(truth)).Terms[0], model.Evaluate(Observations.Of(truth.Sample(2000, 2))).Terms[0]);
        Assert.Equal("I(Z;Y)", drawn.Quantity);
        Assert.Equal(drawn.Value - truth.EntropyOfY!.Value, sample.Value, 5 * (drawn.StandardError + sample.StandardError));
        Assert.True(drawn.StandardError + sample.StandardError < 0.1);
    }

    // Pixels come as numbers from −1 to 1 in any case, so a scale that was fitted to other numbers would be left out.
    [Fact]
    public void Pixels_are_refused_where_numbers_were_standardised()
    {
        var digits = DrawnDigits.Draw(60, 1);
        var rows = new float[60, digits.Height * digits.Width];
        Buffer.BlockCopy(Array.ConvertAll(digits.Pixels, pixel => pixel / 127.5f - 1), 0, rows, 0, rows.Length * sizeof(float));
        int[] labels = [.. digits.Labels.Select(label => (int)label)];
        var objective = Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(10, Variable.Y, Variable.Z)));
        using var plain = ObjectiveTraining.Train(objective, Observations.Of(rows, labels, 10), options);
        using var scaled = ObjectiveTraining.Train(objective, Observations.Of(rows, labels, 10).Standardised(), options);
        plain.Evaluate(Observations.Of(digits));
        Assert.Contains("in pixels, where training standardised numbers", Assert.Throws<DataException>(() => scaled.Evaluate(Observations.Of(digits))).Message);
        Assert.Throws<DataException>(() => scaled.Classify(Observations.Of(digits)));
    }

    [Fact]
    public void Columns_that_training_did_not_have_are_refused()
    {
        var drawn = Drawn(10);
        using var model = ObjectiveTraining.Train(Regression(), Data(drawn), options);
        var swapped = Observations.Of(Table.Of(new NumericColumn("v", drawn.V), new NumericColumn("u", drawn.U), new CategoricalColumn("town", drawn.Town)), ["v", "u", "town"]);
        Assert.Contains("'v' in X of table, where training had 'u'", Assert.Throws<DataException>(() => model.Predict(swapped)).Message);
        var fewer = Observations.Of(Table.Of(new NumericColumn("u", drawn.U), new NumericColumn("v", drawn.V)), ["u", "v"]);
        Assert.Contains("of 4 numbers, as in training", Assert.Throws<ShapeException>(() => model.Predict(fewer)).Message);
        Assert.Contains("Classify", Assert.Throws<DomainException>(() => model.Predict(Data(drawn), Variable.X)).Message);
        Assert.Contains("a decoder of Y that gives classes", Assert.Throws<DomainException>(() => model.Classify(Data(drawn))).Message);
        Assert.Throws<DomainException>(() => model.Predict(Data(drawn), samples: 0));
        Assert.Throws<DomainException>(() => model.Predict(Data(drawn), replicate: 1));
        Assert.Throws<DataException>(() => model.Predict(Observations.Of(new CorrelatedGaussian(1, 0.5))));
    }

    [Fact]
    public void Classes_are_predicted_by_their_names()
    {
        var drawn = Drawn(11);
        var table = Table.Of(new NumericColumn("u", drawn.U), new CategoricalColumn("sign", drawn.U.Select(u => u < 0 ? "minus" : "plus")));
        var objective = Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(2, Variable.Y, Variable.Z)) - 1e-3 * Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X)));
        using var model = ObjectiveTraining.Train(objective, Observations.Of(table, ["u"], "sign"), options with { Steps = 300 });
        var predicted = model.Classify(Observations.Of(table, ["u"], "sign"));
        Assert.Equal(["minus", "plus"], predicted.Names);
        Assert.Equal(1 - model.Evaluate(Observations.Of(table, ["u"], "sign")).Error!.Value, predicted.Judged().Accuracy, 1e-12); // the same noise
        Assert.True(predicted.Judged().Accuracy > 0.9, $"{predicted}");
        Assert.Equal(["sign", "sign predicted", "p(minus)", "p(plus)"], predicted.ToTable("sign").Columns.Select(column => column.Name));
        var other = Table.Of(new NumericColumn("u", drawn.U), new CategoricalColumn("sign", drawn.U.Select(u => u < 0 ? "negative" : "positive")));
        Assert.Contains("'negative'", Assert.Throws<DataException>(() => model.Evaluate(Observations.Of(other, ["u"], "sign"))).Message);
        Assert.Null(model.Classify(Observations.Of(table, ["u"])).Labels);
    }

    [Fact]
    public void Predicting_frees_what_it_makes()
    {
        var data = Data(Drawn(12));
        using var model = ObjectiveTraining.Train(Regression(), data, options);
        model.Predict(data);
        LiveTensors.Stay(() => model.Predict(data));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
