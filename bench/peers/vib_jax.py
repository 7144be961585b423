"""The step of vib_torch.py in JAX by someone who wants it fast: many steps as one program by `scan`, Adam by hand, images and their order on the device.

One job, `vib`.
"""

import jax
import jax.numpy as jnp
from jax import lax

from jax_turns import Run, adam, linear, serve, start, tree_map

IMAGES, PIXELS, HIDDEN, LATENT, CLASSES, BATCH = 2000, 784, 1024, 256, 10, 100
BETA, RATE, BETAS, DECAY, OFFSET = 1e-3, 1e-4, (0.5, 0.999), 0.999, 5.0


def parameters_of(key):
    keys = jax.random.split(key, 4)
    encoder = [linear(keys[0], PIXELS, HIDDEN), linear(keys[1], HIDDEN, HIDDEN), linear(keys[2], HIDDEN, 2 * LATENT)]
    return {"encoder": encoder, "decoder": linear(keys[3], LATENT, CLASSES)}


def loss(parameters, x, label, noise):
    for layer in parameters["encoder"][:-1]:
        x = jax.nn.relu(x @ layer["w"] + layer["b"])
    last, decoder = parameters["encoder"][-1], parameters["decoder"]
    mean, rho = jnp.split(x @ last["w"] + last["b"], 2, axis=1)
    deviation = jax.nn.softplus(rho - OFFSET)
    rate = 0.5 * jnp.sum(mean**2 + deviation**2 - 1 - 2 * jnp.log(deviation), axis=1)
    logits = (mean + deviation * noise) @ decoder["w"] + decoder["b"]
    chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), label[:, None], axis=1)
    return jnp.mean(BETA * rate) - jnp.mean(chosen)


def run_of(_):
    first, of_images, of_labels, of_order, key = jax.random.split(jax.random.PRNGKey(1), 5)
    images = jax.random.uniform(of_images, (IMAGES, PIXELS), jnp.float32, -1, 1)
    labels = jax.random.randint(of_labels, (IMAGES,), 0, CLASSES)
    per_epoch = IMAGES // BATCH

    def shuffled(key):
        return jax.random.permutation(key, IMAGES)

    def step(state, _):
        parameters, moments, average, order, position, key = state
        key, of_noise, again = jax.random.split(key, 3)
        order = lax.cond(position == 0, lambda: shuffled(again), lambda: order)
        rows = lax.dynamic_slice(order, (position * BATCH,), (BATCH,))
        noise = jax.random.normal(of_noise, (BATCH, LATENT))
        value, gradients = jax.value_and_grad(loss)(parameters, images[rows], labels[rows], noise)
        parameters, moments = adam(parameters, gradients, moments, RATE, *BETAS)
        average = tree_map(lambda a, p: DECAY * a + (1 - DECAY) * p, average, parameters)
        return (parameters, moments, average, order, (position + 1) % per_epoch, key), value

    parameters = parameters_of(first)
    average = tree_map(jnp.array, parameters)  # memory of its own, which is given away with the rest
    return Run(step, (parameters, start(parameters), average, shuffled(of_order), jnp.zeros((), jnp.int32), key))


if __name__ == "__main__":
    serve(run_of)
