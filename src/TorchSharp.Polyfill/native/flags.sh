#!/bin/sh
# How libvibtorch.so is compiled against a libtorch: `flags.sh INCLUDE LIB`. Lines of a word and what belongs to it, for the build and for whoever compiles elsewhere:
#
#   version 2.11.0          what the header says
#   cuda FOLDER             of CUDA's headers; no line where libtorch has no CUDA or none that fit are found
#   compile FLAG, link FLAG one to a line, in this order
#
# CXX names the compiler, CUDA_HOME a CUDA toolkit; VIB_CUDA=0 leaves CUDA's headers alone.
set -u
include=$1 lib=$2 cxx=${CXX:-g++}

# In the header of a libtorch before 2.10 itself, later in one that it includes.
number() { cat "$include/torch/csrc/api/include/torch/version.h" "$include/torch/headeronly/version.h" 2>/dev/null | sed -n "s/^#define TORCH_VERSION_$1 \([0-9][0-9]*\).*/\1/p" | head -n 1; }
major=$(number MAJOR) minor=$(number MINOR) patch=$(number PATCH)
if [ -z "$major" ] || [ -z "$minor" ] || [ -z "$patch" ]; then
    echo "flags.sh: $include names no version of libtorch" >&2
    exit 1
fi

exports() { nm -D "$lib/$1" 2>/dev/null; }

# Headers of the CUDA that libtorch was built with, which the compiler accepts: some wheels hold only a part of them.
cuda_headers() {
    [ "${VIB_CUDA:-1}" != 0 ] && [ -e "$lib/libtorch_cuda.so" ] || return 0
    wanted=$(objdump -p "$lib/libc10_cuda.so" 2>/dev/null | sed -n 's/.*NEEDED.*libcudart.*\.so\.\([0-9][0-9]*\).*/\1/p' | head -n 1)
    wheels=$lib/../../nvidia
    for folder in ${CUDA_HOME:+"$CUDA_HOME/include"} "$wheels/cu$wanted/include" "$wheels/cuda_runtime/include" /usr/local/cuda/include "/usr/local/cuda-$wanted/include"; do
        [ -e "$folder/cuda_runtime_api.h" ] || continue
        printf '#include <cuda.h>\n#include <cuda_runtime_api.h>\n#if CUDART_VERSION / 1000 != %s\n#error another CUDA\n#endif\n' "${wanted:-CUDART_VERSION / 1000}" |
            "$cxx" -fsyntax-only -I"$folder" -x c++ - 2>/dev/null || continue
        (cd "$folder" && pwd)
        return 0
    done
}

cuda=$(cuda_headers)
echo "version $major.$minor.$patch"
[ -z "$cuda" ] || echo "cuda $cuda"

# libtorch 2.9 and later are written in C++20.
if [ "$major" -gt 2 ] || { [ "$major" -eq 2 ] && [ "$minor" -ge 9 ]; }; then standard=c++20; else standard=c++17; fi
if exports libc10.so | grep -q __cxx11; then abi=1; else abi=0; fi
# Whether libtorch calls an sgemm_ of some other library's, which is then ours to give (sgemm.cpp).
if exports libtorch_cpu.so | grep -q ' U sgemm_$'; then sgemm=1; else sgemm=0; fi

for flag in -O2 -std=$standard -fPIC -Wno-deprecated-declarations -D_GLIBCXX_USE_CXX11_ABI=$abi -DVIB_OWN_SGEMM=$sgemm "-I$include" "-I$include/torch/csrc/api/include"; do
    echo "compile $flag"
done
[ $sgemm = 0 ] || echo "compile -fopenmp"
if [ -n "$cuda" ]; then
    echo "compile -DVIB_CUDA=1"
    echo "compile -I$cuda"
else
    echo "compile -DVIB_CUDA=0"
fi

# No function of libtorch_cuda's is called by name, and without it in the process there is no CUDA.
for flag in "-L$lib" -Wl,--no-as-needed -ltorch -ltorch_cpu -lc10; do echo "link $flag"; done
[ ! -e "$lib/libtorch_cuda.so" ] || for flag in -ltorch_cuda -lc10_cuda; do echo "link $flag"; done
[ $sgemm = 0 ] || echo "link -fopenmp"
for flag in -ldl "-Wl,-rpath,$lib"; do echo "link $flag"; done
