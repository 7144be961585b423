"""How a peer in JAX takes turns with the benchmark: as turns.py says, but that it has no operators to count. Steps are compiled in blocks, `lax.scan` over them.
JAX gives no events of a device: time is the host's, from an idle device to an idle device, over blocks of 200 steps.
"""

import json
import os
import sys
import time

DEVICE = sys.argv[1] if len(sys.argv) > 1 else "cpu"
os.environ.setdefault("JAX_PLATFORMS", "cuda" if DEVICE.startswith("cuda") else "cpu")
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")  # others compute on the same GPU

import jax
import jax.numpy as jnp
from jax import lax

jax.config.update("jax_default_matmul_precision", "highest")  # float32, no TF32, as on every side

BLOCK = 200  # steps that are one program


def tree_map(function, *trees):
    return jax.tree_util.tree_map(function, *trees)


def adam(parameters, gradients, state, rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """A step of Adam on any tree of arrays; state is the two moments and how many steps there were."""
    first, second, steps = state
    steps = steps + 1
    first = tree_map(lambda m, g: beta1 * m + (1 - beta1) * g, first, gradients)
    second = tree_map(lambda v, g: beta2 * v + (1 - beta2) * g * g, second, gradients)
    size = rate * jnp.sqrt(1 - beta2**steps) / (1 - beta1**steps)
    small = epsilon * jnp.sqrt(1 - beta2**steps)
    parameters = tree_map(lambda p, m, v: p - size * m / (jnp.sqrt(v) + small), parameters, first, second)
    return parameters, (first, second, steps)


def start(parameters):
    """Adam's state at the start."""
    zeros = tree_map(jnp.zeros_like, parameters)
    return zeros, tree_map(jnp.zeros_like, parameters), jnp.zeros((), jnp.float32)


def linear(key, inputs, outputs):
    """nn.Linear's initial weights."""
    limit = inputs**-0.5
    weight, bias = jax.random.split(key)
    return {
        "w": jax.random.uniform(weight, (inputs, outputs), jnp.float32, -limit, limit),
        "b": jax.random.uniform(bias, (outputs,), jnp.float32, -limit, limit),
    }


class Run:
    """A state, and the step that takes it to the next: step(state, None) -> (state, anything)."""

    def __init__(self, step, state):
        self.state = state
        self.block = jax.jit(lambda state: lax.scan(step, state, None, length=BLOCK)[0], donate_argnums=0)

    def steps(self, count):
        """Milliseconds of a step, over whole blocks that hold so many."""
        blocks = -(-count // BLOCK)
        jax.block_until_ready(self.state)
        begin = time.perf_counter()
        for _ in range(blocks):
            self.state = self.block(self.state)
        jax.block_until_ready(self.state)
        return 1000 * (time.perf_counter() - begin) / (blocks * BLOCK)


def gflops():
    side = 4096 if DEVICE.startswith("cuda") else 256
    a, b = (jax.random.normal(jax.random.PRNGKey(i), (side, side)) for i in range(2))
    product = jax.jit(jnp.matmul)
    jax.block_until_ready(product(a, b))

    def seconds(count=20):
        begin = time.perf_counter()
        for _ in range(count):
            made = product(a, b)
        jax.block_until_ready(made)
        return (time.perf_counter() - begin) / count

    return max(2e-9 * side**3 / seconds() for _ in range(5))


def serve(run_of):
    """run_of(*JOB) is a Run of all replicates."""
    print(json.dumps({"jax": jax.__version__, "device": str(jax.devices()[0]), "gflops": gflops()}), flush=True)
    job, run = None, None
    for line in sys.stdin:
        verb, _, count, *words = line.split()
        if verb != "steps":
            raise SystemExit(f"JAX has no {verb} to count")
        if words != job:
            job, run = words, None  # frees the old one first
            run = run_of(*words)
            run.steps(1)  # compiles
        print(json.dumps({"ms": run.steps(int(count))}), flush=True)
