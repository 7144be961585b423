"""How a peer takes turns with the benchmark, which keeps it alive: lines from stdin, a line of JSON for each.

    steps THREADS COUNT JOB...        {"ms": milliseconds that one step of every run of the job took}
    operators THREADS 1 JOB...        {"operators": ATen's operators in such a step, those that call others and those that are called}

The first line says which PyTorch this is, and what its matrix product reaches on one thread.
"""

import json
import sys
import time

import torch


def milliseconds(step, count):
    start = time.perf_counter()
    for _ in range(count):
        step()
    return 1000 * (time.perf_counter() - start) / count


def gflops(side=256):
    a, b = torch.randn(side, side), torch.randn(side, side)
    return max(2e-6 * side**3 / milliseconds(lambda: a @ b, 20) for _ in range(5))


def operators(step):
    with torch.autograd.profiler.profile() as profile:
        step()
    return sum(event.name.startswith("aten::") for event in profile.function_events)


def serve(runs_of):
    """runs_of(*JOB) is a list of runs with a method `step`; they take their steps one run after the other."""
    torch.set_num_threads(1)
    print(json.dumps({"torch": torch.__version__, "gflops": gflops()}), flush=True)
    job, runs = None, []
    for line in sys.stdin:
        verb, threads, count, *words = line.split()
        torch.set_num_threads(int(threads))
        if words != job:
            job, runs = words, []  # frees the old ones first
            runs = runs_of(*words)
        if verb == "steps":
            answer = {"ms": sum(milliseconds(run.step, int(count)) for run in runs)}
        else:
            answer = {"operators": sum(operators(run.step) for run in runs)}
        print(json.dumps(answer), flush=True)
