"""A critic's training step in JAX by someone who wants it fast: all replicates by `vmap`, both towers too, many steps as one program by `scan`, Adam by hand.

Jobs: CRITIC BATCH REPLICATES BOUND, of separable and concat, infonce and nwj.
"""

import math

import jax
import jax.numpy as jnp
from jax.scipy.special import logsumexp

from jax_turns import Run, adam, linear, serve, start

D, HIDDEN, EMBEDDING, INFORMATION = 20, 256, 32, 4.0
RHO = math.sqrt(1 - math.exp(-2 * INFORMATION / D))
RATE = 5e-4


def perceptron(key, inputs, outputs):
    keys = jax.random.split(key, 3)
    return [linear(keys[0], inputs, HIDDEN), linear(keys[1], HIDDEN, HIDDEN), linear(keys[2], HIDDEN, outputs)]


def forward(layers, x):
    for layer in layers[:-1]:
        x = jax.nn.relu(x @ layer["w"] + layer["b"])
    return x @ layers[-1]["w"] + layers[-1]["b"]


class Separable:
    @staticmethod
    def parameters(key):
        return jax.vmap(lambda one: perceptron(one, D, EMBEDDING))(jax.random.split(key, 2))  # both towers, stacked

    @staticmethod
    def scores(towers, x, y):
        g, h = jax.vmap(forward)(towers, jnp.stack([x, y]))
        return g @ h.T


class Concatenated:
    """Its first layer is split, so that its B² inputs are never built."""

    @staticmethod
    def parameters(key):
        return perceptron(key, 2 * D, 1)

    @staticmethod
    def scores(layers, x, y):
        first, rest = layers[0], layers[1:]
        pairs = (x @ first["w"][:D] + first["b"])[:, None, :] + (y @ first["w"][D:])[None, :, :]
        return forward(rest, jax.nn.relu(pairs))[..., 0]


def info_nce(scores):
    return jnp.mean(jnp.diagonal(scores) - logsumexp(scores, axis=1)) + math.log(scores.shape[0])


def nwj(scores):
    batch = scores.shape[0]
    rest = jnp.where(jnp.eye(batch, dtype=bool), -jnp.inf, scores)
    return jnp.mean(jnp.diagonal(scores)) - jnp.exp(logsumexp(rest) - math.log(batch * (batch - 1)) - 1)


CRITICS = {"separable": Separable, "concat": Concatenated}
BOUNDS = {"infonce": info_nce, "nwj": nwj}


def run_of(critic, batch, replicates, bound):
    critic, batch, replicates, bound = CRITICS[critic], int(batch), int(replicates), BOUNDS[bound]

    def one(key):
        key, first = jax.random.split(key)
        parameters = critic.parameters(first)
        return parameters, start(parameters), key

    def step(state):
        parameters, moments, key = state
        key, of_x, of_noise = jax.random.split(key, 3)
        x = jax.random.normal(of_x, (batch, D))
        y = RHO * x + math.sqrt(1 - RHO * RHO) * jax.random.normal(of_noise, (batch, D))
        value, gradients = jax.value_and_grad(lambda p: -bound(critic.scores(p, x, y)))(parameters)
        parameters, moments = adam(parameters, gradients, moments, RATE)
        return (parameters, moments, key), value

    state = jax.vmap(one)(jax.random.split(jax.random.PRNGKey(1), replicates))
    return Run(lambda state, _: jax.vmap(step)(state), state)


if __name__ == "__main__":
    serve(run_of)
