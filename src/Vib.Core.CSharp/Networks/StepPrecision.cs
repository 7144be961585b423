using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>How products with one model's weights are computed now: as the options say while a step of training is under way, in full precision otherwise.</summary>
/// <remarks>The weights' views hold it, so that a pass asks nobody. Parts of a step on several threads each begin and end it: it is over with the last.</remarks>
internal sealed class StepPrecision
{
    private StepPrecision? leader;
    private Precision chosen;
    private int steps;

    internal Precision Now => leader is not null ? leader.Now : Volatile.Read(ref steps) > 0 ? chosen : Precision.Full;

    /// <summary>What steps from now on compute in.</summary>
    internal void Choose(Precision precision, Device device)
    {
        if (precision == Precision.BFloat16 && Kernels.ByHand(device.type)) CheckCpu(RoundedProducts.There, RoundedProducts.Route);
        chosen = precision;
    }

    internal static void CheckCpu(bool there, string route)
    {
        if (!there)
            throw new DeviceException($"BFloat16 products on this CPU: {route}", "a CPU with AVX512-BF16 or AMX, or a GPU",
                route.Contains("VIB_BF16", StringComparison.Ordinal) ? "again without VIB_BF16, or Precision.Full" : "Precision.Full, which is faster here");
    }

    /// <summary>Is from now on what another is: that of a model which this one's parameters are a part of.</summary>
    internal void Follow(StepPrecision other) => leader = other;

    /// <summary>A step, or a part of one on this thread, until it is disposed of.</summary>
    internal Step Begin() => new(this);

    internal readonly struct Step : IDisposable
    {
        private readonly StepPrecision precision;

        internal Step(StepPrecision precision)
        {
            this.precision = precision;
            Interlocked.Increment(ref precision.steps);
        }

        public void Dispose() => Interlocked.Decrement(ref precision.steps);
    }
}
