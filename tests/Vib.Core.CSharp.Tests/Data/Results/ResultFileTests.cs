using System.Text.Json;
using Xunit;

namespace Vib.Core.Tests;

public sealed class ResultFileTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static readonly Estimate[] estimates =
    [
        new()
        {
            Value = 1.0 / 3, Side = Side.Lower, Bound = "InfoNCE, \"quoted\"", Critic = "separable", StandardError = double.Epsilon, Count = 12_800, HeldOut = true, Batch = 128, Ceiling = Math.Log(128),
            ReplicateValues = [0.1, -0.2, 1e300], Seed = long.MinValue, Seconds = 4.125, Truth = 0, Null = new([0.1, double.NaN, -1e-300], 0.3, 0.25), Trace = [new(100, -0.5), new(200, double.NegativeInfinity)],
            Diagnoses = [Diagnosis.StillRising(0.1, 100, 400), Diagnosis.HeavyTails(["x 3"], 100, 20)],
        },
        new() { Value = double.NaN, Side = Side.Upper, Bound = "CLUB", Quantity = "I(X;Y|Z)" },
        new() { Value = -2.5, Side = Side.Estimate, Bound = "KSG", StandardError = 0.1, Ceiling = double.PositiveInfinity },
    ];

    private static string All(object value) => JsonSerializer.Serialize(value, ResultJson.Options);

    [Theory]
    [InlineData("a.json")]
    [InlineData("a.npz")]
    [InlineData("a.csv")]
    public void Estimates_come_back_with_every_value(string name)
    {
        ResultFile.Write(folder[name], estimates);
        var kept = name.EndsWith("csv") ? [.. estimates.Select(e => e with { Trace = [] })] : estimates;
        var read = ResultFile.ReadEstimates(folder[name]);
        Assert.Equal(All(kept), All(read));
        Assert.Equal(kept.Select(e => $"{e} {string.Join(" ", e.Diagnoses)} {e.Null}"), read.Select(e => $"{e} {string.Join(" ", e.Diagnoses)} {e.Null}"));
        ResultFile.Write(folder[name], []);
        Assert.Empty(ResultFile.ReadEstimates(folder[name]));
    }

    // Nothing of an estimate is left out: a property that is added must be written too.
    [Fact]
    public void Every_property_of_an_estimate_is_in_the_file()
    {
        ResultFile.Write(folder["a.json"], estimates[0]);
        using var json = JsonDocument.Parse(File.ReadAllBytes(folder["a.json"]));
        var names = json.RootElement.GetProperty("results")[0].EnumerateObject().Select(p => p.Name);
        Assert.Equal(typeof(Estimate).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Order(), names.Order());
        Assert.Equal("vib.results/1", json.RootElement.GetProperty("format").GetString());
    }

    [Fact]
    public void The_columns_are_there_for_whoever_reads_npz()
    {
        ResultFile.Write(folder["a.npz"], estimates);
        var arrays = Npz.Read(folder["a.npz"]);
        Assert.Equal(estimates.Select(e => e.Value), arrays["value"].To<double>());
        Assert.Equal(estimates[0].ReplicateValues, arrays["0.replicate_values"].To<double>());
        Assert.Equal([100, 200], arrays["0.trace_step"].To<int>());
    }

    [Theory]
    [InlineData("c.json")]
    [InlineData("c.csv")]
    [InlineData("c.npz")]
    public void A_curve_comes_back(string name)
    {
        var curve = new MeasuredCurve([new(0.1, 1.0 / 3, 0.01, 0.2, 0.02, 0.05), new(1, 0, double.NaN, -1e-9, 0.1, null)]);
        ResultFile.Write(folder[name], curve);
        Assert.Equal(curve.Points, ResultFile.ReadCurve(folder[name]).Points);
    }

    [Fact]
    public void Evaluations_come_back()
    {
        var objective = new ObjectiveEvaluation { Value = estimates[0], Terms = estimates, TermErrors = [[0.1], [0.2, double.NaN]], Error = 0.03, ReplicateErrors = [0.02, 0.04], Count = 2000 };
        ResultFile.Write(folder["o.json"], objective);
        Assert.Equal(All(objective), All(ResultFile.ReadEvaluation(folder["o.json"])));
        var bottleneck = new BottleneckEvaluation
        {
            OneShotError = 0.1, AveragedError = 0.05, ReplicateOneShotErrors = [0.1], ReplicateAveragedErrors = [0.05], Samples = 12, Rate = estimates[1], Information = estimates[2], CrossEntropy = 0.3, AveragedNll = 0.2,
            Count = 10, AveragedWeights = true, BrierScore = 0.4,
        };
        ResultFile.Write(folder["b.json"], bottleneck);
        Assert.Equal(All(bottleneck), All(ResultFile.ReadBottleneck(folder["b.json"])));
        Assert.Contains(".json", Assert.Throws<DataException>(() => ResultFile.Write(folder["o.csv"], objective)).Message);
    }

    [Fact]
    public void What_cannot_be_read_is_named()
    {
        string Refused(string name, string text)
        {
            File.WriteAllText(folder[name], text);
            var message = Assert.Throws<DataException>(() => ResultFile.ReadEstimates(folder[name])).Message;
            Assert.Contains(folder[name], message);
            return message;
        }
        Assert.Contains("not the JSON", Refused("a.json", "{\"format\":"));
        Assert.Contains("vib.results/9", Refused("a.json", "{\"format\":\"vib.results/9\"}"));
        Assert.Contains("holds curve", Refused("a.json", "{\"format\":\"vib.results/1\",\"kind\":\"curve\",\"results\":[]}"));
        Assert.Contains("$[0]", Refused("a.json", "{\"format\":\"vib.results/1\",\"kind\":\"estimates\",\"results\":[{\"value\":1}]}"));
        Assert.Contains("$[0].side", Refused("a.json", "{\"format\":\"vib.results/1\",\"kind\":\"estimates\",\"results\":[{\"value\":1,\"side\":\"Above\",\"bound\":\"a\"}]}"));
        Assert.Contains("no column quantity", Refused("a.csv", "a,b\n1,2\n"));
        ResultFile.Write(folder["a.csv"], estimates[2]);
        Assert.Contains("at line 2", Refused("a.csv", File.ReadAllText(folder["a.csv"]).Replace("-2.5", "two")));
        Assert.Contains("ends in", Refused("a.txt", ""));
        Assert.Contains("ends in", Assert.Throws<DataException>(() => ResultFile.Write(folder["a.xlsx"], estimates)).Message);
    }
}
