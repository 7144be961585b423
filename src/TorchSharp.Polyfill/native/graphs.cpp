// The doors to recorded steps, and CUDA's graphs.
#include "graphs.h"
#include <c10/core/Event.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <map>
#include <mutex>

namespace {

// Streams beside the current one, the same in every call.
c10::Stream side_stream(c10::Device place, int number) {
    static std::mutex one_at_a_time;
    static std::map<std::pair<int, int>, c10::Stream> streams;
    std::lock_guard<std::mutex> lock(one_at_a_time);
    auto key = std::make_pair(static_cast<int>(place.index()), number);
    auto found = streams.find(key);
    if (found == streams.end()) found = streams.emplace(key, c10::impl::VirtualGuardImpl(place.type()).getStreamFromGlobalPool(place, false)).first;
    return found->second;
}

}  // namespace

#if VIB_CUDA
#include <ATen/cuda/CUDAGeneratorImpl.h>
#include <ATen/cuda/CUDAGraph.h>

namespace {

// Generators of one's own can be captured since libtorch 2.3, where they are told to the graph; the newest versions find them by themselves.
template <class G>
auto tell(G& graph, const at::Generator& generator, int) -> decltype(graph.register_generator_state(generator)) {
    graph.register_generator_state(generator);
}
template <class G>
void tell(G&, const at::Generator&, long) {}

// After a capture that failed a generator believes for ever that it is being captured, and refuses to draw: it goes on with another state of the same numbers.
template <class G>
auto renew(G generator, int) -> decltype(generator.graphsafe_set_state(generator)) {
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.graphsafe_set_state(generator.clone());
}
template <class G>
void renew(G, long) {}

// libtorch's graph in more room than it says: its size in the header depends on macros of CUDA's headers, which libtorch may have seen and we not.
// Where its capture failed it is left to lie: the allocator still asks it whether a stream is captured, and has no way to hear that it is gone.
class Captured {
    struct alignas(64) Room {
        unsigned char bytes[sizeof(at::cuda::CUDAGraph) + 1024];
    };
    std::unique_ptr<Room> room{new Room};
    at::cuda::CUDAGraph* graph = new (room->bytes) at::cuda::CUDAGraph();

public:
    Captured() = default;
    Captured(const Captured&) = delete;
    at::cuda::CUDAGraph& operator*() { return *graph; }
    at::cuda::CUDAGraph* operator->() { return graph; }

    void leave_to_lie() noexcept {
        (void)room.release();
        graph = nullptr;
    }

    ~Captured() {
        if (graph) graph->~CUDAGraph();
    }
};

// Graphs of a device are recorded on the same stream, and some versions of libtorch free that stream's workspaces of cuBLAS with the first of the graphs that goes, while the others
// write to them (pytorch/pytorch#193402). So none goes before the last.
class Company {
    std::mutex one_at_a_time;
    int alive = 0;
    std::vector<std::unique_ptr<Captured>> gone;

public:
    static Company& of(c10::Device place) {
        static auto& all = *new std::map<int, Company>; // outlives CUDA's own end
        static std::mutex finding;
        std::lock_guard<std::mutex> lock(finding);
        return all[place.index()];
    }

    void enter() {
        std::lock_guard<std::mutex> lock(one_at_a_time);
        ++alive;
    }

    void leave(std::unique_ptr<Captured> graph) {
        std::vector<std::unique_ptr<Captured>> last;
        std::lock_guard<std::mutex> lock(one_at_a_time);
        gone.push_back(std::move(graph));
        if (--alive == 0) last.swap(gone);
    }
};

// Until it goes out of scope, this thread's current device is another, and so is that device's current stream.
class Elsewhere {
    c10::impl::VirtualGuardImpl guard{c10::DeviceType::CUDA};
    c10::Device device;
    c10::Stream stream;

public:
    explicit Elsewhere(c10::Stream to) : device(guard.exchangeDevice(to.device())), stream(guard.exchangeStream(to)) {}
    Elsewhere(const Elsewhere&) = delete;
    ~Elsewhere() {
        guard.exchangeStream(stream);
        guard.uncheckedSetDevice(device);
    }
};

// Every capture on a device uses the same streams, for which products outside of it have made the workspaces of cuBLAS and cuBLASLt: in a capture they would be the graph's own.
c10::Stream with_workspace(c10::Device place, c10::Stream stream) {
    Elsewhere there(stream);
    auto a = at::ones({8, 8}, at::TensorOptions().device(place));
    a.mm(a);
    at::addmm(a.select(0, 0), a, a);
    torch::cuda::synchronize(place.index());
    return stream;
}

// Capture wants a stream of its own; replays run on the stream that is current then.
class CudaGraph final : public Graph {
    std::unique_ptr<Captured> captured = std::make_unique<Captured>();
    Captured& graph = *captured;
    std::vector<at::Generator> generators;
    c10::Device place;
    c10::Stream side;
    std::unique_ptr<Elsewhere> capturing; // from the beginning of the capture to its end

public:
    CudaGraph(c10::Device place, std::vector<at::Generator> generators)
        : generators(std::move(generators)), place(place), side(with_workspace(place, side_stream(place, 0))) {
        with_workspace(place, side_stream(place, 1));
        Company::of(place).enter();
    }

    void begin() override {
        torch::cuda::synchronize(place.index()); // what was asked for before is done, so that the other stream need not wait for it
        capturing = std::make_unique<Elsewhere>(side);
        for (const auto& generator : generators) tell(*graph, generator, 0);
        graph->capture_begin();
    }

    void end() override {
        graph->capture_end();
        capturing.reset();
        torch::cuda::synchronize(place.index()); // what the capture set on its stream, the seeds, is set again by the replay on another
        replay();                                // what is captured is not done
    }

    void abandon() noexcept override {
        if (!capturing) return;
        auto broken = false;
        try {
            Elsewhere origin(side); // what failed may have left another stream current, and only on this one can the capture end
            graph->capture_end();
        } catch (...) { // not only given up
            broken = true;
        }
        capturing.reset();
        if (!broken) return;
        graph.leave_to_lie();
        renew_generators();
    }

    void replay() override { graph->replay(); }

    ~CudaGraph() override {
        abandon();
        try {
            torch::cuda::synchronize(place.index()); // its memory may still be in use
        } catch (...) {
        }
        Company::of(place).leave(std::move(captured));
    }

private:
    void renew_generators() noexcept {
        try {
            generators.push_back(at::globalContext().defaultGenerator(place));
            for (const auto& generator : generators) renew(generator, 0);
        } catch (...) {
        }
    }
};

}  // namespace

std::unique_ptr<Graph> make_cuda_graph(c10::Device device, std::vector<at::Generator> generators) {
    return std::make_unique<CudaGraph>(device, std::move(generators));
}
#else
std::unique_ptr<Graph> make_cuda_graph(c10::Device, std::vector<at::Generator>) {
    TORCH_CHECK(false, "libvibtorch.so was compiled without CUDA's headers, so nothing can be captured");
}
#endif

// Begins to record what this thread does on the device.
VIB_API Graph* vib_graph_begin(int32_t device_type, int32_t device_index, at::Generator* const* generators, int32_t count) {
    return guarded(static_cast<Graph*>(nullptr), [&] {
        auto device = to_device(device_type, device_index);
        std::vector<at::Generator> drawn_from;
        for (int32_t i = 0; i < count; ++i) drawn_from.push_back(*generators[i]);
        auto graph = device.is_cuda() ? make_cuda_graph(device, std::move(drawn_from)) : make_tape(std::move(drawn_from));
        try {
            graph->begin();
        } catch (...) {
            graph->abandon();
            throw;
        }
        return graph.release();
    });
}

// Ends the recording; the step was done once.
VIB_API int32_t vib_graph_end(Graph* graph) {
    return guarded(int32_t(-1), [&] {
        try {
            graph->end();
        } catch (...) {
            graph->abandon();
            throw;
        }
        return 0;
    });
}

VIB_API int32_t vib_graph_replay(Graph* graph) {
    return guarded(int32_t(-1), [&] { return graph->replay(), 0; });
}

// Also of a graph that is still being recorded: the recording is given up.
VIB_API void vib_graph_release(Graph* graph) {
    Inside inside;
    graph->abandon();
    delete graph;
}

namespace {

// Work beside the current stream's: it begins when that has come here, and is waited for at the join.
class Branch {
    c10::Device place;
    c10::impl::VirtualGuardImpl device;
    c10::Stream main, side;
    c10::Event begun, done;

public:
    explicit Branch(c10::Device place)
        : place(place), device(place.type()), main(device.getStream(place)), side(side_stream(place, 1)), begun(place.type()), done(place.type()) {
        begun.record(main);
        begun.block(side);
        device.exchangeStream(side);
    }

    void leave() {
        device.exchangeStream(main); // first: in a capture that failed the event is refused
        done.record(side);
    }

    void join() { done.block(main); }
};

}  // namespace

// What follows goes to the branch.
VIB_API Branch* vib_branch_begin(int32_t index) {
    return guarded(static_cast<Branch*>(nullptr), [&] { return new Branch(c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(index))); });
}

// What follows goes beside the branch.
VIB_API int32_t vib_branch_leave(Branch* branch) {
    return guarded(int32_t(-1), [&] { return branch->leave(), 0; });
}

// What follows waits for both; the branch is gone.
VIB_API int32_t vib_branch_join(Branch* branch) {
    return guarded(int32_t(-1), [&] {
        std::unique_ptr<Branch> owned(branch);
        owned->join();
        return 0;
    });
}
