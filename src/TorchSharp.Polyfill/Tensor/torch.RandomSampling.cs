using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Made(Ops.randn.CallWith(size, Argument.Ints(size.Length), generator, dtype, default, device), requires_grad, names);

    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Made(Ops.rand.CallWith(size, Argument.Ints(size.Length), generator, dtype, default, device), requires_grad, names);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Made(Ops.randint.CallWith(size, low, high, Argument.Ints(size.Length), generator, dtype ?? ScalarType.Int64, default, device), requires_grad, names);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Made(Ops.randperm.Call(n, generator, dtype ?? ScalarType.Int64, default, device), requires_grad);

    public static Tensor _standard_gamma(Tensor input, Generator? generator = null) => Ops.standardGamma.Call(input, generator);

    public sealed partial class Tensor
    {
        public Tensor poisson(Generator? generator = null) => Ops.poisson.Call(this, generator);
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => Ops.normal_.Mutate(this, mean, std, generator);
        public Tensor uniform_(double from, double to, Generator? generator = null) => Ops.uniform_.Mutate(this, from, to, generator);
    }
}
