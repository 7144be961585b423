using System.Runtime.InteropServices;

namespace Vib.Core;

/// <summary>What state each sample is in, numbered from 0 in order of first appearance; exact, nothing is hashed to less than it is.</summary>
internal sealed record SampleStates(int[] OfSample, int Distinct)
{
    internal static SampleStates Of<T>(IReadOnlyList<T> labels) where T : notnull
    {
        var (numbers, states) = (new Dictionary<T, int>(), new int[labels.Count]);
        for (var i = 0; i < states.Length; i++) states[i] = Number(numbers, labels[i]);
        return new(states, numbers.Count);
    }

    /// <summary>The state of two things together.</summary>
    internal SampleStates With(SampleStates other) => With(i => other.OfSample[i]);

    internal SampleStates With(Func<int, long> other)
    {
        if (Distinct == OfSample.Length) return this; // no two samples are alike: nothing can part them further
        var (numbers, states) = (new Dictionary<(int, long), int>(), new int[OfSample.Length]);
        for (var i = 0; i < states.Length; i++) states[i] = Number(numbers, (OfSample[i], other(i)));
        return new(states, numbers.Count);
    }

    internal SampleStates At(int[] places) => new(Array.ConvertAll(places, place => OfSample[place]), Distinct);

    internal int[] Counts()
    {
        var counts = new int[Distinct];
        foreach (var state in OfSample) counts[state]++;
        return counts;
    }

    private static int Number<T>(Dictionary<T, int> numbers, T key) where T : notnull
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out var known);
        if (!known) number = numbers.Count - 1;
        return number;
    }
}
