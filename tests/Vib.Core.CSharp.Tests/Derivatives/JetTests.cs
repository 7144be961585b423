using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class JetTests
{
    private static Tensor Cube(Tensor x) => x.pow(3).sum();

    [Fact]
    public void One_run_serves_every_reading()
    {
        var runs = 0;
        using var x = tensor([1.0, 2]);
        using var jet = new Jet(at => { runs++; return Cube(at); }, x);
        using Tensor value = jet.Value(), first = jet.Gradient(), second = jet.Hessian(), again = jet.Gradient(), laplacian = jet.Laplacian();
        Assert.Equal(1, runs);
        Assert.Equal([9.0], Numbers.Of(value));
        Assert.Equal([3.0, 12], Numbers.Of(first));
        Assert.Equal([3.0, 12], Numbers.Of(again));
        Assert.Equal([6.0, 0, 0, 12], Numbers.Of(second));
        Assert.Equal([18.0], Numbers.Of(laplacian));
    }

    [Fact]
    public void Axes_of_the_result_come_before_those_of_the_point()
    {
        using var x = Numbers.Drawn([2, 3], 1, 1, ScalarType.Float64);
        using Jet tall = new(at => cat([at, at * 2]).exp(), x), wide = new(at => at.exp().sum(1L), x), scalar = new(Cube, x);
        Assert.Equal([4, 3, 2, 3], tall.Jacobian().shape);
        Assert.Equal([2, 2, 3], wide.Jacobian().shape);
        Assert.Equal([2, 3, 2, 3], scalar.Hessian().shape);
        Assert.Equal([2, 3], scalar.Gradient().shape);
        Numbers.Near((x * 2).exp() * 2, tall.Jacobian().narrow(0, 2, 2).view(6, 6).diagonal().view(2, 3), 1e-14);
    }

    [Fact]
    public void A_point_without_elements_has_derivatives_without_elements()
    {
        using var x = zeros([0], float64);
        using Jet scalar = new(Cube, x), vector = new(at => at * 2, x), constant = new(_ => ones([2], float64), x);
        Assert.Equal([0], scalar.Gradient().shape);
        Assert.Equal([0, 0], scalar.Hessian().shape);
        Assert.Equal([0, 0], vector.Jacobian().shape);
        Assert.Equal([2, 0], constant.Jacobian().shape);
        Assert.Equal(0, scalar.Laplacian().item<double>());
    }

    [Fact]
    public void Results_are_plain_unless_the_point_requires_gradients()
    {
        using Tensor plain = tensor([1.0, 2]), parameter = tensor([3.0, 4], requires_grad: true);
        using Jet at = new(x => (x.pow(3) * parameter).sum(), plain), follows = new(Cube, parameter);
        Assert.All([at.Value(), at.Gradient(), at.Hessian(), at.Laplacian(), at.Jacobian(), at.JacobianProduct(plain)], result => Assert.False(result.requires_grad));
        Assert.All([follows.Value(), follows.Gradient(), follows.Hessian(), follows.Laplacian(), follows.JacobianProduct(plain)], result => Assert.True(result.requires_grad));
        follows.Gradient().sum().backward();
        Assert.Equal([18.0, 24], Numbers.Of(parameter.grad!));
    }

    [Fact]
    public void Parameters_keep_the_gradients_that_they_had()
    {
        using var parameter = tensor([3.0], requires_grad: true);
        using var jet = new Jet(x => (x * parameter).sum(), parameter);
        using Tensor gradient = jet.Gradient(), hessian = jet.Hessian();
        Assert.Null(parameter.grad);
    }

    [Fact]
    public void Where_nothing_is_recorded_outside_derivatives_are_taken_all_the_same_and_results_are_plain()
    {
        using var parameter = tensor([1.0, 2], requires_grad: true);
        using var none = no_grad();
        using var jet = new Jet(Cube, parameter);
        Assert.Equal([3.0, 12], Numbers.Of(jet.Gradient()));
        Assert.Equal([6.0, 0, 0, 12], Numbers.Of(jet.Hessian()));
        Assert.False(jet.Gradient().requires_grad);
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void Recording_is_as_before_also_after_a_function_that_throws()
    {
        using var x = tensor([1.0]);
        LiveTensors.Stay(() =>
        {
            using (no_grad())
            {
                Assert.Throws<InvalidOperationException>(() => new Jet(at => throw new InvalidOperationException($"after {Cube(at)}"), x));
                Assert.False(is_grad_enabled());
            }
        });
        Assert.True(is_grad_enabled());
        using var parameter = tensor([1.0]);
        using var jet = new Jet(at => (at * parameter).sum(), x); // not taken for a jet inside the one that threw
        Assert.False(jet.Gradient().requires_grad);
    }

    [Fact]
    public void Results_share_no_memory_with_anything()
    {
        using Tensor x = tensor([1.0, 2]), weights = tensor([5.0, 7]);
        using var jet = new Jet(at => at, x);
        using Tensor value = jet.Value(), pulled = jet.TransposedJacobianProduct(weights), pushed = jet.JacobianProduct(weights);
        x.fill_(0);
        weights.fill_(0);
        value.add_(1);
        using var again = jet.Value();
        Assert.Equal([1.0, 2], Numbers.Of(again));
        Assert.Equal([5.0, 7], Numbers.Of(pulled));
        Assert.Equal([5.0, 7], Numbers.Of(pushed));
        Assert.True(pulled.is_contiguous());
    }

    [Fact]
    public void A_tensor_of_the_caller_s_that_the_function_answers_with_stays_alive()
    {
        using Tensor x = tensor([1.0]), own = tensor([2.0]);
        using (var jet = new Jet(_ => own, x)) Assert.Equal([0.0], Numbers.Of(jet.Jacobian().view(1)));
        Assert.Equal([2.0], Numbers.Of(own));
    }

    [Fact]
    public void Nothing_is_left_but_results()
    {
        using Tensor x = tensor([1.0, 2, 3]), v = tensor([1.0, 0, 1]), t = tensor([2.0]).reshape([]);
        Tensor[] results = [];
        LiveTensors.Grow(14, () =>
        {
            using Jet scalar = new(Cube, x), vector = new(at => at.exp() * v, x), tall = new(at => cat([at, at.exp()]), x), line = new(at => at.exp() * v, t);
            results = [scalar.Value(), scalar.Gradient(), scalar.GradientProduct(v), scalar.Hessian(), scalar.HessianProduct(v), scalar.Laplacian(),
                vector.JacobianProduct(v), vector.TransposedJacobianProduct(v), vector.Curl(), vector.Divergence(), tall.Jacobian(), line.Derivative(2), .. line.Derivatives(1)];
        });
        foreach (var result in results) result.Dispose();
    }

    [Fact]
    public void Results_belong_to_the_scope_that_is_open()
    {
        using var x = tensor([1.0, 2, 3]);
        LiveTensors.Stay(() =>
        {
            using var scope = NewDisposeScope();
            using var jet = new Jet(Cube, x);
            jet.Gradient();
            jet.Hessian();
            Assert.Equal(2, scope.DisposablesCount);
        });
    }

    [Fact]
    public void Shapes_that_make_no_sense_are_refused()
    {
        using Tensor two = tensor([1.0, 2]), three = tensor([1.0, 2, 3]);
        using Jet vector = new(at => at * 2, two), scalar = new(Cube, two), field = new(at => at * 2, three);
        static string Refused(Func<object> reading) => Assert.Throws<ShapeException>(reading).Message;
        Assert.Contains("whose result has shape [2]. Wanted: a scalar", Refused(vector.Gradient));
        Assert.Contains("a sum or a mean", Refused(vector.Hessian));
        Assert.Contains("A direction of shape [3] at a point of shape [2]", Refused(() => scalar.HessianProduct(three)));
        Assert.Contains("Weights of shape [3] for a result of shape [2]", Refused(() => vector.TransposedJacobianProduct(three)));
        Assert.Contains("A point of shape [2]. Wanted: a scalar", Refused(() => vector.Derivative(1)));
        Assert.Contains("The curl of a function from [2] to [2]", Refused(vector.Curl));
        Assert.Contains("The divergence of a function from [2] to []", Refused(scalar.Divergence));
        Assert.Equal([3], field.Curl().shape);
    }

    [Fact]
    public void What_has_no_derivatives_by_its_type_and_orders_below_zero_are_refused()
    {
        using Tensor whole = ones([2], int64), x = ones([2], float64), t = ones([], float64);
        Assert.Contains("A point of type Int64", Assert.Throws<DomainException>(() => new Jet(at => at, whole)).Message);
        Assert.Contains("result is of type Int64", Assert.Throws<DomainException>(() => new Jet(at => at.argmax(0), x)).Message);
        using var jet = new Jet(at => at, t);
        Assert.Contains("An order of -1", Assert.Throws<DomainException>(() => jet.Derivative(-1)).Message);
    }
}
