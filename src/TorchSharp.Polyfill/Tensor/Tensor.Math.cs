using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor maximum(Tensor input, Tensor other) => Ops.maximum.Binary(input, other);
    public static Tensor minimum(Tensor input, Tensor other) => Ops.minimum.Binary(input, other);
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Ops.where.Call(condition, x, y);

    public sealed partial class Tensor
    {
        public Tensor add(Tensor target) => Ops.add.Sum(this, target);
        public Tensor add(Tensor target, Scalar alpha) => Ops.add.Call(this, target, alpha);
        public Tensor add(Scalar scalar) => Ops.addScalar.Call(this, scalar);
        public Tensor add_(Tensor target) => Ops.add_.Mutate(this, target);
        public Tensor add_(Tensor target, Scalar alpha) => Ops.add_.Mutate(this, target, alpha);
        public Tensor add_(Scalar scalar) => Ops.addScalar_.Mutate(this, scalar);
        public Tensor sub(Tensor target) => Ops.sub.Sum(this, target);
        public Tensor sub(Scalar target) => Ops.subScalar.Call(this, target);
        public Tensor sub_(Tensor target) => Ops.sub_.Mutate(this, target);
        public Tensor mul(Tensor target) => Ops.mul.Binary(this, target);
        public Tensor mul(Scalar target) => Ops.mulScalar.Call(this, target);
        public Tensor mul_(Tensor target) => Ops.mul_.BinaryInPlace(this, target);
        public Tensor mul_(Scalar target) => Ops.mulScalar_.Mutate(this, target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Exact(rounding_mode) ?? Ops.div.Binary(this, target);
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Exact(rounding_mode) ?? Ops.divScalar.Call(this, target);
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Exact(rounding_mode) ?? Ops.div_.BinaryInPlace(this, target);
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Exact(rounding_mode) ?? Ops.divScalar_.Mutate(this, target);

        private static Tensor? Exact(RoundingMode mode) =>
            mode == RoundingMode.None ? null : throw new NotSupportedException($"div with rounding_mode {mode}: the polyfill divides exactly only");

        public Tensor neg() => Ops.neg.Unary(this);
        public Tensor neg_() => Ops.neg_.Mutate(this);
        public Tensor exp() => Ops.exp.Unary(this);
        public Tensor exp_() => Ops.exp_.Mutate(this);
        public Tensor log() => Ops.log.Unary(this);
        public Tensor log1p() => Ops.log1p.Unary(this);
        public Tensor expm1() => Ops.expm1.Unary(this);
        public Tensor sqrt() => Ops.sqrt.Unary(this);
        public Tensor sqrt_() => Ops.sqrt_.Mutate(this);
        public Tensor abs() => Ops.abs.Unary(this);
        public Tensor abs_() => Ops.abs_.Mutate(this);
        public Tensor square() => Ops.square.Unary(this);
        public Tensor sign() => Ops.sign.Unary(this);
        public Tensor sign_() => Ops.sign_.Mutate(this);
        public Tensor reciprocal() => Ops.reciprocal.Unary(this);
        public Tensor pow(Scalar exponent) => Ops.powScalar.Call(this, exponent);
        public Tensor tanh() => Ops.tanh.Unary(this);
        public Tensor tanh_() => Ops.tanh_.Mutate(this);
        public Tensor sin() => Ops.sin.Unary(this);
        public Tensor cos() => Ops.cos.Unary(this);
        public Tensor atan() => Ops.atan.Unary(this);
        public Tensor erf() => Ops.erf.Unary(this);
        public Tensor erfinv() => Ops.erfinv.Unary(this);
        public Tensor lgamma() => Ops.lgamma.Unary(this);
        public Tensor logaddexp(Tensor other) => Ops.logaddexp.Binary(this, other);
        public Tensor relu() => Ops.relu.Unary(this);
        public Tensor relu_() => Ops.relu_.Mutate(this);
        public Tensor sigmoid() => Ops.sigmoid.Unary(this);
        public Tensor softplus(double beta = 1, double threshold = 20) => Ops.softplus.Call(this, beta, threshold);
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Ops.clamp.Call(this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Ops.clamp_.Mutate(this, min, max);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul_.Mutate(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv_.Mutate(this, tensor1, tensor2, value);

        public Tensor eq(Tensor target) => Ops.eq.Binary(this, target);
        public Tensor eq(Scalar target) => Ops.eqScalar.Call(this, target);
        public Tensor ne(Tensor target) => Ops.ne.Binary(this, target);
        public Tensor gt(Scalar target) => Ops.gtScalar.Call(this, target);
        public Tensor ge(Scalar target) => Ops.geScalar.Call(this, target);
        public Tensor lt(Scalar target) => Ops.ltScalar.Call(this, target);
        public Tensor le(Scalar target) => Ops.leScalar.Call(this, target);
        public Tensor isfinite() => Ops.isfinite.Unary(this);
        public Tensor isnan() => Ops.isnan.Unary(this);
        public bool Equals(Tensor target) => target is not null && Ops.equal.CallPlain(this, target).Integer != 0;

        public Tensor masked_fill(Tensor mask, Scalar value) => Ops.maskedFill.Call(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => Ops.maskedFill_.Mutate(this, mask, value);
        public Tensor zero_() => Ops.zero_.Mutate(this);
        public Tensor fill_(Scalar value) => Ops.fill_.Mutate(this, value);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Ops.copy_.Mutate(this, source, nonBlocking);

        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator +(Tensor left, double right) => left.add(right);
        public static Tensor operator +(double left, Tensor right) => right.add(left);
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        public static Tensor operator -(Tensor left, double right) => left.sub(right);
        public static Tensor operator -(double left, Tensor right) => Ops.rsubScalar.Call(right, left);
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator *(Tensor left, double right) => left.mul(right);
        public static Tensor operator *(double left, Tensor right) => right.mul(left);
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        public static Tensor operator /(Tensor left, double right) => left.div(right);
        public static Tensor operator -(Tensor tensor) => tensor.neg();
    }

    public enum RoundingMode { None = 0, trunc = 1, floor = 2 }
}
