// Products whose factors are rounded to bfloat16 and whose sums are in single precision, for the CPUs that have instructions for them
// (AVX512-BF16, and AMX behind the same door of oneDNN).
//
// The factors come in single precision and are rounded here, to the nearest and ties to even, into memory that each thread keeps. oneDNN's product is
// taken only after one that it computed agreed with double precision. libtorch's own would round its result too, and adds short sums in bfloat16.
// VIB_BF16=off is for a CPU that has none.
#include "signals.h"
#include "vibtorch.h"
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

using OneDnn = int (*)(char, char, int64_t, int64_t, int64_t, float, const uint16_t*, int64_t, const uint16_t*, int64_t, float, float*, int64_t);

#if defined(__x86_64__)
bool has_instructions() { return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512vl"); }

__attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16"))) void round_to(const float* from, uint16_t* to, int64_t count) {
    for (; count > 0; from += 16, to += 16, count -= 16) {
        __mmask16 lanes = count >= 16 ? 0xffff : (1u << count) - 1;
        _mm256_mask_storeu_epi16(to, lanes, (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(lanes, from)));
    }
}
#else
bool has_instructions() { return false; }
void round_to(const float*, uint16_t*, int64_t) {}
#endif

struct Factor {
    const float* at;
    int64_t rows, columns; // as they lie in memory, row after row
    bool transposed;

    int64_t high() const { return transposed ? columns : rows; }
    int64_t wide() const { return transposed ? rows : columns; }
    char form() const { return transposed ? 'T' : 'N'; }
};

// A factor in bfloat16, in memory that this thread keeps for it.
const uint16_t* rounded(const Factor& factor, std::vector<uint16_t>& memory) {
    auto count = factor.rows * factor.columns;
    if (static_cast<int64_t>(memory.size()) < count) memory.resize(count);
    auto* to = memory.data();
    at::parallel_for(0, count, 1 << 16, [&](int64_t from, int64_t end) { round_to(factor.at + from, to + from, end - from); });
    return to;
}

int multiply(OneDnn product, const Factor& a, const Factor& b, float* c, bool add) {
    thread_local std::vector<uint16_t> for_a, for_b;
    auto *left = rounded(a, for_a), *right = rounded(b, for_b);
    tell_the_team();
    SignalsWait wait;
    return product(a.form(), b.form(), a.high(), b.wide(), a.wide(), 1.0f, left, a.columns, right, b.columns, add ? 1.0f : 0.0f, c, b.wide());
}

// 17 × 23 by 23 × 19 in all four transpositions, onto what is there or in its place. Products of bfloat16 are exact in float; 24 sums of them err by less than 24 ε Σ|a||b|.
bool agrees_with_double(OneDnn product) {
    const int m = 17, n = 19, k = 23;
    auto round = [](std::vector<float>& x) { // so that rounding again changes nothing
        for (float& f : x) {
            uint32_t bits;
            std::memcpy(&bits, &f, 4);
            bits &= 0xffff0000u;
            std::memcpy(&f, &bits, 4);
        }
    };
    std::vector<float> a(m * k), b(k * n), c(m * n);
    for (int i = 0; i < m * k; ++i) a[i] = std::sin(1.0 + i);
    for (int i = 0; i < k * n; ++i) b[i] = std::cos(2.0 + i);
    round(a), round(b);
    for (int form = 0; form < 8; ++form) {
        bool ta = form & 1, tb = form & 2, add = form & 4;
        std::fill(c.begin(), c.end(), 7.0f);
        if (multiply(product, {a.data(), ta ? k : m, ta ? m : k, ta}, {b.data(), tb ? n : k, tb ? k : n, tb}, c.data(), add)) return false;
        for (int i = 0; i < m; ++i)
            for (int j = 0; j < n; ++j) {
                double exact = add ? 7 : 0, size = exact;
                for (int l = 0; l < k; ++l) {
                    double term = double(a[ta ? l * m + i : i * k + l]) * double(b[tb ? j * k + l : l * n + j]);
                    exact += term, size += std::fabs(term);
                }
                if (!(std::fabs(c[i * n + j] - exact) <= (k + 1) * 1.2e-7 * size)) return false;
            }
    }
    return true;
}

void* find_product() {
    const char *name = "dnnl_gemm_bf16bf16f32", *files[] = {"libdnnl.so.3", "libdnnl.so.2"};
    auto in = [&](const char* file, int mode) {
        void* library = dlopen(file, RTLD_LAZY | mode);
        return library ? dlsym(library, name) : nullptr;
    };
    for (const char* file : files) // the one that libtorch has
        if (void* found = in(file, RTLD_NOLOAD)) return found;
    if (void* found = dlsym(RTLD_DEFAULT, name)) return found; // inside libtorch, where that shows it
    for (const char* file : files) // the system's
        if (void* found = in(file, RTLD_LOCAL)) return found;
    return nullptr;
}

struct Route {
    OneDnn product = nullptr;
    const char* name = "none: this CPU has no instructions for bfloat16";

    Route() {
        const char* wish = std::getenv("VIB_BF16");
        if (wish && !std::strcmp(wish, "off")) {
            name = "none (VIB_BF16=off)";
            return;
        }
        if (!has_instructions()) return;
        product = reinterpret_cast<OneDnn>(find_product());
        if (!product)
            name = "none: there is no oneDNN that shows its product (Debian's is libdnnl)";
        else if (!agrees_with_double(product)) {
            product = nullptr;
            name = "none: oneDNN's failed its check";
        } else
            name = "oneDNN's, summed in float32 (checked at start-up; VIB_BF16=off turns it off)";
    }
};

const Route& route() {
    static const Route chosen;
    return chosen;
}

}  // namespace

// c ← a b, or c + a b, of matrices that lie row after row; a factor that is transposed is given as it lies. -1 with a message where there is no such product.
VIB_API int32_t vib_bf16_product(const float* a, int64_t a_rows, int64_t a_columns, int32_t a_transposed, const float* b, int64_t b_rows, int64_t b_columns,
                                 int32_t b_transposed, float* c, int32_t add) {
    return guarded(int32_t(-1), [&] {
        const Route& to = route();
        TORCH_CHECK(to.product, "products of bfloat16: ", to.name);
        Factor left{a, a_rows, a_columns, a_transposed != 0}, right{b, b_rows, b_columns, b_transposed != 0};
        auto high = left.high(), between = left.wide(), wide = right.wide();
        TORCH_CHECK(between == right.high(), "a product of ", high, "×", between, " by ", right.high(), "×", wide);
        if (between == 0 && !add) std::memset(c, 0, sizeof(float) * high * wide);
        if (high == 0 || between == 0 || wide == 0) return 0;
        int failed = multiply(to.product, left, right, c, add != 0);
        TORCH_CHECK(failed == 0, "oneDNN's product of bfloat16 failed with status ", failed);
        return 0;
    });
}

VIB_API int32_t vib_bf16_there() { return route().product != nullptr; }
VIB_API const char* vib_bf16_route() { return route().name; }
