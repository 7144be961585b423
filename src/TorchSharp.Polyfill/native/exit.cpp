// The end of the process. exit() destroys libtorch's globals while background threads may still be computing with them, and they would crash.
// So, first of all that exit() does: nobody enters any more, those inside get a second to leave, and if one stays the process ends at once.
#include "vibtorch.h"
#include <unistd.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace {

constexpr int32_t closed = 1 << 30;

void close_gate(int status, void*) {
    threads_inside.fetch_or(closed);
    for (int millisecond = 0; threads_inside.load() != closed; ++millisecond) {
        if (millisecond == 1000) {
            std::fflush(nullptr);
            _exit(status);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

}  // namespace

std::atomic<int32_t> threads_inside{0};

bool process_exits() noexcept { return threads_inside.load() & closed; }

void wait_for_the_end() noexcept {
    threads_inside.fetch_sub(1);
    for (;;) pause();
}

// Called when the managed side is through with its own exit handlers: what is registered last runs first.
VIB_API void vib_at_exit() { on_exit(close_gate, nullptr); }
