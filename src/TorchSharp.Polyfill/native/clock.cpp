// A clock that runs on a device: what lies between two points of its stream, by the device's own events.
#include "vibtorch.h"
#include <c10/core/Event.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <chrono>

namespace {

using Time = std::chrono::steady_clock;

struct Clock {
    c10::Device device;
    c10::impl::VirtualGuardImpl guard;
    c10::Event from, to;
    Time::time_point started;

    explicit Clock(c10::Device device)
        : device(device), guard(device.type()), from(device.type(), c10::EventFlag::BACKEND_DEFAULT), to(device.type(), c10::EventFlag::BACKEND_DEFAULT) {
        torch::cuda::synchronize(device.index());
        from.record(guard.getStream(device));
        started = Time::now();
    }

    void stop() {
        to.record(guard.getStream(device));
        torch::cuda::synchronize(device.index());
    }
};

// Events tell the time since libtorch 2.5; before that it is the host's, of a device that was idle at both ends.
template <class C>
auto milliseconds(C& clock, int) -> decltype(clock.from.elapsedTime(clock.to)) {
    return clock.from.elapsedTime(clock.to);
}
template <class C>
double milliseconds(C& clock, long) {
    return std::chrono::duration<double, std::milli>(Time::now() - clock.started).count();
}

}  // namespace

// Waits until the CUDA device is idle, then starts.
VIB_API void* vib_clock_start(int32_t index) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* { return new Clock(c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(index))); });
}

// Milliseconds until the device had done what it was asked to until now; the clock is gone.
VIB_API double vib_clock_stop(void* clock) {
    return guarded(-1.0, [&] {
        std::unique_ptr<Clock> owned(static_cast<Clock*>(clock));
        owned->stop();
        return static_cast<double>(milliseconds(*owned, 0));
    });
}
