using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What a random number is for. Each use has its own stream, so that adding one does not move the others.</summary>
internal enum RandomStream { Initialisation = 1, Batches, EncoderNoise, EvaluationNoise, Validation, HeldOut, Split, Standardisation, Permutation, AttackNoise, AttackCheck, AttackStart, AttackGoal, Slices, Subsamples }

/// <summary>Independent generators from one seed: for a use, and within it for a replicate.</summary>
internal static class Seeds
{
    /// <summary>A generator for one use in one replicate. Replicate r of many is replicate r of few.</summary>
    internal static Generator Generator(long seed, RandomStream stream, int replicate, Device device) => new(Derive(seed, stream, replicate), device);

    /// <summary>The seed of one use in one replicate.</summary>
    internal static ulong Derive(long seed, RandomStream stream, int replicate) => new SplitMix64(seed, (ulong)stream, replicate).Next();
}
