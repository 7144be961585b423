using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Every critic against f(x_i, y_j) written out pair by pair in double precision.</summary>
public sealed class CriticTests
{
    private const double Tolerance = 1e-5, Clear = 3e-6; // as in MlpPassTests

    public static TheoryData<string> Names => AllCritics.Names;

    public static TheoryData<string, int, int> Cases =>
        [.. from name in AllCritics.Cases.Keys from size in ((int Replicates, int Batch)[])[(1, 2), (3, 6), (1, 17)] select (name, size.Replicates, size.Batch)];

    [Fact]
    public void No_critic_is_left_out()
    {
        static bool Made(Type type, Type kind) => type.IsSubclassOf(kind) && !type.IsAbstract;
        var types = typeof(CriticOptions).Assembly.GetTypes();
        CriticOptions[] options = [.. AllCritics.Cases.Values.Select(c => c.Options), .. ConditionalCriticTests.All.Values];
        IEnumerable<CompanionOptions> companions = [.. options.Select(o => o.Companion).OfType<CompanionOptions>(), .. DensityCompanionTests.All.Values];
        Assert.Superset(types.Where(type => Made(type, typeof(CriticOptions))).ToHashSet(), options.Select(o => o.GetType()).ToHashSet());
        Assert.Superset(types.Where(type => Made(type, typeof(CompanionOptions))).ToHashSet(), companions.Select(companion => companion.GetType()).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_and_gradients_are_those_of_the_function_pair_by_pair(string name, int replicates, int batch) => Check(AllCritics.Cases[name], replicates, batch);

    /// <summary>The path of a GPU: nothing by hand, all replicates in one product.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void By_the_operators_of_other_devices_too(string name, int replicates, int batch)
    {
        using var elsewhere = Kernels.ByLibrary();
        Check(AllCritics.Cases[name], replicates, batch);
    }

    // Tiles have at most 256 pairs: 17² fit no tile and 17 is prime, so tiles of one row; 64 rows make 16 tiles, 100 make 50, on four lanes.
    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(64)]
    [InlineData(100)]
    public void Many_pairs_are_scored_tile_by_tile_to_the_same_numbers_kept_or_computed_again(int batch)
    {
        foreach (var kept in (long[])[1 << 26, 0])
            Check(AllCritics.Cases["concatenated"] with { Options = new ConcatenatedCritic { Hidden = [5, 3], KeptNumbers = kept } }, 2, batch);
    }

    private static void Check(CriticCase tried, int replicates, int batch)
    {
        using var scope = NewDisposeScope();
        using var critic = tried.Create(replicates);
        PlainNetwork.Fill(critic.Parameters, 1);
        using var pass = critic.Pass(batch, backward: true);
        (PlainNetwork Plain, List<Tensor> Outputs)[] reference;
        var seed = 1;
        do
        {
            tried.Draw(pass, seed++);
            reference = [.. Enumerable.Range(0, replicates).Select(r => PairByPair(tried, new PlainNetwork(critic.Parameters, r), pass.X.Each[r], pass.Y.Each[r]))];
        } while (reference.Any(r => r.Plain.ClosestToKink < Clear) && seed < 200);
        Assert.True(seed < 200, "no batch keeps clear of the kinks");
        pass.Forward();
        (Matrices Output, Matrices Gradient)[] passed = [(pass.Scores, pass.ScoresGradient!), .. pass.Companion is { } c ? [(c.Output, c.OutputGradient)] : ((Matrices, Matrices)[])[]];
        Tensor[] upstream = [.. passed.Select((p, k) => p.Gradient.All.copy_(Numbers.Drawn(p.Output.All.shape, 77 + k)).to_type(ScalarType.Float64))];
        var values = critic.Parameters.Values.clone();
        pass.Backward();
        Numbers.Same(values, critic.Parameters.Values);
        for (var r = 0; r < replicates; r++)
        {
            var (plain, outputs) = reference[r];
            Assert.Equal(passed.Length, outputs.Count);
            for (var k = 0; k < passed.Length; k++) Numbers.Near(outputs[k], passed[k].Output.Each[r], Tolerance * Numbers.Largest(outputs[k]));
            if (critic.Parameters.Layout.Size == 0) continue;
            var gradient = autograd.grad(outputs, [plain.Flat], [.. upstream.Select(u => u.select(0, r))])[0];
            Numbers.Near(gradient, critic.Parameters.Gradients.select(0, r), Tolerance * Numbers.Largest(gradient));
        }
    }

    /// <summary>All B² pairs as rows, x_i and y_j side by side, S[i,j] in row i B + j; and the companion of the joint pairs.</summary>
    private static (PlainNetwork Plain, List<Tensor> Outputs) PairByPair(CriticCase tried, PlainNetwork plain, Tensor x, Tensor y)
    {
        var batch = x.shape[0];
        (x, y) = (x.to_type(ScalarType.Float64), y.to_type(ScalarType.Float64));
        var xs = x.unsqueeze(1).expand(batch, batch, -1).reshape(batch * batch, -1);
        var ys = y.unsqueeze(0).expand(batch, batch, -1).reshape(batch * batch, -1);
        return (plain, [tried.Scores(plain, xs, ys).view(batch, batch), .. tried.Companion is { } companion ? [companion(plain, x, y)] : (Tensor[])[]]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pass_for_reading_reads_the_same_and_passes_make_no_tensors(string name)
    {
        using var scope = NewDisposeScope();
        var tried = AllCritics.Cases[name];
        using var critic = tried.Create(2);
        using var pass = critic.Pass(70, backward: true); // 35 tiles of two rows
        using var reading = critic.Pass(70, backward: false);
        foreach (var p in (CriticPass[])[pass, reading])
        {
            tried.Draw(p, 1);
            LiveTensors.Stay(() => p.Forward());
            LiveTensors.Stay(() => p.Forward(1));
        }
        Numbers.Same(pass.Scores.All, reading.Scores.All);
        Assert.True(Numbers.Largest(pass.Scores.All) > 0);
        Fill(pass);
        LiveTensors.Stay(() => pass.Backward());
        Fill(pass);
        LiveTensors.Stay(() => pass.Backward(1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_critic_frees_what_it_made(string name) => LiveTensors.Stay(() =>
    {
        using var critic = AllCritics.Cases[name].Create(2);
        critic.Pass(70, backward: true).Dispose();
        critic.Pass(70, backward: false).Dispose();
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_replicate_is_what_it_would_be_alone(string name)
    {
        using var scope = NewDisposeScope();
        var tried = AllCritics.Cases[name];
        using Critic alone = tried.Create(1, seed: 7), many = tried.Create(3, seed: 7);
        using CriticPass one = alone.Pass(6, backward: true), three = many.Pass(6, backward: true);
        tried.Draw(three, 1);
        Fill(three);
        one.X.All.copy_(three.X.All.narrow(0, 0, 1));
        one.Y.All.copy_(three.Y.All.narrow(0, 0, 1));
        one.ScoresGradient!.All.copy_(three.ScoresGradient!.All.narrow(0, 0, 1));
        one.Companion?.OutputGradient.All.copy_(three.Companion!.OutputGradient.All.narrow(0, 0, 1));
        foreach (var pass in (CriticPass[])[one, three])
        {
            pass.Forward();
            pass.Backward();
        }
        Numbers.Same(alone.Parameters.Values.select(0, 0), many.Parameters.Values.select(0, 0));
        Numbers.Same(one.Scores.Each[0], three.Scores.Each[0]);
        Numbers.Same(alone.Parameters.Gradients.select(0, 0), many.Parameters.Gradients.select(0, 0));
    }

    // By one thread, by a crew, or replicate by replicate: the same sums in the same order.
    [Theory]
    [MemberData(nameof(Names))]
    public void The_bits_do_not_depend_on_who_computes_them(string name)
    {
        using var scope = NewDisposeScope();
        const int replicates = 3, batch = 36;
        var tried = AllCritics.Cases[name];
        using var crew = new Crew(3);
        (Tensor Scores, Tensor Gradients) Compute(Crew? with, bool oneByOne)
        {
            using var critic = tried.Create(replicates);
            using var pass = critic.Pass(batch, backward: true, with);
            tried.Draw(pass, 1);
            Fill(pass);
            void Both(int? replicate)
            {
                pass.Forward(replicate);
                pass.Backward(replicate);
            }
            if (!oneByOne) Both(null);
            else if (with is null) for (var r = 0; r < replicates; r++) Both(r);
            else with.Run(replicates, r => Both(r));
            return (pass.Scores.All.clone(), critic.Parameters.Gradients.clone());
        }
        var alone = Compute(null, oneByOne: false);
        Assert.True(Numbers.Largest(alone.Scores) > 0);
        Assert.True(alone.Gradients.numel() == 0 || Numbers.Largest(alone.Gradients) > 0);
        foreach (var other in ((Tensor Scores, Tensor Gradients)[])[Compute(null, oneByOne: true), Compute(crew, oneByOne: false), Compute(crew, oneByOne: true)])
        {
            Numbers.Same(alone.Scores, other.Scores);
            Numbers.Same(alone.Gradients, other.Gradients);
        }
    }

    /// <summary>Gradients that look random, for a pass to follow.</summary>
    private static void Fill(CriticPass pass)
    {
        using var scope = NewDisposeScope();
        pass.ScoresGradient!.All.copy_(Numbers.Drawn(pass.ScoresGradient.All.shape, 3));
        pass.Companion?.OutputGradient.All.copy_(Numbers.Drawn(pass.Companion.OutputGradient.All.shape, 4));
    }
}
