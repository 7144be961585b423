// A step of fixed shape, recorded once and replayed: the same operators on the same memory.
#pragma once
#include "vibtorch.h"
#include <ATen/core/Generator.h>
#include <memory>
#include <vector>

class Graph {
public:
    virtual ~Graph() = default;
    virtual void begin() = 0;
    virtual void end() = 0;
    virtual void abandon() noexcept = 0; // of a recording that failed
    virtual void replay() = 0;
};

// Generators are those, beside the device's own, that the step draws from.
std::unique_ptr<Graph> make_tape(std::vector<at::Generator> generators);
std::unique_ptr<Graph> make_cuda_graph(c10::Device device, std::vector<at::Generator> generators);

// Throws while a step is recorded on this thread: values that the host reads cannot be replayed.
void check_not_recording(const char* what);
