using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Join(Ops.cat, tensors, dim);
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Join(Ops.stack, [.. tensors], dim);

    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Ops.searchsorted.Call(sorted_sequence, values, out_int32, right, default, sorter); // the argument between is right by another name

    private static Tensor Join(Op op, IList<Tensor> tensors, long dim)
    {
        var handles = tensors.Select(t => (long)t.Handle).ToArray();
        var joined = op.CallWith(handles, Argument.Tensors(handles.Length), dim);
        GC.KeepAlive(tensors);
        return joined;
    }

    public sealed partial class Tensor
    {
        public Tensor view(params long[] shape) => Ops.view.CallWith(shape, this, Argument.Ints(shape.Length));
        public Tensor reshape(params long[] shape) => Ops.reshape.CallWith(shape, this, Argument.Ints(shape.Length));
        public Tensor transpose(long dim0, long dim1) => Ops.transpose.Call(this, dim0, dim1);
        public Tensor t() => Ops.t.Unary(this);
        public Tensor permute(params long[] permutation) => Ops.permute.CallWith(permutation, this, Argument.Ints(permutation.Length));
        public Tensor unsqueeze(long dim) => Ops.unsqueeze.Call(this, dim);
        public Tensor squeeze(long? dim = null) => dim is { } d ? Ops.squeezeDim.Call(this, d) : Ops.squeeze.Unary(this);
        public Tensor expand(params long[] sizes) => Ops.expand.CallWith(sizes, this, Argument.Ints(sizes.Length));
        public Tensor narrow(long dim, long start, long length) => Ops.narrow.Call(this, dim, start, length);
        public Tensor select(long dim, long index) => Ops.select.Call(this, dim, index);
        public Tensor slice(long dim, long start, long finish, long step) => Ops.slice.Call(this, dim, start, finish, step);
        public Tensor index_select(long dim, Tensor index) => Ops.indexSelect.Call(this, dim, index);
        public Tensor gather(long dim, Tensor index) => Ops.gather.Call(this, dim, index);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Ops.scatter_.Mutate(this, dim, index, src);
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) => Ops.sort.CallPair(this, stable, dim, descending);
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Ops.diagonal.Call(this, offset, dim1, dim2);
        public Tensor tril(long diagonal = 0) => Ops.tril.Call(this, diagonal);
        public Tensor triu(long diagonal = 0) => Ops.triu.Call(this, diagonal);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Ops.flatten.Call(this, start_dim, end_dim);
        public Tensor flip(params long[] dims) => Ops.flip.CallWith(dims, this, Argument.Ints(dims.Length));
        public Tensor contiguous() => Ops.contiguous.Call(this);
        public Tensor clone() => Ops.clone.Call(this);
        public Tensor detach() => Ops.detach.Unary(this);
    }
}
