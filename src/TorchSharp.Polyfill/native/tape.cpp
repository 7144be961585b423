// A recorded step where there are no CUDA graphs: the operators that were called, with their arguments, called again. What an operator made anew is copied to
// where it was made then, so that a replay, like a CUDA graph's, is the same work on the same memory; and what a graph could not replay is refused here too:
// where the host reads a value, or a shape depends on one, or a generator is drawn from that was not named. So is what changes a tensor's shape in place:
// a graph would not do it again, the tape would.
// It is not fast. It is there so that all that stands above CUDA's graphs can be tried without a GPU.
#include "graphs.h"
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/library.h>
#include <algorithm>
#include <functional>
#include <set>
#include <string>

namespace {

// A mode of this thread that sees an operator before all others do; PyTorch keeps the key for tests.
constexpr auto mode = c10::DispatchKey::TESTING_ONLY_GenericMode;

class Tape;
thread_local Tape* recording = nullptr;

// Also of lists, of which some are of tensors that may be missing.
void each_tensor(const std::vector<c10::IValue>& values, const std::function<void(const at::Tensor&)>& take) {
    for (const auto& value : values) {
        if (value.isTensor() && value.toTensor().defined()) take(value.toTensor());
        if (value.isList()) {
            auto items = value.toListRef();
            each_tensor({items.begin(), items.end()}, take);
        }
    }
}

const void* memory_of(const at::Tensor& tensor) { return tensor.storage().unsafeGetStorageImpl(); }

// Those that libtorch has marked as such are found by their marks; these it has not.
const std::set<std::string> reading{
    // a value, to go on by
    "aten::is_nonzero", "aten::multinomial", "aten::histc", "aten::matrix_exp", "aten::linalg_matrix_exp",
    // a shape
    "aten::nonzero_numpy", "aten::_unique", "aten::index_put", "aten::index_put_", // by a mask
    // whether a decomposition came about
    "aten::cholesky", "aten::inverse", "aten::svd", "aten::linalg_cholesky", "aten::linalg_inv", "aten::linalg_solve", "aten::linalg_lu_factor", "aten::linalg_eigh", "aten::linalg_eigvalsh",
    "aten::linalg_eig", "aten::linalg_eigvals", "aten::linalg_svd", "aten::linalg_svdvals", "aten::linalg_pinv", "aten::pinverse"};

bool reads_a_value(const c10::OperatorHandle& op, const std::vector<c10::IValue>& arguments) {
    const auto& name = op.schema().name();
    if (reading.count(name)) return true;
    if (name == "aten::where") return arguments.size() == 1; // where it is true
    if (name == "aten::normal") return arguments.size() > 1 && arguments[1].isTensor(); // whether deviations are negative
    if (name == "aten::repeat_interleave") return arguments.back().isNone() && (arguments.size() == 2 || arguments[1].isTensor()); // how many in all
    return op.hasTag(at::Tag::data_dependent_output) || op.hasTag(at::Tag::dynamic_output_shape);
}

bool changes_a_shape(const c10::OperatorHandle& op) {
    const auto& name = op.schema().name();
    return (op.hasTag(at::Tag::inplace_view) && name != "aten::detach_") || name == "aten::set_" || name == "aten::resize_as_";
}

class Tape final : public Graph {
    struct Call {
        c10::OperatorHandle op;
        std::vector<c10::IValue> arguments, results;
        std::vector<bool> fresh; // of each tensor of the results, whether it is memory of its own
    };
    std::vector<Call> calls;
    std::vector<at::Generator> generators;

public:
    explicit Tape(std::vector<at::Generator> generators) : generators(std::move(generators)) {}

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

    void check(const c10::OperatorHandle& op, const std::vector<c10::IValue>& arguments) const {
        const auto& name = op.schema().name();
        TORCH_CHECK(!reads_a_value(op, arguments), name, " reads a value in a recorded step");
        TORCH_CHECK(!changes_a_shape(op), name, " changes a tensor's shape in place in a recorded step");
        for (const auto& argument : arguments)
            TORCH_CHECK(!argument.isGenerator() || std::count(generators.begin(), generators.end(), argument.toGenerator()),
                        name, " draws from a generator in a recorded step that is not one of the step's");
    }

    // An operator's results may be arguments, or views of them, and one of them memory of its own beside these.
    void add(const c10::OperatorHandle& op, std::vector<c10::IValue> arguments, std::vector<c10::IValue> results) {
        std::set<const void*> memory;
        each_tensor(arguments, [&](const at::Tensor& t) { memory.insert(memory_of(t)); });
        std::vector<bool> fresh;
        each_tensor(results, [&](const at::Tensor& t) { fresh.push_back(!memory.count(memory_of(t))); });
        auto works = op.schema().is_mutable() || std::count(fresh.begin(), fresh.end(), true) > 0;
        if (works) calls.push_back({op, std::move(arguments), std::move(results), std::move(fresh)});
    }

    void replay() override {
        at::NoGradGuard constant;
        for (const auto& call : calls) {
            c10::Stack stack(call.arguments.begin(), call.arguments.end());
            call.op.callBoxed(&stack);
            std::vector<at::Tensor> places;
            each_tensor(call.results, [&](const at::Tensor& t) { places.push_back(t); });
            size_t result = 0;
            each_tensor(stack, [&](const at::Tensor& made) {
                if (call.fresh[result]) places[result].copy_(made);
                ++result;
            });
        }
    }

    ~Tape() override { abandon(); }
};

void record(const c10::OperatorHandle& op, c10::Stack* stack) {
    c10::impl::ExcludeDispatchKeyGuard below(mode);
    const auto& schema = op.schema();
    auto arguments = std::vector<c10::IValue>(stack->end() - schema.arguments().size(), stack->end());
    if (recording) recording->check(op, arguments);
    op.callBoxed(stack);
    if (recording) recording->add(op, std::move(arguments), std::vector<c10::IValue>(stack->end() - schema.returns().size(), stack->end()));
}

TORCH_LIBRARY_IMPL(_, TESTING_ONLY_GenericMode, m) { m.fallback(torch::CppFunction::makeFromBoxedFunction<&record>()); }

}  // namespace

std::unique_ptr<Graph> make_tape(std::vector<at::Generator> generators) { return std::make_unique<Tape>(std::move(generators)); }

void check_not_recording(const char* what) { TORCH_CHECK(recording == nullptr, what, " in a recorded step, which would be frozen in it"); }
