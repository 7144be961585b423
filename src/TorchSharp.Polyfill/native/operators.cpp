// One door to every ATen operator: look a schema up once, then call it with a stack of tagged arguments.
#include "vibtorch.h"
#include <ATen/core/dispatch/Dispatcher.h>

namespace {

enum Tag : int32_t { None, Tensor, Int, Double, Bool, IntList, TensorList, Generator, Device };

// 16 bytes, built by the caller on its own stack. Lists are `count` entries of the call's blob from `integer` on.
struct Argument {
    Tag tag;
    int32_t count;
    union {
        int64_t integer;
        double real;
        void* pointer;
    };
};

c10::IValue to_ivalue(const Argument& a, const int64_t* blob) {
    switch (a.tag) {
        case None: return {};
        case Tensor: return borrow(static_cast<Handle>(a.pointer));
        case Int: return a.integer;
        case Double: return a.real;
        case Bool: return a.integer != 0;
        case IntList: return c10::List<int64_t>(at::IntArrayRef(blob + a.integer, a.count));
        case TensorList: {
            c10::List<at::Tensor> list;
            for (int32_t i = 0; i < a.count; ++i) list.push_back(borrow(reinterpret_cast<Handle>(blob[a.integer + i])));
            return list;
        }
        case Generator: return *static_cast<at::Generator*>(a.pointer);
        case Device: return to_device(a.integer, a.count);
    }
    TORCH_CHECK(false, "unknown argument tag ", static_cast<int>(a.tag));
}

// Tensors and truth values are what the operators in use answer with.
void check_result(const c10::IValue& value) {
    TORCH_CHECK(value.isTensor() || value.isBool(), "an operator returned a ", value.tagKind(), ", which cannot cross to .NET");
}

void store(c10::IValue&& value, Argument& result) {
    result.tag = value.isTensor() ? Tensor : Bool;
    if (value.isTensor())
        result.pointer = release(std::move(value).toTensor());
    else
        result.integer = value.toBool();
}

template <class Signature>
auto typed(void* op) { return static_cast<c10::OperatorHandle*>(op)->typed<Signature>(); }

}  // namespace

// A handle for "aten::add", "Tensor"; it lives as long as the process.
VIB_API void* vib_operator(const char* name, const char* overload) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* {
        return new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
    });
}

// Calls op with `count` arguments; those that the caller leaves off at the end take the schema's defaults. Stores exactly `capacity`
// results, all or (with -1) none. With capacity 0 they are dropped (in-place operators return their own first argument).
VIB_API int32_t vib_call(void* op, const Argument* arguments, int32_t count, const int64_t* blob, Argument* results, int32_t capacity) {
    return guarded(int32_t(-1), [&] {
        auto& handle = *static_cast<c10::OperatorHandle*>(op);
        const auto& declared = handle.schema().arguments();
        TORCH_CHECK(static_cast<size_t>(count) <= declared.size(), handle.schema().name(), " takes ", declared.size(), " arguments, not ", count);
        c10::Stack stack;
        stack.reserve(declared.size());
        for (int32_t i = 0; i < count; ++i) stack.push_back(to_ivalue(arguments[i], blob));
        for (size_t i = count; i < declared.size(); ++i) {
            TORCH_CHECK(declared[i].default_value().has_value(), handle.schema().name(), " needs its argument '", declared[i].name(), "'");
            stack.push_back(*declared[i].default_value());
        }
        handle.callBoxed(&stack);
        if (capacity == 0) return 0;
        TORCH_CHECK(stack.size() == static_cast<size_t>(capacity), handle.schema().name(), " returned ", stack.size(), " results, not ", capacity);
        for (const auto& value : stack) check_result(value); // before the first is stored: an error then leaves nothing to free
        for (int32_t i = 0; i < capacity; ++i) store(std::move(stack[i]), results[i]);
        return capacity;
    });
}

// Typed doors for the signatures that a training step calls most: no stack, no boxing.
VIB_API Handle vib_unary(void* op, Handle x) {
    return guarded(Handle(nullptr), [&] { return release(typed<at::Tensor(const at::Tensor&)>(op).call(borrow(x))); });
}

VIB_API Handle vib_binary(void* op, Handle x, Handle y) {
    return guarded(Handle(nullptr), [&] {
        return release(typed<at::Tensor(const at::Tensor&, const at::Tensor&)>(op).call(borrow(x), borrow(y)));
    });
}

// add and sub: their third argument scales y, and is an integer here so that tensors of integers add too.
VIB_API Handle vib_sum(void* op, Handle x, Handle y) {
    return guarded(Handle(nullptr), [&] {
        return release(typed<at::Tensor(const at::Tensor&, const at::Tensor&, const at::Scalar&)>(op).call(borrow(x), borrow(y), 1));
    });
}

VIB_API int32_t vib_binary_inplace(void* op, Handle x, Handle y) {
    return guarded(int32_t(-1), [&] {
        at::Tensor self = borrow(x);
        typed<at::Tensor&(at::Tensor&, const at::Tensor&)>(op).call(self, borrow(y));
        return 0;
    });
}

// self ← beta·self + alpha·a b: with beta = 0 this is a product into memory that is already there.
VIB_API int32_t vib_product_inplace(void* op, Handle self, Handle a, Handle b, double beta, double alpha) {
    return guarded(int32_t(-1), [&] {
        at::Tensor out = borrow(self);
        typed<at::Tensor&(at::Tensor&, const at::Tensor&, const at::Tensor&, const at::Scalar&, const at::Scalar&)>(op)
            .call(out, borrow(a), borrow(b), beta, alpha);
        return 0;
    });
}
