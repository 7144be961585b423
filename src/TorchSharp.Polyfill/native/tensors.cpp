// What a tensor is: shape, memory, life and gradient.
#include "graphs.h"
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

namespace {

thread_local std::string last_error;

std::vector<at::Tensor> tensors(const Handle* handles, int32_t count) {
    std::vector<at::Tensor> list;
    list.reserve(count);
    for (int32_t i = 0; i < count; ++i) list.push_back(handles[i] ? borrow(handles[i]) : at::Tensor());
    return list;
}

}  // namespace

void remember_error(std::string message) noexcept { last_error = std::move(message); }

std::string first_line_first(const std::exception& error) {
    auto* ours = dynamic_cast<const c10::Error*>(&error);
    return ours ? ours->what_without_backtrace() : error.what();
}

VIB_API const char* vib_error() { return last_error.c_str(); }

VIB_API void vib_release(Handle handle) {
    Inside inside;
    c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(handle);
}

struct Shape {
    const int64_t* sizes;
    const int64_t* strides;
    int64_t dimensions, elements;
    int32_t dtype, device_type, device_index, contiguous;
};

VIB_API int32_t vib_shape(Handle handle, Shape* shape) {
    return guarded(int32_t(-1), [&] {
        at::Tensor tensor = borrow(handle);
        auto device = tensor.device();
        *shape = {tensor.sizes().data(), tensor.strides().data(), tensor.dim(), tensor.numel(), static_cast<int32_t>(tensor.scalar_type()),
                  static_cast<int32_t>(device.type()), device.index(), tensor.is_contiguous()};
        return 0;
    });
}

VIB_API void* vib_data(Handle handle) {
    return guarded(static_cast<void*>(nullptr), [&] {
        check_not_recording("memory was read or written by hand");
        return borrow(handle).data_ptr();
    });
}

// A tensor over memory that stays the caller's until `deleter(context)` is called: once, when the last view is gone or if this fails.
VIB_API Handle vib_from_memory(void* data, const int64_t* sizes, int32_t dimensions, int32_t dtype, void (*deleter)(void*), void* context) {
    return guarded(Handle(nullptr), [&] {
        std::shared_ptr<void> lease(context, [deleter](void* held) { if (!process_exits()) deleter(held); });
        check_not_recording("a tensor was made from the host's memory");
        auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype));
        return release(at::from_blob(data, at::IntArrayRef(sizes, dimensions), [lease](void*) {}, options));
    });
}

VIB_API int32_t vib_requires_grad(Handle handle) { return borrow(handle).requires_grad(); }
VIB_API int32_t vib_is_leaf(Handle handle) { return borrow(handle).is_leaf(); }

VIB_API int32_t vib_set_requires_grad(Handle handle, int32_t value) {
    return guarded(int32_t(-1), [&] { return borrow(handle).set_requires_grad(value != 0), 0; });
}

VIB_API Handle vib_grad(Handle handle) { return release(at::Tensor(borrow(handle).grad())); }

VIB_API int32_t vib_set_grad(Handle handle, Handle grad) {
    return guarded(int32_t(-1), [&] { return borrow(handle).mutable_grad() = grad ? borrow(grad) : at::Tensor(), 0; });
}

VIB_API int32_t vib_backward(const Handle* outputs, int32_t count, const Handle* grads, int32_t grads_count, const Handle* inputs,
                             int32_t inputs_count, int32_t retain_graph, int32_t create_graph) {
    return guarded(int32_t(-1), [&] {
        torch::autograd::backward(tensors(outputs, count), tensors(grads, grads_count), retain_graph != 0, create_graph != 0,
                                  tensors(inputs, inputs_count));
        return 0;
    });
}

// results[i] is null where an input was not reached and `allow_unused` is set.
VIB_API int32_t vib_gradients(const Handle* outputs, int32_t count, const Handle* grads, int32_t grads_count, const Handle* inputs,
                              int32_t inputs_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, Handle* results) {
    return guarded(int32_t(-1), [&] {
        auto found = torch::autograd::grad(tensors(outputs, count), tensors(inputs, inputs_count), tensors(grads, grads_count),
                                           retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (int32_t i = 0; i < inputs_count; ++i) results[i] = release(std::move(found[i]));
        return 0;
    });
}
