// A recorded step where there are no CUDA graphs: the operators that were called, with their arguments, called again. What an operator made anew is copied to
// where it was made then, so that a replay, like a CUDA graph's, is the same work on the same memory; and what a graph could not replay is refused here too.
// It is not fast. It is there so that all that stands above CUDA's graphs can be tried without a GPU.
#include "graphs.h"
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/library.h>
#include <functional>
#include <set>

namespace {

// A mode of this thread that sees an operator before all others do; PyTorch keeps the key for tests.
constexpr auto mode = c10::DispatchKey::TESTING_ONLY_GenericMode;

class Tape;
thread_local Tape* recording = nullptr;

void each_tensor(const std::vector<c10::IValue>& values, const std::function<void(const at::Tensor&)>& take) {
    for (const auto& value : values) {
        if (value.isTensor() && value.toTensor().defined()) take(value.toTensor());
        if (value.isTensorList())
            for (const at::Tensor tensor : value.toTensorList()) take(tensor);
    }
}

class Tape final : public Graph {
    struct Call {
        c10::OperatorHandle op;
        std::vector<c10::IValue> arguments, results;
        bool fresh; // whether results are memory of their own
    };
    std::vector<Call> calls;

public:
    void begin() override {
        TORCH_CHECK(recording == nullptr, "a step is being recorded already");
        recording = this;
        c10::impl::tls_set_dispatch_key_included(mode, true);
    }

    void end() override { abandon(); }

    void abandon() noexcept override {
        if (recording != this) return;
        c10::impl::tls_set_dispatch_key_included(mode, false);
        recording = nullptr;
    }

    void add(const c10::OperatorHandle& op, std::vector<c10::IValue> arguments, std::vector<c10::IValue> results) {
        auto writes = op.schema().is_mutable();
        auto fresh = !writes;
        std::set<const void*> memory;
        each_tensor(arguments, [&](const at::Tensor& t) { memory.insert(t.storage().unsafeGetStorageImpl()); });
        each_tensor(results, [&](const at::Tensor& t) { fresh = fresh && !memory.count(t.storage().unsafeGetStorageImpl()); });
        auto view = !writes && !fresh;
        if (!view) calls.push_back({op, std::move(arguments), std::move(results), fresh});
    }

    void replay() override {
        at::NoGradGuard constant;
        for (const auto& call : calls) {
            c10::Stack stack(call.arguments.begin(), call.arguments.end());
            call.op.callBoxed(&stack);
            if (!call.fresh) continue;
            std::vector<at::Tensor> places;
            each_tensor(call.results, [&](const at::Tensor& t) { places.push_back(t); });
            auto place = places.begin();
            each_tensor(stack, [&](const at::Tensor& made) { place++->copy_(made); });
        }
    }

    ~Tape() override { abandon(); }
};

void record(const c10::OperatorHandle& op, c10::Stack* stack) {
    c10::impl::ExcludeDispatchKeyGuard below(mode);
    const auto& schema = op.schema();
    static const std::set<std::string> reads{"aten::item", "aten::_local_scalar_dense", "aten::is_nonzero", "aten::equal", "aten::nonzero", "aten::masked_select"};
    TORCH_CHECK(!reads.count(schema.name()), schema.name(), " reads a value in a recorded step");
    auto arguments = std::vector<c10::IValue>(stack->end() - schema.arguments().size(), stack->end());
    op.callBoxed(stack);
    if (recording) recording->add(op, std::move(arguments), std::vector<c10::IValue>(stack->end() - schema.returns().size(), stack->end()));
}

TORCH_LIBRARY_IMPL(_, TESTING_ONLY_GenericMode, m) { m.fallback(torch::CppFunction::makeFromBoxedFunction<&record>()); }

}  // namespace

std::unique_ptr<Graph> make_tape() { return std::make_unique<Tape>(); }

void check_not_recording(const char* what) { TORCH_CHECK(recording == nullptr, what, " in a recorded step, which would be frozen in it"); }
