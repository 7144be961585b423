using static System.FormattableString;

namespace Vib.Core;

/// <summary>What an attack is after: any class but the label, or a class that it names.</summary>
public abstract record AttackGoal
{
    private AttackGoal() { }

    /// <summary>Any class but the label.</summary>
    public static AttackGoal Untargeted { get; } = new AnyOther();

    /// <summary>This class, from images of the others.</summary>
    /// <param name="index">From 0.</param>
    /// <returns>The goal. The attack checks that the model has such a class.</returns>
    public static AttackGoal Towards(int index) => new Class(index);

    /// <summary>A class drawn at random for each image, not its label.</summary>
    public static AttackGoal TowardsRandom { get; } = new RandomOther();

    internal virtual void Check(int classes) { }

    /// <summary>The class to be predicted of each image; null where any but the label will do.</summary>
    internal abstract int[]? Targets(int[] labels, int classes, long seed);

    private sealed record AnyOther : AttackGoal
    {
        internal override int[]? Targets(int[] labels, int classes, long seed) => null;
        public override string ToString() => "untargeted";
    }

    private sealed record Class(int Index) : AttackGoal
    {
        internal override void Check(int classes) => Require.That(Index >= 0 && Index < classes, $"Class {Index} as the goal", $"0 to {classes - 1}", "a class that the model has");
        internal override int[] Targets(int[] labels, int classes, long seed) => Array.ConvertAll(labels, _ => Index);
        public override string ToString() => Invariant($"towards class {Index}");
    }

    private sealed record RandomOther : AttackGoal
    {
        internal override int[] Targets(int[] labels, int classes, long seed) => [.. labels.Select((label, i) =>
        {
            var random = new SplitMix64(seed, (ulong)RandomStream.AttackGoal, i);
            return (label + 1 + random.Below(classes - 1)) % classes;
        })];
        public override string ToString() => "towards a random other class";
    }
}
