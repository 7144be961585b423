"""How a peer takes turns with the benchmark, which keeps it alive: lines from stdin, a line of JSON for each.

    steps THREADS COUNT JOB...        {"ms": milliseconds that one step of every run of the job took}
    operators THREADS 1 JOB...        {"operators": ATen's operators in such a step, those that call others and those that are called}

The first line says which PyTorch this is, and what its matrix product reaches: on one thread, or on the device that the script was started with.
A device's time is that between two of its own events.
"""

import json
import sys
import time

import torch

DEVICE = torch.device(sys.argv[1] if len(sys.argv) > 1 else "cpu")
WARM = 20 if DEVICE.type == "cuda" else 0  # steps in which graphs are compiled and captured


def milliseconds(step, count):
    if DEVICE.type != "cuda":
        start = time.perf_counter()
        for _ in range(count):
            step()
        return 1000 * (time.perf_counter() - start) / count
    start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    torch.cuda.synchronize()
    start.record()
    for _ in range(count):
        step()
    end.record()
    end.synchronize()
    return start.elapsed_time(end) / count


def gflops():
    side = 4096 if DEVICE.type == "cuda" else 256
    a, b = (torch.randn(side, side, device=DEVICE) for _ in range(2))
    return max(2e-6 * side**3 / milliseconds(lambda: a @ b, 20) for _ in range(5))


def operators(step):
    with torch.autograd.profiler.profile() as profile:
        step()
    return sum(event.name.startswith("aten::") for event in profile.function_events)


def forget():
    """What was compiled for another job: the next is not to be a case of the last with sizes left open."""
    reset = getattr(getattr(torch, "compiler", None), "reset", None)
    if reset:
        reset()


def warm(runs):
    for run in runs:
        for _ in range(WARM):
            run.step()
    return runs


def serve(runs_of):
    """runs_of(*JOB) is a list of runs with a method `step`; they take their steps one run after the other."""
    torch.set_num_threads(1)
    torch.set_float32_matmul_precision("highest")  # no TF32, as on every side
    print(json.dumps({"torch": torch.__version__, "gflops": gflops()}), flush=True)
    job, runs = None, []
    for line in sys.stdin:
        verb, threads, count, *words = line.split()
        torch.set_num_threads(int(threads))
        if words != job:
            job, runs = words, []  # frees the old ones first
            forget()
            runs = warm(runs_of(*words))
        if verb == "steps":
            answer = {"ms": sum(milliseconds(run.step, int(count)) for run in runs)}
        else:
            answer = {"operators": len(runs) * operators(runs[0].step)}  # all are alike, and a profile of hundreds takes minutes
        print(json.dumps(answer), flush=True)
