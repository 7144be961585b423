namespace Vib.Core;

/// <summary>Permutations that leave z nearly as it is: each sample takes the x of one of its nearest in z, so that what x and y share through z stays and what they share beyond it goes  (Runge 2018).</summary>
internal sealed class LocalPermutation
{
    private const int Nearest = 5; // others, with the sample itself beside them; the paper has 5 to 10

    private readonly int[][] near;

    internal LocalPermutation(Rows z, NeighbourOptions options)
    {
        near = new int[z.Count][];
        var search = options.In(z, Norm.Maximum);
        search.Neighbours(search.KthDistances(Math.Min(Nearest, z.Count - 1)), (i, others) => near[i] = [i, .. others.Order()]);
    }

    /// <summary>Whose x each sample takes. Samples are visited in random order, and take the first of their shuffled neighbours that nobody has taken; the last of them where all are.</summary>
    internal int[] Places(SplitMix64 random)
    {
        var (places, taken, order) = (new int[near.Length], new bool[near.Length], LocalValues.Permuted(near.Length, random));
        random = new((long)random.Next(), 0, 0);
        foreach (var i in order)
        {
            var choices = (int[])near[i].Clone();
            for (var last = choices.Length - 1; last > 0; last--)
            {
                var other = random.Below(last + 1);
                (choices[last], choices[other]) = (choices[other], choices[last]);
            }
            places[i] = choices[^1];
            foreach (var choice in choices)
                if (!taken[choice])
                {
                    places[i] = choice;
                    break;
                }
            taken[places[i]] = true;
        }
        return places;
    }
}
