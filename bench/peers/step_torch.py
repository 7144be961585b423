"""The peer of `bench step`: a separable InfoNCE step in plain PyTorch, as a user would write it.

Kept alive by the benchmark so that both sides take turns. Reads lines "BATCH STEPS" from stdin; answers each with one line of JSON,
{"ms": milliseconds per step, "value": the bound after the last}. The first line it prints names the version.
"""

import json
import math
import sys
import time

import torch
from torch import nn

D, HIDDEN, EMBEDDING, INFORMATION = 20, 256, 32, 4.0
RHO = math.sqrt(1 - math.exp(-2 * INFORMATION / D))


def tower():
    return nn.Sequential(nn.Linear(D, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, EMBEDDING))


class Run:
    def __init__(self, batch):
        torch.manual_seed(1)
        self.batch, self.g, self.h = batch, tower(), tower()
        self.adam = torch.optim.Adam([*self.g.parameters(), *self.h.parameters()], lr=5e-4)

    def step(self):
        x = torch.randn(self.batch, D)
        y = RHO * x + math.sqrt(1 - RHO * RHO) * torch.randn(self.batch, D)
        scores = self.g(x) @ self.h(y).t()
        value = (scores.diagonal() - scores.logsumexp(1)).mean() + math.log(self.batch)
        self.adam.zero_grad(set_to_none=True)
        (-value).backward()
        self.adam.step()
        return value

    def steps(self, count):
        start = time.perf_counter()
        for _ in range(count):
            value = self.step()
        return {"ms": 1000 * (time.perf_counter() - start) / count, "value": value.item()}


def main():
    torch.set_num_threads(1)
    print(json.dumps({"torch": torch.__version__}), flush=True)
    runs = {}
    for line in sys.stdin:
        batch, count = map(int, line.split())
        if batch not in runs:
            runs[batch] = Run(batch)
        print(json.dumps(runs[batch].steps(count)), flush=True)


if __name__ == "__main__":
    main()
