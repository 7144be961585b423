// The native side of the TorchSharp stand-in: what every translation unit here shares.
//
// Tensors cross as a raw at::TensorImpl pointer that owns one reference; arguments are borrowed, results are new references.
// A call that fails returns -1 (or null) and leaves its message for vib_error().
#pragma once
#include <ATen/ATen.h>
#include <atomic>
#include <cstdint>
#include <string>

#define VIB_API extern "C" __attribute__((visibility("default")))

using Handle = at::TensorImpl*;

inline at::Tensor borrow(Handle handle) {
    return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy(handle));
}

inline Handle release(at::Tensor&& tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

inline c10::Device to_device(int64_t type, int64_t index) {
    TORCH_CHECK(index >= -1 && index < 128, "there is no device with index ", index);
    return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

void remember_error(std::string message) noexcept;
std::string first_line_first(const std::exception& error);

// exit.cpp: who is inside libtorch now. Once the process exits nobody enters any more.
extern std::atomic<int32_t> threads_inside;
bool process_exits() noexcept;
void wait_for_the_end() noexcept;

struct Inside {
    Inside() noexcept {
        threads_inside.fetch_add(1);
        if (process_exits()) wait_for_the_end();
    }
    ~Inside() { threads_inside.fetch_sub(1); }
};

// Runs body; a C++ exception becomes `failed` and a message, since none may unwind into managed code.
template <class Result, class Body>
Result guarded(Result failed, Body&& body) noexcept {
    Inside inside;
    try {
        return body();
    } catch (const std::exception& error) {
        remember_error(first_line_first(error));
    } catch (...) {
        remember_error("libtorch threw something that is not a std::exception");
    }
    return failed;
}
