using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What a random number is for. Each use has its own stream, so that adding one does not move the others.</summary>
internal enum RandomStream { Initialisation = 1, Batches, EncoderNoise, EvaluationNoise, Validation, HeldOut, Split, Standardisation, Permutation, AttackNoise, AttackCheck, AttackStart, AttackGoal, Dropout, Slices, Subsamples }

/// <summary>Independent generators from one seed: for a use, and within it for a replicate.</summary>
internal static class Seeds
{
    [ThreadStatic] private static bool byHost;

    /// <summary>A generator for one use in one replicate. Replicate r of many is replicate r of few.</summary>
    internal static Generator Generator(long seed, RandomStream stream, int replicate, Device device) => new(Derive(seed, stream, replicate), byHost ? CPU : device);

    /// <summary>Until it is disposed of, generators that are made on this thread are the CPU's, whatever the device, and what they draw for a network is copied there: two devices then see the same noise,
    /// and can be compared. No step is recorded meanwhile. Draws from truths stay where they are.</summary>
    internal static IDisposable ByHost() => new Host();

    /// <summary>Whether generators made now are the CPU's, whatever the device.</summary>
    internal static bool AreByHost => byHost;

    private sealed class Host : IDisposable
    {
        private readonly bool before = byHost;

        internal Host() => byHost = true;

        public void Dispose() => byHost = before;
    }

    /// <summary>place ~ N(0, 1), each number for itself: replicate by replicate from its own generator, or on a device all at once from the first.</summary>
    internal static void Normal(Matrices place, Generator[] generators)
    {
        if (DrawsTogether(place)) place.All.normal_(generator: generators[0]);
        else
            for (var r = 0; r < generators.Length; r++) Normal(place.Each[r], generators[r]);
    }

    /// <summary>place ~ U[from, to), likewise, or of one replicate.</summary>
    internal static void Uniform(Matrices place, double from, double to, Generator[] generators, int? replicate = null)
    {
        if (replicate is null && DrawsTogether(place))
        {
            place.All.uniform_(from, to, generators[0]);
            return;
        }
        var (first, end) = place.Span(replicate);
        for (var r = first; r < end; r++) Uniform(place.Each[r], from, to, generators[r]);
    }

    /// <summary>On a device one operator draws for all replicates, which then share a generator.</summary>
    private static bool DrawsTogether(Matrices place) => !byHost && !Kernels.ByHand(place.All.device_type);

    private static void Normal(Tensor place, Generator generator)
    {
        if (generator.device.type == place.device_type) place.normal_(generator: generator);
        else Copy(empty(place.shape).normal_(generator: generator), place);
    }

    private static void Uniform(Tensor place, double from, double to, Generator generator)
    {
        if (generator.device.type == place.device_type) place.uniform_(from, to, generator);
        else Copy(empty(place.shape).uniform_(from, to, generator), place);
    }

    private static void Copy(Tensor drawn, Tensor place)
    {
        using (drawn) place.copy_(drawn);
    }

    /// <summary>The seed of one use in one replicate.</summary>
    internal static ulong Derive(long seed, RandomStream stream, int replicate) => new SplitMix64(seed, (ulong)stream, replicate).Next();
}
