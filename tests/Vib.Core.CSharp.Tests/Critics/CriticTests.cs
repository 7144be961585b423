using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Every critic against f(x_i, y_j) written out pair by pair in double precision.</summary>
public sealed class CriticTests
{
    private const double Tolerance = 1e-5, Clear = 3e-6; // as in MlpPassTests

    internal static readonly Dictionary<string, CriticOptions> All = new()
    {
        ["separable"] = new SeparableCritic { Hidden = [9, 7], Embedding = 5 },
        ["separable, one layer"] = new SeparableCritic { Hidden = [16], Embedding = 1 },
        ["concatenated"] = new ConcatenatedCritic { Hidden = [9, 7] },
        ["concatenated, one layer"] = new ConcatenatedCritic { Hidden = [16] },
        ["concatenated, computed again"] = new ConcatenatedCritic { Hidden = [9, 7], KeptNumbers = 0 },
    };

    public static TheoryData<string, int, int> Cases =>
        [.. from name in All.Keys from size in ((int Replicates, int Batch)[])[(1, 2), (3, 6), (1, 17)] select (name, size.Replicates, size.Batch)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_and_gradients_are_those_of_the_function_pair_by_pair(string name, int replicates, int batch) => Check(All[name], replicates, batch);

    // Tiles have at most 256 pairs: 17² fit no tile and 17 is prime, so tiles of one row; 64 rows make 16 tiles, 100 make 50, on four lanes.
    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(64)]
    [InlineData(100)]
    public void Many_pairs_are_scored_tile_by_tile_to_the_same_numbers_kept_or_computed_again(int batch)
    {
        Check(new ConcatenatedCritic { Hidden = [5, 3] }, 2, batch);
        Check(new ConcatenatedCritic { Hidden = [5, 3], KeptNumbers = 0 }, 2, batch);
    }

    private static void Check(CriticOptions options, int replicates, int batch)
    {
        using var scope = NewDisposeScope();
        using var critic = options.Create(3, 2, replicates, CPU, 1);
        PlainNetwork.Fill(critic.Parameters, 1);
        using var pass = critic.Pass(batch, backward: true);
        (PlainNetwork Plain, Tensor Scores)[] reference;
        var seed = 1;
        do
        {
            pass.X.All.copy_(Numbers.Drawn([replicates, batch, 3], seed++));
            pass.Y.All.copy_(Numbers.Drawn([replicates, batch, 2], seed++));
            reference = [.. Enumerable.Range(0, replicates).Select(r => PairByPair(options, new PlainNetwork(critic.Parameters, r), pass.X.Each[r], pass.Y.Each[r]))];
        } while (reference.Any(r => r.Plain.ClosestToKink < Clear) && seed < 200);
        Assert.True(seed < 200, "no batch keeps clear of the kinks");
        using var upstream = new Matrices(Numbers.Drawn([replicates, batch, batch], 77));
        pass.Forward();
        pass.ScoresGradient!.All.copy_(upstream.All);
        pass.Backward();
        for (var r = 0; r < replicates; r++)
        {
            var (plain, scores) = reference[r];
            Numbers.Near(scores, pass.Scores.Each[r], Tolerance * Numbers.Largest(scores));
            var gradient = autograd.grad([scores], [plain.Flat], [upstream.Each[r].to_type(ScalarType.Float64)])[0];
            Numbers.Near(gradient, critic.Parameters.Gradients.select(0, r), Tolerance * Numbers.Largest(gradient));
        }
    }

    /// <summary>All B² pairs as rows, x_i and y_j side by side, S[i,j] in row i B + j.</summary>
    private static (PlainNetwork Plain, Tensor Scores) PairByPair(CriticOptions options, PlainNetwork plain, Tensor x, Tensor y)
    {
        var batch = x.shape[0];
        var xs = x.to_type(ScalarType.Float64).unsqueeze(1).expand(batch, batch, -1).reshape(batch * batch, -1);
        var ys = y.to_type(ScalarType.Float64).unsqueeze(0).expand(batch, batch, -1).reshape(batch * batch, -1);
        var scores = options is SeparableCritic ? (plain.Forward(xs, "g.") * plain.Forward(ys, "h.")).sum(1) : plain.Forward(cat([xs, ys], 1));
        return (plain, scores.view(batch, batch));
    }

    [Theory]
    [InlineData("separable")]
    [InlineData("concatenated")]
    [InlineData("concatenated, computed again")]
    public void A_pass_for_reading_reads_the_same_and_passes_make_no_tensors(string name)
    {
        using var scope = NewDisposeScope();
        using var critic = All[name].Create(3, 2, 2, CPU, 1);
        using var pass = critic.Pass(70, backward: true); // 35 tiles of two rows
        using var reading = critic.Pass(70, backward: false);
        using var upstream = new Matrices(Numbers.Drawn([2, 70, 70], 3));
        foreach (var p in (CriticPass[])[pass, reading])
        {
            p.X.All.copy_(Numbers.Drawn([2, 70, 3], 1));
            p.Y.All.copy_(Numbers.Drawn([2, 70, 2], 2));
            LiveTensors.Stay(() => p.Forward());
        }
        Numbers.Same(pass.Scores.All, reading.Scores.All);
        pass.ScoresGradient!.All.copy_(upstream.All);
        LiveTensors.Stay(() => pass.Backward());
    }

    [Theory]
    [InlineData("separable")]
    [InlineData("concatenated")]
    [InlineData("concatenated, computed again")]
    public void A_critic_frees_what_it_made(string name) => LiveTensors.Stay(() =>
    {
        using var critic = All[name].Create(3, 2, 2, CPU, 1);
        critic.Pass(70, backward: true).Dispose();
        critic.Pass(70, backward: false).Dispose();
    });

    // By one thread, by a crew, or replicate by replicate: the same sums in the same order.
    [Theory]
    [InlineData("separable")]
    [InlineData("concatenated")]
    [InlineData("concatenated, computed again")]
    public void The_bits_do_not_depend_on_who_computes_them(string name)
    {
        using var scope = NewDisposeScope();
        const int replicates = 3, batch = 36;
        using var crew = new Crew(3);
        Tensor Gradients(Crew? with, bool oneByOne)
        {
            using var critic = All[name].Create(3, 2, replicates, CPU, 1);
            using var pass = critic.Pass(batch, backward: true, with);
            pass.X.All.copy_(Numbers.Drawn([replicates, batch, 3], 1));
            pass.Y.All.copy_(Numbers.Drawn([replicates, batch, 2], 2));
            pass.ScoresGradient!.All.copy_(Numbers.Drawn([replicates, batch, batch], 3));
            void Both(int? replicate)
            {
                pass.Forward(replicate);
                pass.Backward(replicate);
            }
            if (!oneByOne) Both(null);
            else if (with is null) for (var r = 0; r < replicates; r++) Both(r);
            else with.Run(replicates, r => Both(r));
            return critic.Parameters.Gradients.clone();
        }
        var alone = Gradients(null, oneByOne: false);
        Assert.True(Numbers.Largest(alone) > 0);
        Numbers.Same(alone, Gradients(null, oneByOne: true));
        Numbers.Same(alone, Gradients(crew, oneByOne: false));
        Numbers.Same(alone, Gradients(crew, oneByOne: true));
    }
}
