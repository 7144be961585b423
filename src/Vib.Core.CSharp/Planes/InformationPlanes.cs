using System.Diagnostics;
using TorchSharp;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Follows a network in training through the information plane: I(X;T) and I(T;Y) of every layer, by every estimator that is asked for.</summary>
/// <remarks>Shwartz-Ziv and Tishby 2017 (arXiv:1703.00810). All estimators read the same activations. What a number means depends on the network's noise: see <see cref="LayerNoise"/> and docs/planes.md.</remarks>
public static class InformationPlanes
{
    /// <summary>Trains a network step by step and looks at its layers on the way.</summary>
    /// <param name="network">Its layers and its step.</param>
    /// <param name="sets">The rows to look at, each set by its name; at least one.</param>
    /// <param name="options">Steps, schedule, estimators, budget, seed; the defaults if null.</param>
    /// <param name="progress">Told at every look.</param>
    /// <param name="cancellation">Ends the run; the points until then are returned, marked as interrupted.</param>
    /// <returns>The plane: points, losses, diagnoses.</returns>
    /// <exception cref="DomainException">An option makes no sense, a layer did not fire or fired twice, there is no set or one of fewer than 4 rows.</exception>
    /// <exception cref="ShapeException">A layer has not a row for each input.</exception>
    /// <exception cref="DataException">An activation is not finite.</exception>
    /// <exception cref="DeviceException">The network's device is not there.</exception>
    public static InformationPlane Follow(LayeredNetwork network, IReadOnlyList<PlaneSet> sets, PlaneOptions? options = null, IProgress<PlaneProgress>? progress = null, CancellationToken cancellation = default)
    {
        var chosen = options ?? new();
        chosen.Check();
        Require.That(sets.Count > 0, $"No rows to look at", "at least one set", "new PlaneSet(\"all\", rows)");
        if (sets.GroupBy(set => set.Name).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new DomainException($"Two sets called '{twice.Key}'", "a name for each", "training and test");
        foreach (var set in sets) Require.AtLeast(4, set.Rows.Count, $"The number of rows of {set.Name}", "more rows");
        using var threads = chosen.Threads is { } count ? new ThreadCount(count) : (ThreadCount?)null;
        return new Followed(network, [.. sets.Select(set => Drawn(set, chosen))], chosen, progress).Run(cancellation);
    }

    private static PlaneSet Drawn(PlaneSet set, PlaneOptions options)
    {
        if (options.Rows is not { } most || most >= set.Rows.Count) return set;
        var places = LocalValues.Permuted(set.Rows.Count, new(options.Seed, (ulong)RandomStream.HeldOut, 0))[..most];
        Array.Sort(places);
        return set with { Rows = set.Rows.At(places) };
    }

    private sealed class Followed(LayeredNetwork network, IReadOnlyList<PlaneSet> sets, PlaneOptions options, IProgress<PlaneProgress>? progress)
    {
        private readonly NetworkPasses passes = new(network, Devices.Resolve(network.DeviceName));
        private readonly Rows[] inputs = [.. sets.Select(set => Rows.Of(set.Rows.Inputs, set.Rows.Dimension))];
        private readonly List<PlanePoint> points = [];
        private readonly List<PlaneStanding> standings = [];
        private readonly Stopwatch clock = Stopwatch.StartNew();
        private readonly double[] entropies = [.. sets.Select(set => set.Rows.EntropyOfY)];
        private (ulong Seed, int Times, int[] Places, Dictionary<string, NetworkPasses.Layer> Layers)? repeated;
        private double lookSeconds;

        internal InformationPlane Run(CancellationToken cancellation)
        {
            var planned = options.Schedule.Looks(options.Steps).Where(look => look > options.From).Prepend(options.From).ToArray();
            Look(options.From, cancellation);
            var each = lookSeconds;
            var looks = options.Budget is { } budget ? PlaneSchedule.Thinned(planned, (int)Math.Min(budget / Math.Max(each, 1e-9), int.MaxValue)) : planned;
            Report(options.From, 1, looks.Count);
            var step = options.From;
            for (var next = 1; next < looks.Count && !cancellation.IsCancellationRequested; next++)
            {
                for (; step < looks[next] && !cancellation.IsCancellationRequested; step++) network.Step(step);
                if (step < looks[next]) break;
                Look(step, cancellation);
                Report(step, next + 1, looks.Count);
            }
            var plan = Invariant($"{Counted.Of(looks.Count, "look")} of {each:0.##} s ({options.Schedule}){(looks.Count < planned.Length ? Invariant($", thinned from {planned.Length} to fit {options.Budget} s") : "")}");
            var plane = new InformationPlane
            {
                Points = points,
                Standings = standings,
                Layers = network.Layers,
                Estimators = [.. options.Estimators.Select(estimator => estimator.Name)],
                Sets = [.. sets.Select(set => set.Name)],
                Replicates = network.Replicates,
                Noise = network.Noise,
                Plan = plan,
                Interrupted = cancellation.IsCancellationRequested && (step < options.Steps || points.Count == 0 || points[^1].Step < options.Steps),
                Seconds = clock.Elapsed.TotalSeconds,
                LookSeconds = lookSeconds,
                Seed = options.Seed,
            };
            return plane with { Diagnoses = PlaneReading.Diagnoses(plane) };
        }

        /// <summary>One look at everything; a look that is interrupted is not kept.</summary>
        private void Look(long step, CancellationToken cancellation)
        {
            var (began, seen, standing) = (clock.Elapsed.TotalSeconds, new List<PlanePoint>(), new List<PlaneStanding>());
            var epoch = step / (double)network.StepsPerEpoch;
            for (var s = 0; s < sets.Count; s++)
            {
                var seed = Seeds.Derive(options.Seed + s, RandomStream.EvaluationNoise, (int)(step % int.MaxValue));
                var (rows, layers) = (sets[s].Rows, default(Dictionary<string, NetworkPasses.Layer>));
                (layers, var judged) = passes.Of(rows.Inputs, rows.Dimension, rows.Labels, rows.Classes, seed);
                for (var r = 0; r < network.Replicates; r++)
                {
                    standing.Add(new(step, epoch, sets[s].Name, r, judged[r].Loss, judged[r].Accuracy));
                    var noiseBefore = false;
                    foreach (var layer in network.Layers)
                    {
                        var sample = Sample(layers[layer], layer, s, r, noiseBefore, seed);
                        noiseBefore |= layers[layer].Deviation != 0;
                        foreach (var estimator in options.Estimators)
                        {
                            if (cancellation.IsCancellationRequested && points.Count > 0) return;
                            var reading = estimator.Of(sample);
                            seen.Add(new(step, epoch, sets[s].Name, r, layer, estimator.Name, reading.Input, reading.Output, reading.Ruler, reading.Certificate));
                        }
                    }
                }
            }
            points.AddRange(seen);
            standings.AddRange(standing);
            lookSeconds += clock.Elapsed.TotalSeconds - began;
        }

        private LayerSample Sample(NetworkPasses.Layer layer, string name, int s, int replicate, bool noiseBefore, ulong seed)
        {
            var rows = sets[s].Rows;
            return new()
            {
                Layer = name,
                Noisy = Rows.Of(layer.Noisy[replicate], layer.Width),
                Clean = new(() => Rows.Of(layer.Clean[replicate], layer.Width)),
                Inputs = inputs[s],
                Labels = rows.Labels,
                EntropyOfY = entropies[s],
                Exhaustive = rows.Exhaustive,
                Seed = (long)seed,
                Deviation = layer.Deviation,
                NoiseBefore = noiseBefore,
                Propagate = (places, times) => Again(name, s, replicate, places, times, seed),
            };
        }

        /// <summary>The passes of the last call are kept: all layers and replicates ask for the same.</summary>
        private (Rows Clean, Rows Noisy) Again(string name, int s, int replicate, IReadOnlyList<int> places, int times, ulong seed)
        {
            if (repeated is not { } kept || kept.Seed != seed || kept.Times != times || !kept.Places.SequenceEqual(places))
            {
                var rows = sets[s].Rows.At([.. places.SelectMany(place => Enumerable.Repeat(place, times))]);
                kept = (seed, times, [.. places], passes.Of(rows.Inputs, rows.Dimension, rows.Labels, rows.Classes, new SplitMix64((long)seed, 1, 0).Next()).Layers);
                repeated = kept;
            }
            var layer = kept.Layers[name];
            return (Rows.Of(layer.Clean[replicate], layer.Width), Rows.Of(layer.Noisy[replicate], layer.Width));
        }

        private void Report(long step, int look, int looks)
        {
            var seconds = clock.Elapsed.TotalSeconds;
            var left = step == options.From ? double.NaN : (seconds - lookSeconds) / (step - options.From) * (options.Steps - step) + lookSeconds / look * (looks - look);
            var mine = standings.Where(one => one.Step == step && one.Set == sets[0].Name);
            progress?.Report(new(step, options.Steps, look, looks, seconds, left, mine.Average(one => one.Loss)));
        }
    }
}
