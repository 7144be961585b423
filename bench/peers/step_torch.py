"""A critic's training step in plain PyTorch, as a user would write it after the notebook of Poole et al. 2019. Replicates are runs of their own.

Jobs: CRITIC BATCH REPLICATES BOUND, of separable and concat, infonce, nwj and mine.
"""

import math

import torch
from torch import nn

import turns
from turns import DEVICE

D, HIDDEN, EMBEDDING, INFORMATION = 20, 256, 32, 4.0
RHO = math.sqrt(1 - math.exp(-2 * INFORMATION / D))
RATE, MINE_WEIGHT = 5e-4, 0.01


def mlp(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, outputs))


class Separable(nn.Module):
    def __init__(self):
        super().__init__()
        self.g, self.h = mlp(D, EMBEDDING), mlp(D, EMBEDDING)

    def forward(self, x, y):
        return self.g(x) @ self.h(y).t()


class Concatenated(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = mlp(2 * D, 1)

    def forward(self, x, y):
        batch = x.shape[0]
        xs = x.unsqueeze(1).expand(batch, batch, D)
        ys = y.unsqueeze(0).expand(batch, batch, D)
        pairs = torch.cat([xs, ys], dim=2).view(batch * batch, 2 * D)
        return self.f(pairs).view(batch, batch)


def log_mean_exp_off_diagonal(scores):
    batch = scores.shape[0]
    rest = scores - torch.diag(torch.full((batch,), math.inf, device=scores.device))
    return rest.logsumexp((0, 1)) - math.log(batch * (batch - 1))


def info_nce(scores):
    return (scores.diagonal() - scores.logsumexp(1)).mean() + math.log(scores.shape[0])


def nwj(scores):
    return scores.diagonal().mean() - (log_mean_exp_off_diagonal(scores) - 1).exp()


class Mine:
    average = None

    def __call__(self, scores):
        partition = log_mean_exp_off_diagonal(scores).exp()
        now = partition.detach()
        self.average = now if self.average is None else (1 - MINE_WEIGHT) * self.average + MINE_WEIGHT * now
        return scores.diagonal().mean() - partition / self.average


CRITICS = {"separable": Separable, "concat": Concatenated}
BOUNDS = {"infonce": lambda: info_nce, "nwj": lambda: nwj, "mine": Mine}


class Run:
    def __init__(self, critic, batch, bound):
        self.batch, self.critic, self.bound = batch, CRITICS[critic]().to(DEVICE), BOUNDS[bound]()
        self.adam = torch.optim.Adam(self.critic.parameters(), lr=RATE)

    def step(self):
        x = torch.randn(self.batch, D, device=DEVICE)
        y = RHO * x + math.sqrt(1 - RHO * RHO) * torch.randn(self.batch, D, device=DEVICE)
        value = self.bound(self.critic(x, y))
        self.adam.zero_grad()
        (-value).backward()
        self.adam.step()
        return value.item() if DEVICE.type == "cpu" else value.detach()  # nobody waits for a device at every step


if __name__ == "__main__":
    torch.manual_seed(1)
    turns.serve(lambda critic, batch, replicates, bound: [Run(critic, int(batch), bound) for _ in range(int(replicates))])
