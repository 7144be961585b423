// The state around tensors: gradient mode, generators, threads, devices, and what this libtorch is.
#include "vibtorch.h"
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <torch/csrc/api/include/torch/version.h>

VIB_API int32_t vib_grad_enabled() { return c10::GradMode::is_enabled(); }
VIB_API void vib_set_grad_enabled(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

VIB_API at::Generator* vib_generator(uint64_t seed, int32_t device_type, int32_t device_index) {
    return guarded(static_cast<at::Generator*>(nullptr), [&]() -> at::Generator* {
        auto device = to_device(device_type, device_index);
        if (device.is_cpu()) return new at::Generator(at::detail::createCPUGenerator(seed));
        auto fresh = at::globalContext().defaultGenerator(device).clone();
        fresh.set_current_seed(seed);
        return new at::Generator(fresh);
    });
}

VIB_API void vib_release_generator(at::Generator* generator) { delete generator; }
VIB_API uint64_t vib_generator_seed(at::Generator* generator) { return generator->current_seed(); }

VIB_API int32_t vib_set_generator_seed(at::Generator* generator, uint64_t seed) {
    return guarded(int32_t(-1), [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        generator->set_current_seed(seed);
        return 0;
    });
}

VIB_API Handle vib_generator_state(at::Generator* generator) {
    return guarded(Handle(nullptr), [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        return release(generator->get_state());
    });
}

VIB_API int32_t vib_set_generator_state(at::Generator* generator, Handle state) {
    return guarded(int32_t(-1), [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        generator->set_state(borrow(state));
        return 0;
    });
}

VIB_API int32_t vib_threads() { return at::get_num_threads(); }
VIB_API int32_t vib_set_threads(int32_t count) {
    return guarded(int32_t(-1), [&] { return at::set_num_threads(count), 0; });
}

VIB_API int32_t vib_cuda_devices() {
    return guarded(int32_t(-1), [&] { return static_cast<int32_t>(torch::cuda::device_count()); });
}

VIB_API int32_t vib_cuda_synchronize(int32_t index) {
    return guarded(int32_t(-1), [&] { return torch::cuda::synchronize(index), 0; });
}

VIB_API const char* vib_version() { return TORCH_VERSION; }

VIB_API int32_t vib_tf32_allowed() {
    return guarded(int32_t(-1), [&] { return int32_t(at::globalContext().allowTF32CuBLAS()); });
}

VIB_API int32_t vib_allow_tf32(int32_t allowed) {
    return guarded(int32_t(-1), [&] { return at::globalContext().setAllowTF32CuBLAS(allowed != 0), 0; });
}
