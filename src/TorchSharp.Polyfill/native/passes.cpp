// The passes of a layer and of Adam that libtorch has in one operator where TorchSharp's API has several: for devices on which every operator is a launch.
#include "vibtorch.h"

namespace {

using List = std::vector<at::Tensor>;

// libtorch's fused Adam exists for CUDA since 1.13 and for CPUs since 2.5; its rate can be a tensor, which a recorded step needs, since 2.1.
template <class W>
auto fused_adam(W& w, List& g, List& m, List& v, List& t, const at::Tensor& rate, double beta1, double beta2, double epsilon, int)
    -> decltype(at::_fused_adam_(w, g, m, v, g, t, rate, beta1, beta2, 0.0, epsilon, false, false)) {
    List largest;
    at::_fused_adam_(w, g, m, v, largest, t, rate, beta1, beta2, /*weight_decay=*/0.0, epsilon, /*amsgrad=*/false, /*maximize=*/false);
}
template <class W>
void fused_adam(W&, List&, List&, List&, List&, const at::Tensor&, double, double, double, long) {
    TORCH_CHECK(false, "this libtorch has no fused Adam with a rate on the device");
}

// The kernel gives a block of threads 65 536 numbers of one tensor and takes some 30 tensors at once: one flat buffer in parts keeps more of a GPU busy.
List parts(const at::Tensor& flat) {
    constexpr int64_t most = 30, least = 4096, aligned = 64;
    auto each = std::max(least, (flat.numel() / most + aligned) / aligned * aligned);
    return flat.view({-1}).split(each);
}

}  // namespace

// out ← x W + bias, then max(out, 0) where `relu` is set. x [m,k] and bias [1,n], or [R,m,k] and [R,1,n].
VIB_API int32_t vib_affine(Handle out, Handle x, Handle weight, Handle bias, int32_t relu) {
    return guarded(int32_t(-1), [&] {
        at::Tensor to = borrow(out), from = borrow(x), w = borrow(weight), b = borrow(bias);
        if (from.dim() == 3 && from.size(0) > 1) {
            at::baddbmm_out(to, b, from, w);
            if (relu) to.relu_();
            return 0;
        }
        if (from.dim() == 3) to = to[0], from = from[0], w = w[0], b = b[0]; // one model's layer has a fused product
        b = b.view({-1});
        if (relu)
            at::_addmm_activation_out(to, b, from, w);
        else
            at::addmm_out(to, b, from, w);
        return 0;
    });
}

// gradient ← gradient where activation > 0, else 0.
VIB_API int32_t vib_relu_backward(Handle gradient, Handle activation) {
    return guarded(int32_t(-1), [&] {
        at::Tensor d = borrow(gradient);
        at::threshold_backward_out(d, d, borrow(activation), 0);
        return 0;
    });
}

// out ← Σ_rows of gradient: [m,n] → [1,n], or [R,m,n] → [R,1,n].
VIB_API int32_t vib_sum_rows(Handle out, Handle gradient) {
    return guarded(int32_t(-1), [&] {
        at::Tensor to = borrow(out);
        at::sum_out(to, borrow(gradient), at::IntArrayRef({-2}), /*keepdim=*/true);
        return 0;
    });
}

// output ← a b, or output + a b; [R,m,k] and [R,k,n].
VIB_API int32_t vib_product(Handle output, Handle a, Handle b, int32_t add) {
    return guarded(int32_t(-1), [&] {
        at::Tensor to = borrow(output);
        if (add)
            at::baddbmm_out(to, to, borrow(a), borrow(b));
        else
            at::bmm_out(to, borrow(a), borrow(b));
        return 0;
    });
}

// output ← source[rows]; [n,d].
VIB_API int32_t vib_select_rows(Handle output, Handle source, Handle rows) {
    return guarded(int32_t(-1), [&] {
        at::Tensor to = borrow(output);
        at::index_select_out(to, borrow(source), 0, borrow(rows));
        return 0;
    });
}

// One step of Adam downhill; `steps`, [], counts from 1, `rate`, [], is the learning rate before the bias correction. -1 where this libtorch has no such kernel for the device.
VIB_API int32_t vib_adam(Handle values, Handle gradients, Handle first, Handle second, Handle steps, Handle rate, double beta1, double beta2, double epsilon) {
    return guarded(int32_t(-1), [&] {
        auto w = parts(borrow(values)), g = parts(borrow(gradients)), m = parts(borrow(first)), v = parts(borrow(second));
        List t(w.size(), borrow(steps));
        fused_adam(w, g, m, v, t, borrow(rate), beta1, beta2, epsilon, 0);
        return 0;
    });
}
