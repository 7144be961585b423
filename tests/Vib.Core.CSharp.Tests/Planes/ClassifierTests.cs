using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class ClassifierTests
{
    private static readonly ClassifiedRows task = TwelveBitTask.Rows();

    internal static Dictionary<string, double[]> Seen(LayeredNetwork network, ClassifiedRows rows, ulong seed = 1)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using var watch = new Watch(network.Noise, seed, CPU, records: true, training: false);
        network.Pass(tensor(rows.Inputs, [rows.Count, rows.Dimension], ScalarType.Float32), watch);
        return watch.Layers.ToDictionary(pair => pair.Key, pair => Numbers.Of(pair.Value.Noisy));
    }

    [Fact]
    public void It_learns_and_replicate_r_of_many_is_replicate_r_of_few() // to rounding: a product's sums go in another order for other sizes
    {
        var options = ClassifierOptions.ShwartzZivTishby with { LearningRate = 4e-3 };
        Dictionary<string, double[]> Learnt(int replicates, int steps, long seed = 1)
        {
            using var network = new Classifier(task, options with { Replicates = replicates, Seed = seed });
            network.Learn(steps);
            return Seen(network, task);
        }
        var (one, two, again) = (Learnt(1, 30), Learnt(2, 30), Learnt(2, 30));
        Assert.Equal(["layer 1", "layer 2", "layer 3", "layer 4", "layer 5", "output"], one.Keys);
        Assert.Equal([4096 * 10, 4096 * 7, 4096 * 5, 4096 * 4, 4096 * 3, 4096 * 2], one.Values.Select(values => values.Length));
        foreach (var layer in one.Keys)
        {
            Assert.Equal(two[layer], again[layer]);
            Numbers.Near(one[layer], two[layer][..one[layer].Length], (_, _) => 1e-4);
            Assert.NotEqual(two[layer][..one[layer].Length], two[layer][one[layer].Length..]);
        }
        Assert.NotEqual(one["layer 1"], Learnt(1, 30, seed: 2)["layer 1"]);
        double Right(Dictionary<string, double[]> seen) => task.Labels.Where((label, i) => seen["output"][2 * i + label] > 0.5).Count() / 4096.0;
        Assert.True(Right(Learnt(1, 300)) > Math.Max(Right(Learnt(1, 0)), 0.6)); // 0.85 and more over seeds 1 to 5
    }

    /// <summary>The layer of convolutions as loops: windows without a border, leaky, the largest of four.</summary>
    [Fact]
    public void Convolutions_are_those_of_the_formula()
    {
        var rows = ClassifiedRows.Of(DrawnDigits.Draw(3, 1));
        using var network = new Classifier(rows, ClassifierOptions.LossyCompressionMnist with { Noise = null, Batch = 3, Hidden = [ClassifierLayer.Convolution(2), ClassifierLayer.Convolution(3, 2), ClassifierLayer.Dense(4)] });
        var weights = network.Weights();
        double Leaky(double x) => Math.Max(x, 0.01 * x);
        double[,,] Convolved(double[,,] image, int layer, int window, int channels)
        {
            var (h, w, c) = (image.GetLength(0) - window + 1, image.GetLength(1) - window + 1, image.GetLength(2));
            var (matrix, bias) = (weights[2 * layer], weights[2 * layer + 1]);
            double At(int y, int x, int o)
            {
                double sum = bias[o];
                for (var i = 0; i < window; i++) for (var j = 0; j < window; j++) for (var k = 0; k < c; k++) sum += image[y + i, x + j, k] * matrix[((i * window + j) * c + k) * channels + o];
                return sum;
            }
            var pooled = new double[h / 2, w / 2, channels];
            for (var y = 0; y < h / 2; y++) for (var x = 0; x < w / 2; x++) for (var o = 0; o < channels; o++)
                pooled[y, x, o] = Leaky(new[] { At(2 * y, 2 * x, o), At(2 * y, 2 * x + 1, o), At(2 * y + 1, 2 * x, o), At(2 * y + 1, 2 * x + 1, o) }.Max());
            return pooled;
        }
        var seen = Seen(network, rows);
        for (var n = 0; n < 3; n++)
        {
            var image = new double[28, 28, 1];
            for (var p = 0; p < 784; p++) image[p / 28, p % 28, 0] = rows.Inputs[784 * n + p];
            var first = Convolved(image, 0, 3, 2);
            var second = Convolved(first, 1, 2, 3);
            Assert.Equal((13, 13, 6, 6), (first.GetLength(0), first.GetLength(1), second.GetLength(0), second.GetLength(1)));
            Numbers.Near([.. first.Cast<double>()], seen["layer 1"][(338 * n)..(338 * (n + 1))], (_, _) => 1e-5);
            Numbers.Near([.. second.Cast<double>()], seen["layer 2"][(108 * n)..(108 * (n + 1))], (_, _) => 1e-5);
        }
    }

    [Fact]
    public void A_convolutional_network_learns_digits_with_noise_and_dropout()
    {
        var rows = ClassifiedRows.Of(DrawnDigits.Draw(500, 1), 0.1307, 0.3081);
        using var network = new Classifier(rows, ClassifierOptions.LossyCompressionMnist with { Hidden = [ClassifierLayer.Convolution(4), ClassifierLayer.Convolution(8), ClassifierLayer.Dense(32)], LearningRate = 1e-2, Batch = 50, Replicates = 2 });
        network.Learn(60);
        var output = Seen(network, rows)["output"];
        for (var r = 0; r < 2; r++)
            Assert.True(rows.Labels.Where((label, i) => output.Skip(5000 * r + 10 * i).Take(10).Index().MaxBy(p => p.Item).Index == label).Count() > 250, "above half, where chance has a tenth");
    }

    [Fact]
    public void Truncated_normal_weights_have_their_deviation_and_their_end()
    {
        using var network = new Classifier(task, new() { Hidden = [ClassifierLayer.Dense(400)] });
        var first = network.Weights()[0]; // 4800 of them
        var deviation = Math.Sqrt(first.Average(w => w * w)) * 20; // of a normal cut at ±2: 0.8796, known here to 0.8 %
        Assert.InRange(deviation, 0.8796 * 0.96, 0.8796 * 1.04);
        Assert.InRange(first.Max(Math.Abs) * 20, 1.95, 2.0001);
        Assert.All(network.Weights()[1], bias => Assert.Equal(0, bias));
    }

    [Fact]
    public void Steps_leave_no_tensor_behind() => LiveTensors.Stay(() =>
    {
        using var network = new Classifier(task, new() { Replicates = 2, Noise = LayerNoise.Additive(0.1), Rule = LearningRule.Sgd });
        network.Learn(3);
        LiveTensors.Stay(() => network.Learn(3));
    });

    [Theory]
    [InlineData(LearningRule.Adam), InlineData(LearningRule.Sgd)]
    public void A_run_goes_on_from_its_file_to_the_same_bits(LearningRule rule)
    {
        var path = Path.Combine(Path.GetTempPath(), $"vib-classifier-{Guid.NewGuid():N}.safetensors");
        var options = new ClassifierOptions { Replicates = 2, Noise = LayerNoise.Additive(0.1), Rule = rule };
        using var whole = new Classifier(task, options);
        whole.Learn(21);
        try
        {
            using (var first = new Classifier(task, options))
            {
                first.Learn(18); // in the middle of the second epoch
                first.Save(path);
            }
            using var second = new Classifier(task, options);
            second.Resume(path);
            second.Learn(3);
            Assert.Equal(21, second.Steps);
            Assert.All(whole.Weights().Zip(second.Weights()), pair => Assert.Equal(pair.First, pair.Second));
            void Refused(string word, ClassifierOptions wanted, ClassifiedRows rows)
            {
                using var other = new Classifier(rows, wanted);
                Assert.Contains(word, Assert.Throws<DataException>(() => other.Resume(path)).Message, StringComparison.Ordinal);
                Assert.Equal(0, other.Steps);
            }
            Refused("2 replicates", options with { Replicates = 1 }, task);
            Refused("LearningRate = 0.0004, not 0.001", options with { LearningRate = 1e-3 }, task);
            Refused("Batch = 256, not 128; Seed = 1, not 2", options with { Batch = 128, Seed = 2 }, task);
            Refused("Noise.Sigma = 0.1, not 0.10001", options with { Noise = LayerNoise.Additive(0.10001) }, task); // both are 0.1 in the network's name
            Refused($"Rule = {rule}", options with { Rule = rule == LearningRule.Adam ? LearningRule.Sgd : LearningRule.Adam }, task);
            Refused("fingerprint", options, task.At([.. Enumerable.Range(0, task.Count).Reverse()]));
        }
        finally { File.Delete(path); }
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        static string Message(ClassifiedRows rows, ClassifierOptions options) => Assert.Throws<DomainException>(() => new Classifier(rows, options)).Message;
        Assert.Contains("Batches of 5000 of 4096 rows", Message(task, new() { Batch = 5000 }), StringComparison.Ordinal);
        Assert.Contains("not images", Message(task, ClassifierOptions.LossyCompressionMnist with { Batch = 10 }), StringComparison.Ordinal);
        Assert.Contains("learning rate", Message(task, new() { LearningRate = 0 }), StringComparison.Ordinal);
        Assert.Contains("convolutions first", Message(task, new() { Hidden = [ClassifierLayer.Dense(3), ClassifierLayer.Convolution(3)] }), StringComparison.Ordinal);
        Assert.Contains("Windows of 9 pixels on images of 3×3 in layer 4", Message(ClassifiedRows.Of(DrawnDigits.Draw(10, 1)), new() { Batch = 5, Hidden = [ClassifierLayer.Convolution(2, 3), ClassifierLayer.Convolution(2, 1), ClassifierLayer.Convolution(2, 1), ClassifierLayer.Convolution(2, 9)] }), StringComparison.Ordinal);
        Assert.Contains("σ of a layer's noise is 0", Assert.Throws<DomainException>(() => LayerNoise.Additive(0)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => LayerNoise.Additive(-0.1));
        Assert.Throws<DomainException>(() => ClassifierLayer.Dense(0));
        Assert.Throws<DomainException>(() => new Classifier(task, new() { Dropout = 1 }));
    }
}
