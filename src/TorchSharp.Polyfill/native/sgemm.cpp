// Single-precision products through oneDNN.
//
// Where libtorch calls an external BLAS (VIB_OWN_SGEMM), this library is loaded before that BLAS and so its `sgemm_` is the one that the
// dynamic linker gives libtorch. oneDNN, which such a libtorch carries anyway, is faster than
// OpenBLAS on products of hidden layers with each other; by how much depends on the processor.
// It takes over only after a product that it computed agreed with one in double precision; VIB_SGEMM=blas keeps the BLAS.
#include "vibtorch.h"

#if VIB_OWN_SGEMM
#include "signals.h"
#include <dlfcn.h>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace {

using Fortran = void (*)(const char*, const char*, const int*, const int*, const int*, const float*, const float*, const int*, const float*,
                         const int*, const float*, float*, const int*);
using OneDnn = int (*)(char, char, int64_t, int64_t, int64_t, float, const float*, int64_t, const float*, int64_t, float, float*, int64_t);

// 17 × 23 by 23 × 19 in all four transpositions, against double precision; 23 products in float err by less than 23 ε Σ|a||b|.
bool agrees_with_double(OneDnn product) {
    SignalsWait wait;
    const int m = 17, n = 19, k = 23;
    std::vector<float> a(m * k), b(k * n), c(m * n);
    for (int i = 0; i < m * k; ++i) a[i] = std::sin(1.0 + i);
    for (int i = 0; i < k * n; ++i) b[i] = std::cos(2.0 + i);
    for (bool ta : {false, true})
        for (bool tb : {false, true}) {
            std::fill(c.begin(), c.end(), 7.0f);
            if (product(ta ? 'T' : 'N', tb ? 'T' : 'N', m, n, k, 1.0f, a.data(), ta ? m : k, b.data(), tb ? k : n, 0.0f, c.data(), n)) return false;
            for (int i = 0; i < m; ++i)
                for (int j = 0; j < n; ++j) {
                    double exact = 0, size = 0;
                    for (int l = 0; l < k; ++l) {
                        double term = double(a[ta ? l * m + i : i * k + l]) * double(b[tb ? j * k + l : l * n + j]);
                        exact += term, size += std::fabs(term);
                    }
                    if (!(std::fabs(c[i * n + j] - exact) <= k * 1.2e-7 * size)) return false;
                }
        }
    return true;
}

struct Route {
    OneDnn onednn = nullptr;
    Fortran blas = nullptr;
    const char* name = "the BLAS that libtorch links";

    Route() {
        blas = reinterpret_cast<Fortran>(dlsym(RTLD_NEXT, "sgemm_"));
        if (void* library = blas ? nullptr : dlopen("libblas.so.3", RTLD_LAZY)) blas = reinterpret_cast<Fortran>(dlsym(library, "sgemm_"));
        const char* wish = std::getenv("VIB_SGEMM");
        if (wish && !std::strcmp(wish, "blas") && blas) {
            name = "the BLAS that libtorch links (VIB_SGEMM=blas)";
            return;
        }
        for (const char* file : {"libdnnl.so.3", "libdnnl.so.2"})
            if (void* library = dlopen(file, RTLD_LAZY | RTLD_NOLOAD)) onednn = reinterpret_cast<OneDnn>(dlsym(library, "dnnl_sgemm"));
        if (onednn && !agrees_with_double(onednn)) {
            onednn = nullptr;
            name = "the BLAS that libtorch links (oneDNN failed its check)";
        }
        if (onednn) name = "oneDNN's sgemm (checked at start-up; VIB_SGEMM=blas turns it off)";
    }
};

const Route& route() {
    static const Route chosen;
    return chosen;
}

}  // namespace

// Fortran is column-major and oneDNN row-major: the same memory is the transposed product with its factors exchanged.
VIB_API void sgemm_(const char* ta, const char* tb, const int* m, const int* n, const int* k, const float* alpha, const float* a, const int* lda,
                    const float* b, const int* ldb, const float* beta, float* c, const int* ldc) {
    const Route& to = route();
    if (to.onednn) {
        tell_the_team();
        SignalsWait wait;
        if (to.onednn(*tb, *ta, *n, *m, *k, *alpha, b, *ldb, a, *lda, *beta, c, *ldc) == 0) return;
    }
    if (to.blas) return to.blas(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    std::fputs("vib: neither oneDNN nor a BLAS can be found for sgemm_\n", stderr);
    std::abort();
}

VIB_API const char* vib_sgemm_route() { return route().name; }
#else
VIB_API const char* vib_sgemm_route() { return "libtorch's own"; }
#endif
