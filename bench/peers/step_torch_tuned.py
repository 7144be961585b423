"""The same steps as in step_torch.py by someone who wants them fast. Both towers and all replicates of a separable critic are one batched product;
the concatenated critic's first layer is split, so that its B² inputs are never built; masks are made once, nothing is read back, Adam and the graph are
as fused as this version can. On a GPU the whole loss, draws and all, is compiled and captured.
"""

import math

import torch
from torch import nn

import turns
from step_torch import D, EMBEDDING, HIDDEN, MINE_WEIGHT, RATE, RHO
from tuning import adam, begin, compiled
from turns import DEVICE


class Layer(nn.Module):
    """`copies` linear layers side by side, with nn.Linear's initial weights."""

    def __init__(self, copies, inputs, outputs):
        super().__init__()
        limit = 1 / math.sqrt(inputs)
        self.weight = nn.Parameter(torch.empty(copies, inputs, outputs).uniform_(-limit, limit))
        self.bias = nn.Parameter(torch.empty(copies, 1, outputs).uniform_(-limit, limit))

    def forward(self, x):
        return torch.baddbmm(self.bias, x, self.weight)


class Separable(nn.Module):
    def __init__(self, replicates):
        super().__init__()
        copies = 2 * replicates
        self.towers = nn.Sequential(Layer(copies, D, HIDDEN), nn.ReLU(True), Layer(copies, HIDDEN, HIDDEN), nn.ReLU(True), Layer(copies, HIDDEN, EMBEDDING))

    def forward(self, x, y):
        g, h = self.towers(torch.cat([x, y])).chunk(2)  # [R,B,E] each
        return torch.bmm(g, h.transpose(1, 2))  # [R,B,B]


class Concatenated(nn.Module):
    def __init__(self, replicates):
        super().__init__()
        self.x, self.y = nn.Linear(D, HIDDEN), nn.Linear(D, HIDDEN, bias=False)
        self.rest = nn.Sequential(nn.ReLU(True), nn.Linear(HIDDEN, HIDDEN), nn.ReLU(True), nn.Linear(HIDDEN, 1))

    def forward(self, x, y):
        pairs = self.x(x).unsqueeze(2) + self.y(y).unsqueeze(1)  # [1,B,B,h]
        return self.rest(pairs).squeeze(-1)


def joint(scores):
    return scores.diagonal(dim1=1, dim2=2).mean(1)


def partition(scores, mask):
    return (scores + mask).exp().sum((1, 2))


# Each is [R] of scores [R,B,B]; the mask is −log B(B−1) off the diagonal and −∞ on it.
def info_nce(scores, mask):
    return joint(scores) - scores.logsumexp(2).mean(1)


def nwj(scores, mask):
    return joint(scores) - partition(scores, mask - 1)


class Mine:
    average = None

    def __call__(self, scores, mask):
        now = partition(scores, mask)
        seen = now.detach()
        self.average = seen if self.average is None else torch.lerp(self.average, seen, MINE_WEIGHT)
        return joint(scores) - now / self.average


CRITICS = {"separable": Separable, "concat": Concatenated}
BOUNDS = {"infonce": lambda: info_nce, "nwj": lambda: nwj, "mine": Mine}


class Run:
    def __init__(self, critic, batch, replicates, bound):
        self.batch, self.replicates, self.bound = batch, replicates, BOUNDS[bound]()
        self.critic = CRITICS[critic](replicates).to(DEVICE)
        self.mask = torch.full((batch, batch), -math.log(batch * (batch - 1)), device=DEVICE).fill_diagonal_(-math.inf)
        self.adam = adam(self.critic.parameters(), lr=RATE)
        self.scores = self.critic
        if DEVICE.type == "cuda" and bound != "mine":
            self.loss = compiled(self.loss, DEVICE)
        else:  # MINE's average lives on from step to step, outside of any graph
            self.scores = compiled(self.critic)

    def loss(self):
        x, noise = torch.randn(2, self.replicates, self.batch, D, device=DEVICE)
        y = torch.add(noise.mul_(math.sqrt(1 - RHO * RHO)), x, alpha=RHO)
        return -self.bound(self.scores(x, y), self.mask).sum()

    def step(self):
        begin(DEVICE)
        self.adam.zero_grad(set_to_none=True)
        self.loss().backward()
        self.adam.step()


def runs_of(critic, batch, replicates, bound):
    """A concatenated critic fills the cores by itself: its replicates take turns."""
    if critic == "separable":
        return [Run(critic, int(batch), int(replicates), bound)]
    return [Run(critic, int(batch), 1, bound) for _ in range(int(replicates))]


if __name__ == "__main__":
    torch.manual_seed(1)
    turns.serve(runs_of)
