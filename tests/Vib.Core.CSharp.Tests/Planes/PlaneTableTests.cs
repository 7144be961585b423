using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Vib.Core.Tests;

public sealed class PlaneTableTests
{
    private static readonly InformationPlane plane = Followed();

    private static InformationPlane Followed()
    {
        using var network = new Classifier(TwelveBitTask.Rows(), new() { Noise = LayerNoise.Additive(0.3), Replicates = 2 });
        return InformationPlanes.Follow(network, [new("all", TwelveBitTask.Rows().At([.. Enumerable.Range(0, 200)]))], new() { Steps = 2, Estimators = [BinningEstimator.Saxe, new CompressedEstimator { Axes = 2 }] });
    }

    [Fact]
    public void A_row_of_the_table_is_a_point()
    {
        foreach (var bits in new[] { false, true })
        {
            var lines = PlaneTable.Csv(plane, bits).TrimEnd('\n').Split('\n');
            Assert.Equal(plane.Points.Count + 1, lines.Length);
            var header = lines[0].Split(',');
            foreach (var (line, point) in lines[1..].Zip(plane.Points))
            {
                var (fields, at) = (new List<string>(), 0);
                while (at <= line.Length) // a field in quotes has commas
                {
                    var end = at < line.Length && line[at] == '"' ? line.IndexOf('"', at + 1) + 1 : line.IndexOf(',', at) is >= 0 and var comma ? comma : line.Length;
                    fields.Add(line[at..end].Trim('"'));
                    at = end + 1;
                }
                Assert.Equal(header.Length, fields.Count);
                string Of(string name) => fields[Array.IndexOf(header, name)];
                Assert.Equal((point.Layer, point.Estimator, point.Ruler, point.Set), (Of("layer"), Of("estimator"), Of("ruler"), Of("set")));
                double? Read(string name) => Of(name) is "" ? null : double.Parse(Of(name), CultureInfo.InvariantCulture);
                double? Wanted(double value) => double.IsNaN(value) ? null : bits ? Nats.ToBits(value) : value;
                Assert.Equal(Wanted(point.Input.Value), Read("ixt"));
                Assert.Equal(Wanted(point.Output.StandardError), Read("ity_error"));
                Assert.Equal(bits ? "bit" : "nat", Of("unit"));
                Assert.Equal(point.Certificate is null ? "" : "2", Of("axes"));
                Assert.Equal(plane.Standings.Single(one => one.Step == point.Step && one.Replicate == point.Replicate).Loss, Read("loss"));
            }
        }
    }

    [Fact]
    public void The_object_has_every_point_and_what_was_run()
    {
        using var document = JsonDocument.Parse(PlaneTable.Json(plane));
        var root = document.RootElement;
        Assert.Equal(plane.Points.Count, root.GetProperty("points").GetArrayLength());
        Assert.Equal("nat", root.GetProperty("unit").GetString());
        Assert.Equal("additive noise, σ = 0.3", root.GetProperty("noise").GetString());
        Assert.Equal(plane.Diagnoses.Count, root.GetProperty("diagnoses").GetArrayLength());
        foreach (var (element, point) in root.GetProperty("points").EnumerateArray().Zip(plane.Points))
        {
            var value = element.GetProperty("ixt").GetProperty("value");
            Assert.Equal(point.Input.Value, value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble());
            Assert.Equal(point.Certificate is not null, element.TryGetProperty("certificate", out _));
        }
    }
}
