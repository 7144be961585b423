"""A step of the deep variational information bottleneck (Alemi et al. 2017) in plain PyTorch, as a user would write it: MNIST's sizes, random images in memory.

One job, `vib`.
"""

import torch
import torch.nn.functional as F
from torch import nn

import turns
from turns import DEVICE

IMAGES, PIXELS, HIDDEN, LATENT, CLASSES, BATCH = 2000, 784, 1024, 256, 10, 100
BETA, RATE, BETAS, DECAY, OFFSET = 1e-3, 1e-4, (0.5, 0.999), 0.999, 5.0


class Bottleneck(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(PIXELS, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 2 * LATENT))
        self.decoder = nn.Linear(LATENT, CLASSES)

    def forward(self, x):
        mean, rho = self.encoder(x).chunk(2, dim=1)
        deviation = F.softplus(rho - OFFSET)
        z = mean + deviation * torch.randn_like(deviation)
        rate = 0.5 * (mean**2 + deviation**2 - 1 - 2 * deviation.log()).sum(1)
        return self.decoder(z), rate


class Run:
    def __init__(self):
        self.images, self.labels = 2 * torch.rand(IMAGES, PIXELS, device=DEVICE) - 1, torch.randint(CLASSES, (IMAGES,), device=DEVICE)
        self.model = Bottleneck().to(DEVICE)
        self.average = [p.detach().clone() for p in self.model.parameters()]
        self.adam = torch.optim.Adam(self.model.parameters(), lr=RATE, betas=BETAS)
        self.order, self.position = torch.randperm(IMAGES, device=DEVICE), 0

    def batch(self):
        if self.position + BATCH > IMAGES:
            self.order, self.position = torch.randperm(IMAGES, device=DEVICE), 0
        rows = self.order[self.position : self.position + BATCH]
        self.position += BATCH
        return self.images[rows], self.labels[rows]

    def step(self):
        x, label = self.batch()
        logits, rate = self.model(x)
        loss = F.cross_entropy(logits, label) + BETA * rate.mean()
        self.adam.zero_grad()
        loss.backward()
        self.adam.step()
        with torch.no_grad():
            for average, p in zip(self.average, self.model.parameters()):
                average.mul_(DECAY).add_(p, alpha=1 - DECAY)
        return loss.item() if DEVICE.type == "cpu" else loss.detach()  # nobody waits for a device at every step


if __name__ == "__main__":
    torch.manual_seed(1)
    turns.serve(lambda _: [Run()])
