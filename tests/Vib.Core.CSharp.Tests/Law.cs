using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Laws held to random cases. The seed is fixed, so a run repeats itself; <c>VIB_LAW_SEED=12345,6789</c> (the second number odd) sets another, and the
/// pair that FsCheck prints with a failure, put there, replays it.</summary>
internal static class Law
{
    private const string Variable = "VIB_LAW_SEED";

    internal static void Holds<T>(Arbitrary<T> cases, Action<T> law, int count = 100)
    {
        var property = Prop.ForAll(cases, new Action<T>(value =>
        {
            using var scope = NewDisposeScope();
            law(value);
        }));
        var replay = new Replay(Seed(Environment.GetEnvironmentVariable(Variable)), FSharpOption<int>.None);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true).WithReplay(FSharpOption<Replay>.Some(replay)), property);
    }

    internal static Rnd Seed(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return new(20190516, 1905069221);
        var parts = text.Trim('(', ')', ' ').Split(',');
        return parts.Length == 2 && ulong.TryParse(parts[0], CultureInfo.InvariantCulture, out var seed) && ulong.TryParse(parts[1], CultureInfo.InvariantCulture, out var gamma)
            ? new(seed, gamma)
            : throw new InvalidOperationException($"{Variable} is '{text}'. Wanted: two numbers with a comma between them, as FsCheck prints them.");
    }
}
