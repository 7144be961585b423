using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => input.logsumexp(dim, keepdim);

    public sealed partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Ops.sum.Call(this, type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Ops.sumDim.CallWith([dim], this, Argument.Ints(1), keepdim, type);
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Ops.sumDim.CallWith(dim, this, Argument.Ints(dim.Length), keepdim, type);
        public Tensor mean() => Ops.mean.Call(this);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Ops.meanDim.CallWith(dimensions, this, Argument.Ints(dimensions.Length), keepdim, type);
        public Tensor var(bool unbiased = true) => Ops.var.Call(this, unbiased);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Ops.varDim.CallWith([dim], this, Argument.Ints(1), unbiased, keepdim) is var result && type is { } t ? result.to_type(t, disposeAfter: true) : result;
        public Tensor max() => Ops.max.Unary(this);
        public Tensor min() => Ops.min.Unary(this);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Ops.maxDim.CallPair(this, dim, keepdim);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Ops.minDim.CallPair(this, dim, keepdim);
        public Tensor argmax(long dim, bool keepdim = false) => Ops.argmax.Call(this, dim, keepdim);
        public Tensor logsumexp(long dim, bool keepdim = false) => Ops.logsumexp.CallWith([dim], this, Argument.Ints(1), keepdim);
        public Tensor logcumsumexp(long dim) => Ops.logcumsumexp.Call(this, dim);
        public Tensor all() => Ops.all.Unary(this);
        public Tensor any() => Ops.any.Unary(this);
        public Tensor any(long dim, bool keepdim = false) => Ops.anyDim.Call(this, dim, keepdim);
        public Tensor softmax(long dim, ScalarType? dtype = null) => Ops.softmax.Call(this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Ops.logSoftmax.Call(this, dim, dtype);
    }
}
