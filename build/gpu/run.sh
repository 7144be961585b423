#!/bin/sh
# Compiles Vib's native part against the libtorch of the PyTorch that is here, compares GPU and CPU, measures beside PyTorch and JAX, and runs the tests of the device's path.
#
#   sh run.sh [--quick] [RESULTS_DIR]        results go to ./results if no folder is named
#
# PYTHON names the interpreter whose PyTorch it is; LIBTORCH a folder with include/ and lib/; LIBTORCH_INCLUDE and LIBTORCH_LIB the two by themselves.
# Without a GPU the same is done on the CPU, by a device's operators. One part that fails leaves the others alone; the exit code is how many failed.
set -u
here=$(cd "$(dirname "$0")" && pwd)
quick=0 results=./results
for argument in "$@"; do
    case $argument in
    --quick) quick=1 ;;
    -*) echo "run.sh: there is no option $argument; usage: sh run.sh [--quick] [RESULTS_DIR]" >&2 && exit 2 ;;
    *) results=$argument ;;
    esac
done
mkdir -p "$results" || exit 2
results=$(cd "$results" && pwd)
# Few files come out, since not every place gives back many: the rest is in the archive, which is there from the first part on, whatever happens to later ones.
work=$(mktemp -d) || exit 2
mkdir "$work/logs"
trap 'rm -rf "$work"' EXIT
summary=$results/summary.txt
: >"$summary"
began=$(date +%s)
budget=475
[ $quick = 0 ] || budget=230
failures=0

export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_NOLOGO=1 VIB_RESULTS="$work"
export NVIDIA_TF32_OVERRIDE=0 # float32 is float32, on every side
export HOME="${HOME:-$work}"

say() { echo "$*" | tee -a "$summary"; }

# What there is until now: the measurements, the figures of their logs, and all of it in one.
keep() {
    find "$work/artifacts" -name '*.json' -exec cp {} "$results" \; 2>/dev/null
    grep -h 'separable\|concat\|epochs over\|replicates of\|^cuda\|^cpu' "$work/logs/step.log" "$work/logs/vib.log" >"$results/figures.txt" 2>/dev/null
    cp "$summary" "$results/figures.txt" "$work" 2>/dev/null
    (cd "$work" && tar czf "$results/results.tar.gz" ./*) 2>/dev/null
}

# part NAME SECONDS COMMAND...: under its own limit and what is left of all, its output in logs/NAME.log of results.tar.gz, its end shown.
part() {
    name=$1 limit=$2
    shift 2
    started=$(date +%s)
    left=$((budget - (started - began)))
    if [ "$left" -lt 5 ]; then
        say "$(printf '%-24s NOT RUN, no time is left' "$name")"
        failures=$((failures + 1))
        return 1
    fi
    [ "$limit" -le "$left" ] || limit=$left
    log=$work/logs/$name.log
    echo "── $name (at most $limit s)"
    (cd "$work" && timeout -k 5 "$limit" "$@") >"$log" 2>&1
    code=$?
    took=$(($(date +%s) - started))
    case $code in
    0) verdict="passed in $took s" ;;
    124 | 137) verdict="STOPPED after $took s; logs/$name.log" ;;
    *) verdict="FAILED ($code) after $took s; logs/$name.log" ;;
    esac
    tail -n 40 "$log"
    say "$(printf '%-24s %s' "$name" "$verdict")"
    [ $code = 0 ] || failures=$((failures + 1))
    keep
    return $code
}

# ---- which libtorch ----

torch_of() { "$1" -c 'import os, torch; print(os.path.dirname(torch.__file__))' 2>/dev/null; }

whole() { [ -e "$1/torch/csrc/api/include/torch/version.h" ] && [ -e "$2/libtorch_cpu.so" ]; }

python= folder=
for candidate in "${PYTHON:-}" python3 python ${VIRTUAL_ENV:+"$VIRTUAL_ENV/bin/python3"} /opt/*/bin/python3 /opt/*/.venv/bin/python3 /usr/local/bin/python3 /usr/bin/python3; do
    [ -n "$candidate" ] || continue
    folder=$(torch_of "$candidate") && [ -n "$folder" ] && python=$(command -v "$candidate") && break
    folder=
done
[ -z "$python" ] || export VIB_PYTHON="$python"

include= lib=
try() { if [ -z "$include" ] && whole "$1" "$2"; then include=$1 lib=$2; fi; }
[ -z "${LIBTORCH_INCLUDE:-}" ] || [ -z "${LIBTORCH_LIB:-}" ] || try "$LIBTORCH_INCLUDE" "$LIBTORCH_LIB"
[ -z "${LIBTORCH:-}" ] || try "$LIBTORCH/include" "$LIBTORCH/lib"
[ -z "$folder" ] || try "$folder/include" "$folder/lib"
# The first compiler that is there.
for candidate in "${CXX:-}" g++ c++ clang++; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null && export CXX="$candidate" && break
done
if ! command -v "${CXX:-g++}" >/dev/null; then
    say "no C++ compiler: neither CXX (${CXX:-not set}) nor g++, c++, clang++ is there, and the native part has to be compiled"
    exit 1
fi

# Debian's: the libraries are the system's.
triple=$("$CXX" -print-multiarch 2>/dev/null)
try /usr/include "/usr/lib/$triple"
if [ -z "$include" ]; then
    say "no libtorch: neither LIBTORCH nor the torch of ${PYTHON:-python3} (${folder:-none}) has include/ and lib/libtorch_cpu.so"
    exit 1
fi

gpu=$(nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>/dev/null | head -n 1)
say "libtorch in $lib, headers in $include"
say "python: ${python:-none that imports torch}"
say "GPU: ${gpu:-none; everything runs on the CPU, by the operators that a GPU would run}"
[ -z "$python" ] || "$python" -c 'import torch; print("PyTorch", torch.__version__, "CUDA", torch.version.cuda, "GPU", torch.cuda.is_available())' 2>/dev/null | tee -a "$summary"
[ -z "$python" ] || "$python" -c 'import jax; print("JAX", jax.__version__)' 2>/dev/null | tee -a "$summary" || :
# A GPU may be lent by the minute; a CPU is not, and does all this slowly.
[ -n "$gpu" ] || budget=900
{
    date -u
    uname -a
    nproc
    nvidia-smi
    "${CXX:-g++}" --version
} >"$work/logs/machine.log" 2>&1

# ---- compile ----

# Part by part under `timeout`, so the loader finds what it needs even where the wheel's own paths do not.
bench=$here/bin/vib-bench
compiled=0
if part compile 150 sh "$here/compile.sh" "$include" "$lib" "$here/bin"; then
    compiled=1
elif [ -e "$lib/libtorch_cuda.so" ]; then
    say "once more without CUDA's headers: everything but recorded steps"
    export VIB_CUDA=0
    ! part compile-without-cuda 100 sh "$here/compile.sh" "$include" "$lib" "$here/bin" || compiled=1
fi
if [ $compiled = 0 ]; then
    say "$failures failed: without the native part there is nothing to run"
    exit $failures
fi
chmod +x "$bench" "$here"/bin/*.Tests 2>/dev/null
loads() { timeout 60 "$bench" doctor 2>&1 | grep -q '^libtorch.*[0-9] in /'; }
if ! loads; then
    wheels=$(ls -d "$lib"/../../nvidia/*/lib 2>/dev/null | tr '\n' ':')
    export LD_LIBRARY_PATH="$lib:$wheels${LD_LIBRARY_PATH:-}"
    say "the library loads only with LD_LIBRARY_PATH=$LD_LIBRARY_PATH"
fi

# ---- run ----

device=cpu
[ -z "$gpu" ] || device=cuda
part doctor 60 "$bench" doctor
if [ $device = cuda ] && ! grep -q 'CUDA device(s)' "$work/logs/doctor.log"; then
    say "this libtorch sees no GPU: everything runs on the CPU"
    failures=$((failures + 1))
    device=cpu
fi
part parity 150 "$bench" parity --device $device
if [ $device = cpu ]; then
    part step 90 "$bench" bench step --device cpu --rounds 1 --cases 'b128\.r[18]\.|b64'
    part vib 60 "$bench" bench vib --device cpu --rounds 1
elif [ $quick = 1 ]; then
    part step 90 "$bench" bench step --device $device --rounds 3 --cases 'b128\.r(1|64)\.'
    part vib 60 "$bench" bench vib --device $device --rounds 3 --epochs 20
else
    part step 250 "$bench" bench step --device $device --rounds 5
    part vib 120 "$bench" bench vib --device $device --rounds 5 --epochs 200
fi
tests=$here/bin
part tests-device 100 "$tests/Vib.Core.Tests" -noLogo -noColor -class '*DevicePathTests' -class '*StepGraphTests' -class '*KernelTests' -class '*KernelsTests'
# One class copies the program's folder and wants no runtime in it.
part tests-torch 60 "$tests/TorchSharp.Polyfill.Tests" -noLogo -noColor -class- '*.Library'

# ---- what came of it ----

took=$(($(date +%s) - began))
say "$failures parts failed, $took s in all, on $device"
keep
echo
echo "── $results"
cat "$summary"
exit $failures
