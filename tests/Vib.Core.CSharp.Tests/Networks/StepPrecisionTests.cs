using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Products with rounded factors against double precision: by hand as a CPU has them, and by the operators of a GPU.</summary>
/// <remarks>bfloat16 has eight significant bits: rounding to nearest is off by at most u = 2⁻⁸ of a number, a product of two by (1 + u)² − 1 of it. Sums are in float, k + 1 of
/// them err by at most (k + 1) ε Σ|a||b|. By the operators the result is rounded as well, by u of it.</remarks>
public sealed class StepPrecisionTests
{
    private const double Unit = 1.0 / 256;

    private static double Sums(long count) => (count + 1) * Numbers.Epsilon32;

    public static TheoryData<bool, bool, bool, bool, int> Forms
    {
        get
        {
            var data = new TheoryData<bool, bool, bool, bool, int>();
            foreach (var library in (bool[])[false, true])
                foreach (var (ta, tb) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
                    foreach (var add in (bool[])[false, true])
                        foreach (var replicates in (int[])[1, 3]) data.Add(library, ta, tb, add, replicates);
            return data;
        }
    }

    private static void Needs(bool library) => Assert.SkipUnless(library || RoundedProducts.There, $"no products of bfloat16 on this CPU: {RoundedProducts.Route}");

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_product_is_that_of_rounded_factors(bool library, bool ta, bool tb, bool add, int replicates)
    {
        Needs(library);
        using var operators = library ? Kernels.ByLibrary() : null;
        foreach (var (m, k, n) in ((int, int, int)[])[(1, 1, 1), (9, 33, 17), (64, 100, 3), (20, 7, 65)])
        {
            using var scope = NewDisposeScope();
            var (precision, start) = (new StepPrecision(), Numbers.Drawn([replicates, m, n], 3));
            using var a = new Matrices(Numbers.Drawn(ta ? [replicates, k, m] : [replicates, m, k], 1));
            using var b = new Matrices(Numbers.Drawn(tb ? [replicates, n, k] : [replicates, k, n], 2), precision);
            using var c = new Matrices(start.clone());
            precision.Choose(Precision.BFloat16, CPU);
            using (precision.Begin()) c.Product(a, b, ta, tb, add);

            Tensor Doubles(Matrices x, bool transposed, bool rounded)
            {
                var all = (transposed ? x.AllTransposed : x.All).to_type(rounded ? ScalarType.BFloat16 : ScalarType.Float32).to_type(ScalarType.Float64);
                return all;
            }
            var before = add ? start.to_type(ScalarType.Float64) : zeros([replicates, m, n], ScalarType.Float64);
            Tensor Product(bool rounded) => Doubles(a, ta, rounded).bmm(Doubles(b, tb, rounded));
            var (exact, nearest, sizes) = (Product(false), Product(true), Doubles(a, ta, false).abs().bmm(Doubles(b, tb, false).abs()));
            var resultUnit = library ? Unit : 0;
            var size = Numbers.Of(sizes + before.abs());
            // of the factors as they were rounded: sums of floats, and what the result's own rounding adds
            Numbers.Near(before + nearest, c.All, (i, _) => (Sums(k) + resultUnit) * (1 + Unit) * (1 + Unit) * size[i]);
            // of the factors as they were: the bound that the documentation states
            Numbers.Near(before + exact, c.All, (i, _) => ((1 + Unit) * (1 + Unit) * (1 + resultUnit + Sums(k)) - 1) * size[i]);
            if (k == 33) Assert.Contains(Numbers.Of((before + exact - c.All).abs() / (sizes + before.abs())), error => error > 50 * Sums(k)); // it was reduced
        }
    }

    [Theory]
    [InlineData(false, Precision.BFloat16)]
    [InlineData(true, Precision.BFloat16)]
    [InlineData(false, Precision.TensorFloat32)]
    [InlineData(true, Precision.TensorFloat32)]
    public void Only_products_with_weights_in_a_step_are_reduced(bool library, Precision chosen)
    {
        Needs(library);
        using var operators = library ? Kernels.ByLibrary() : null;
        using var scope = NewDisposeScope();
        var precision = new StepPrecision();
        using var x = new Matrices(Numbers.Drawn([2, 6, 8], 1));
        using var weights = new Matrices(Numbers.Drawn([2, 8, 5], 2), precision);
        using var plain = new Matrices(weights.All.clone());
        Tensor Of(Matrices w)
        {
            using var result = Matrices.Empty(2, 6, 5, CPU);
            result.Product(x, w);
            return result.All.clone();
        }
        var full = Of(plain);
        precision.Choose(chosen, CPU);
        Numbers.Same(full, Of(weights));
        using (precision.Begin())
        {
            using (precision.Begin()) { } // a part of it on another thread is over
            Numbers.Same(full, Of(plain));
            Assert.Equal(chosen == Precision.BFloat16, Numbers.Largest(Of(weights) - full) > 1e-4);
        }
        Numbers.Same(full, Of(weights));
        Assert.False(backends.cuda.matmul.allow_tf32);
    }

    // The memory of the result is as large as it is said to be, or nothing is written.
    [Theory]
    [InlineData(5, 5)]
    [InlineData(6, 4)]
    [InlineData(8, 8)]
    public void A_product_that_does_not_fit_its_result_is_refused(int rows, int columns)
    {
        Needs(library: false);
        var precision = new StepPrecision();
        precision.Choose(Precision.BFloat16, CPU);
        using Matrices x = Matrices.Empty(1, 6, 8, CPU), weights = new(zeros([1, 8, 5]), precision), result = Matrices.Empty(1, rows, columns, CPU);
        using var step = precision.Begin();
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => result.Product(x, weights));
    }

    // Each thread has its own memory for what is rounded: products with the same weights at once are those one after the other.
    [Fact]
    public void Threads_that_multiply_with_the_same_weights_do_not_disturb_each_other()
    {
        Needs(library: false);
        using var one = new ThreadCount(1);
        using var scope = NewDisposeScope();
        var precision = new StepPrecision();
        precision.Choose(Precision.BFloat16, CPU);
        using var step = precision.Begin();
        using Matrices x = new(Numbers.Drawn([6, 33, 40], 1)), weights = new(Numbers.Drawn([6, 40, 21], 2), precision), alone = Matrices.Empty(6, 33, 21, CPU), together = Matrices.Empty(6, 33, 21, CPU);
        alone.Product(x, weights);
        using var crew = new Crew(3);
        for (var run = 0; run < 200; run++)
        {
            together.All.zero_();
            crew.Run(6, r => together.Product(x, weights, replicate: r));
            Numbers.Same(alone.All, together.All);
        }
    }

    [Fact]
    public void The_permission_of_TensorFloat32_is_given_and_taken_back()
    {
        foreach (var before in (bool[])[true, false])
        {
            backends.cuda.matmul.allow_tf32 = before;
            using (new TensorFloat32()) Assert.True(backends.cuda.matmul.allow_tf32);
            Assert.Equal(before, backends.cuda.matmul.allow_tf32);
        }
    }

    [Fact]
    public void A_model_s_parts_follow_it()
    {
        var (model, part) = (new StepPrecision(), new StepPrecision());
        part.Follow(model);
        model.Choose(Precision.TensorFloat32, CPU);
        Assert.Equal(Precision.Full, part.Now);
        using (model.Begin()) Assert.Equal(Precision.TensorFloat32, part.Now);
        Assert.Equal(Precision.Full, part.Now);
    }

    [Fact]
    public void A_CPU_without_the_instructions_is_told()
    {
        var error = Assert.Throws<DeviceException>(() => StepPrecision.CheckCpu(there: false, "none: this CPU has no instructions for bfloat16"));
        Assert.Equal("BFloat16 products on this CPU: none: this CPU has no instructions for bfloat16. Wanted: a CPU with AVX512-BF16 or AMX, or a GPU. Try: Precision.Full, which is faster here.", error.Message);
        error = Assert.Throws<DeviceException>(() => StepPrecision.CheckCpu(there: false, "none (VIB_BF16=off)"));
        Assert.Equal("again without VIB_BF16, or Precision.Full", error.Advice);
    }

    /// <summary>Bounds on errors go through the network with its numbers: |δ(a b)| ≤ ρ (|a| + |δa|)(|b| + |δb|) + |δa|(|b| + |δb|) + |a||δb|, and hidden units stay on their side of the kink.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_s_gradients_are_within_the_bound_that_its_roundings_allow(bool library)
    {
        Needs(library);
        using var operators = library ? Kernels.ByLibrary() : null;
        using var scope = NewDisposeScope();
        const int batch = 4;
        int[] widths = [5, 7, 3];
        var layout = new ParameterLayout();
        using var mlp = new Mlp(layout, "f", widths);
        using var parameters = new FlatParameters(layout, 1, CPU);
        PlainNetwork.Fill(parameters, 1);
        mlp.Attach(parameters);
        using var pass = new MlpPass(mlp, 1, batch, CPU, backward: true);
        using var input = Matrices.Empty(1, batch, widths[0], CPU);
        using var inputGradient = Matrices.Empty(1, batch, widths[0], CPU);
        var upstream = Numbers.Drawn([batch, widths[^1]], 99, type: ScalarType.Float64);

        Tensor Doubles(Matrices x) => x.Each[0].to_type(ScalarType.Float64);
        var (w0, b0, w1) = (Doubles(mlp.Weight(0)), Doubles(mlp.Bias(0)), Doubles(mlp.Weight(1)));
        // of a product whose factors are off by no more than da and db: (bound on) how far it is off
        Tensor Off(Tensor a, Tensor da, Tensor b, Tensor db)
        {
            var rho = (1 + Unit) * (1 + Unit) * (1 + (library ? Unit : 0) + Sums(a.shape[1]) + 3 * Numbers.Epsilon32) - 1; // 3: biases, upstream and comparison
            var (wideA, wideB) = (a.abs() + da, b.abs() + db);
            return wideA.mm(wideB) * rho + da.mm(wideB) + a.abs().mm(db);
        }
        Tensor None(Tensor of) => zeros_like(of);
        Tensor x, hidden, offHidden;
        var seed = 1;
        do
        {
            input.All.copy_(Numbers.Drawn([1, batch, widths[0]], seed++));
            x = Doubles(input);
            hidden = x.mm(w0) + b0;
            offHidden = Off(x, None(x), w0, None(w0)) + b0.abs() * Numbers.Epsilon32;
        }
        while ((hidden.abs() - offHidden).min().item<double>() <= 0); // a unit nearer to its kink could be on in one precision and off in the other
        var alive = hidden.gt(0).to_type(ScalarType.Float64);
        (hidden, offHidden) = (hidden * alive, offHidden * alive);
        var back = upstream.mm(w1.t()) * alive;
        var offBack = Off(upstream, None(upstream), w1.t(), None(w1.t())) * alive;

        parameters.Precision.Choose(Precision.BFloat16, CPU);
        using (parameters.Precision.Begin())
        {
            pass.Forward(input);
            pass.OutputGradient.All.copy_(upstream.unsqueeze(0));
            pass.Backward(input, inputGradient);
        }
        void Near(Tensor expected, Tensor off, Matrices found)
        {
            var allowed = Numbers.Of(off);
            Numbers.Near(expected, found.Each[0].to_type(ScalarType.Float64), (i, _) => allowed[i]);
        }
        Near(hidden.t().mm(upstream), Off(hidden.t(), offHidden.t(), upstream, None(upstream)), mlp.WeightGradient(1));
        Near(x.t().mm(back), Off(x.t(), None(x.t()), back, offBack), mlp.WeightGradient(0));
        Near(back.mm(w0.t()), Off(back, offBack, w0.t(), None(w0.t())), inputGradient);
        var full = Numbers.Of(x.t().mm(back) - Doubles(mlp.WeightGradient(0)));
        Assert.Contains(full, error => Math.Abs(error) > 1e-5); // it was reduced
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Copies_are_made_once_and_freed(bool library)
    {
        Needs(library);
        using var operators = library ? Kernels.ByLibrary() : null;
        LiveTensors.Stay(() =>
        {
            var precision = new StepPrecision();
            precision.Choose(Precision.BFloat16, CPU);
            using var step = precision.Begin();
            using var x = Matrices.Empty(2, 6, 8, CPU);
            using var weights = Matrices.Empty(2, 8, 5, CPU);
            using var gradient = new Matrices(zeros([2, 6, 5]), precision);
            gradient.Product(x, weights);
            LiveTensors.Stay(() => gradient.Product(x, weights, add: true));
            if (!library) Assert.Equal(0, Garbage.Of(() => { for (var i = 0; i < 100; i++) gradient.Product(x, weights); }).Mine);
        });
    }
}
