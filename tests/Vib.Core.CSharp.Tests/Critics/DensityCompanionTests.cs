using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Densities of y beside a critic, against their definitions in double precision.</summary>
public sealed class DensityCompanionTests
{
    internal static readonly Dictionary<string, CompanionOptions> All = new()
    {
        ["standard normal"] = new StandardNormalDensity(),
        ["Gaussian"] = new GaussianDensity { LogVarianceBound = 1.5 },
        ["logistic"] = new LogisticDensity { LogScaleBound = 0.8 },
        ["categorical"] = new CategoricalDensity(),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    private static Critic Beside(CompanionOptions companion, int y, int replicates) => new SeparableCritic { Hidden = [4], Companion = companion }.Create(1, y, replicates, CPU, 1);

    private static ParameterSlot[] Own(Critic critic) => [.. critic.Parameters.Layout.Slots.Where(slot => slot.Name.StartsWith("density."))];

    private static Tensor Definition(CompanionOptions options, Tensor[] parameters, Tensor y)
    {
        const double log2Pi = 1.8378770664093453;
        switch (options)
        {
            case CategoricalDensity: return (y * parameters[0].softmax(-1).log()).sum(-1);
            case StandardNormalDensity: return ((y.square() + log2Pi) * -0.5).sum(-1);
            case GaussianDensity gaussian:
                var logVariance = (parameters[1] / gaussian.LogVarianceBound).tanh() * gaussian.LogVarianceBound;
                return (((y - parameters[0]).square() / logVariance.exp() + logVariance + log2Pi) * -0.5).sum(-1);
            default:
                var bound = ((LogisticDensity)options).LogScaleBound;
                var logScale = (parameters[1] / bound).tanh() * bound;
                var z = (y - parameters[0]) / logScale.exp();
                return (z.neg() - (z.neg().exp() + 1).log() * 2 - logScale).sum(-1);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Numbers_and_gradients_are_those_of_the_definition_all_at_once_or_one_replicate_after_the_other(string name)
    {
        using var scope = NewDisposeScope();
        const int replicates = 3, batch = 19, d = 5;
        var options = All[name];
        Assert.Equal(CompanionKind.DensityOfY, options.Kind);
        foreach (var oneByOne in (bool[])[false, true])
        {
            using var critic = Beside(options, d, replicates);
            var slots = Own(critic);
            Assert.Equal(name switch { "standard normal" => 0, "categorical" => 1, _ => 2 }, slots.Length);
            foreach (var (slot, k) in slots.Select((slot, k) => (slot, k)))
                critic.Parameters.Values.narrow(1, slot.Offset, slot.Size).copy_(Numbers.Drawn([replicates, slot.Size], 10 + k, 2));
            using var pass = critic.Pass(batch, backward: true);
            var y = ConditionalCriticTests.Points(name == "categorical", 5, replicates, batch, d);
            var upstream = Numbers.Drawn([replicates, batch, 1], 6);
            pass.Y.All.copy_(y);
            pass.Companion!.OutputGradient.All.copy_(upstream);
            foreach (var part in oneByOne ? Enumerable.Range(0, replicates).Select(r => (int?)r) : [null])
            {
                pass.Forward(part);
                pass.Backward(part);
            }
            for (var r = 0; r < replicates; r++)
            {
                Tensor[] parameters = [.. slots.Select(slot => critic.Parameters.Values.select(0, r).narrow(0, slot.Offset, slot.Size).to_type(ScalarType.Float64).requires_grad_())];
                var numbers = Definition(options, parameters, y.select(0, r).to_type(ScalarType.Float64));
                Numbers.Near(numbers, pass.Companion.Output.Each[r].view(batch), 1e-5 * Numbers.Largest(numbers));
                if (parameters.Length == 0) continue;
                var gradients = autograd.grad([numbers], parameters, [upstream.select(0, r).view(batch).to_type(ScalarType.Float64)]);
                foreach (var (slot, gradient) in slots.Zip(gradients))
                    Numbers.Near(gradient, critic.Parameters.Gradients.select(0, r).narrow(0, slot.Offset, slot.Size), 1e-5 * Numbers.Largest(gradient));
            }
        }
    }

    [Theory]
    [InlineData("standard normal", 12)]
    [InlineData("Gaussian", 12)]
    [InlineData("logistic", 40)]
    public void A_density_starts_at_standard_scale_and_integrates_to_one(string name, double reach)
    {
        using var scope = NewDisposeScope();
        const int points = 2048;
        using var critic = Beside(All[name], 1, 1);
        using var pass = critic.Pass(points, backward: false);
        var grid = (arange(points, ScalarType.Float64) + 0.5) * (2 * reach / points) - reach;
        pass.Y.All.copy_(grid.view(1, points, 1));
        pass.Forward();
        var density = pass.Companion!.Output.All.view(points).to_type(ScalarType.Float64).exp() * (2 * reach / points);
        Assert.Equal(1, density.sum().item<double>(), 1e-5);
        Assert.Equal(0, (density * grid).sum().item<double>(), 1e-5);
        Assert.Equal(name == "logistic" ? Math.PI * Math.PI / 3 : 1, (density * grid.square()).sum().item<double>(), 1e-4);
    }

    [Fact]
    public void Classes_start_equally_likely()
    {
        using var scope = NewDisposeScope();
        using var critic = Beside(new CategoricalDensity(), 4, 2);
        using var pass = critic.Pass(4, backward: false);
        pass.Y.All.copy_(eye(4));
        pass.Forward();
        Numbers.Near(full([2, 4, 1], -Math.Log(4)), pass.Companion!.Output.All, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Passes_make_no_tensors_and_a_companion_frees_what_it_made(string name)
    {
        using var scope = NewDisposeScope();
        LiveTensors.Stay(() =>
        {
            using var critic = Beside(All[name], 3, 2);
            using var pass = critic.Pass(9, backward: true);
            using var reading = critic.Pass(9, backward: false);
            using var inner = NewDisposeScope();
            pass.Y.All.copy_(ConditionalCriticTests.Points(name == "categorical", 2, 2, 9, 3));
            LiveTensors.Stay(() => pass.Forward());
            LiveTensors.Stay(() => pass.Backward());
        });
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        foreach (var (options, wanted) in ((CompanionOptions, string)[])[(new GaussianDensity { LogVarianceBound = 0 }, "at most 40"), (new LogisticDensity { LogScaleBound = -3 }, "at most 20"),
            (new CategoricalDensity(), "at least two columns")])
            LiveTensors.Stay(() => Assert.Contains(wanted, Assert.Throws<DomainException>(() => Beside(options, 1, 1)).Message));
        using var scope = NewDisposeScope();
        using var critic = Beside(new CategoricalDensity(), 2, 1);
        using var pass = critic.Pass(2, backward: false);
        pass.Y.All.fill_(0.5);
        Assert.Contains("one-hot rows", Assert.Throws<DomainException>(pass.Examine).Message);
    }
}
