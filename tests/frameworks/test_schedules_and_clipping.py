"""A rate that follows the epoch, and clipped gradients: the steps of PyTorch and of optax."""

from __future__ import annotations

import jax
import numpy as np
import optax
import pytest
import torch
from test_trainers import split, torch_twin

from regkit.network import Network
from regkit.penalties import L2, ElasticNet
from regkit.trainer import SGD, Adam, train

SIZES = (8, 6, 3)
BATCH, EPOCHS, CLIP = 16, 25, 0.05
PENALTY = ElasticNet(lam1=0.01, lam2=0.02)
DECAY = L2(PENALTY.lam2)


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(5)
    return rng.normal(size=(40, 8)), rng.integers(3, size=40)


def rate(epoch):
    return 0.02 * (1 + epoch) if epoch < 5 else 0.1 * 0.9 ** (epoch - 5)


def batches(n):
    """The rows of each batch of each epoch, as `regkit.train` documents them."""
    rng = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = rng.permutation(n)
        yield [order[start : start + BATCH] for start in range(0, n, BATCH)]


def assert_alike(network, weights, biases, tolerance):
    for ours, theirs in zip(network.weights + network.biases, [*weights, *biases], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance)


# --- PyTorch ----------------------------------------------------------------------------------


def train_torch(network, problem, optimizer, penalty=None, clip_norm=None, step=None, decay=0.0):
    """Train a twin of the network under LambdaLR, with the penalty in the loss.

    ``optimizer`` is made of groups of parameters; ``step(weights, lr)`` follows each step.
    """
    X, y = map(torch.tensor, problem)
    model = torch_twin(network)
    weights, biases = split(model)
    steps = optimizer(
        [{"params": weights, "weight_decay": decay}, {"params": biases, "weight_decay": 0.0}]
    )
    scheduler = torch.optim.lr_scheduler.LambdaLR(steps, rate)  # times a rate of 1
    for epoch in batches(len(X)):
        for rows in epoch:
            steps.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(X[rows]), y[rows])
            if penalty is not None:
                loss = loss + penalty.lam1 * sum(w.abs().sum() for w in weights)
                loss = loss + penalty.lam2 * sum(w.square().sum() for w in weights)
            loss.backward()
            if clip_norm is not None:
                torch.nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
            lr = scheduler.get_last_lr()[0]
            steps.step()
            if step is not None:
                with torch.no_grad():
                    step(weights, lr)
        scheduler.step()
    return [w.detach().numpy().T for w in weights], [b.detach().numpy() for b in biases]


def prox(momentum):
    """The proximal step after PyTorch's own, with the effective step."""

    def step(weights, lr):
        size = lr / (1 - momentum)
        for w in weights:
            shrunk = torch.clamp(w.abs() - size * PENALTY.lam1, min=0) * w.sign()
            w.copy_(shrunk / (1 + 2 * size * PENALTY.lam2))

    return step


CASES = {
    "SGD": (SGD(rate), torch.optim.SGD, {}, "subgradient"),
    "momentum": (SGD(rate, 0.9), torch.optim.SGD, {"momentum": 0.9}, "subgradient"),
    "Adam": (Adam(rate), torch.optim.Adam, {}, "subgradient"),
    "AdamW": (Adam(rate), torch.optim.AdamW, {}, "decoupled"),
    "prox": (SGD(rate), torch.optim.SGD, {}, "proximal"),
    "prox with momentum": (SGD(rate, 0.9), torch.optim.SGD, {"momentum": 0.9}, "proximal"),
}


def both(name, problem, clip_norm=None):
    """The network that regkit trains, and the weights and biases that PyTorch finds."""
    ours, theirs, settings, method = CASES[name]
    network = Network(SIZES, seed=1)
    found = train_torch(
        network,
        problem,
        lambda groups: theirs(groups, lr=1.0, **settings),
        PENALTY if method == "subgradient" else None,
        clip_norm,
        prox(settings.get("momentum", 0)) if method == "proximal" else None,
        2 * DECAY.lam2 if method == "decoupled" else 0.0,
    )
    penalty = DECAY if method == "decoupled" else PENALTY
    train(
        network,
        *problem,
        penalty,
        method=method,
        optimizer=ours,
        clip_norm=clip_norm,
        epochs=EPOCHS,
        batch_size=BATCH,
    )
    return network, found


@pytest.mark.parametrize("name", CASES)
def test_a_rate_of_the_epoch_is_lambda_lr(name, problem):
    network, found = both(name, problem)
    assert_alike(network, *found, 1e-12)


@pytest.mark.parametrize("name", CASES)
def test_clipping_is_that_of_pytorch(name, problem):
    network, found = both(name, problem, CLIP)
    # PyTorch divides by the norm plus 1e-6
    assert_alike(network, *found, 1e-5)
    free, _ = both(name, problem)
    assert np.abs(free.weights[0] - network.weights[0]).max() > 1e-3


def test_the_decay_of_an_optimizer_comes_after_clipping(problem):
    """PyTorch's SGD(weight_decay=) is the L2 penalty in the loss, but not where one clips."""

    def distance(clip_norm):
        network = Network(SIZES, seed=1)
        sgd = {"optimizer": lambda groups: torch.optim.SGD(groups, lr=1.0)}
        after, _ = train_torch(network, problem, **sgd, clip_norm=clip_norm, decay=2 * DECAY.lam2)
        within, _ = train_torch(network, problem, **sgd, clip_norm=clip_norm, penalty=DECAY)
        return np.abs(after[0] - within[0]).max()

    assert distance(None) < 1e-12
    assert distance(CLIP) > 1e-3


# --- optax ------------------------------------------------------------------------------------


def train_optax(network, problem, transformation):
    """Train a twin of the network on full batches, in double precision."""
    X, y = problem
    parameters = [
        {"w": jax.numpy.array(w), "b": jax.numpy.array(b)}
        for w, b in zip(network.weights, network.biases, strict=True)
    ]

    def loss(parameters):
        hidden, last = parameters
        scores = jax.nn.relu(X @ hidden["w"] + hidden["b"]) @ last["w"] + last["b"]
        return optax.softmax_cross_entropy_with_integer_labels(scores, y).mean()

    state = transformation.init(parameters)
    gradient = jax.jit(jax.grad(loss))
    for _ in range(EPOCHS):
        updates, state = transformation.update(gradient(parameters), state, parameters)
        parameters = optax.apply_updates(parameters, updates)
    return [layer["w"] for layer in parameters], [layer["b"] for layer in parameters]


MASK = [{"w": True, "b": False}] * 2
CLIPPED = optax.clip_by_global_norm(CLIP)
CHAINS = {
    "decoupled": (
        Adam,
        lambda lr: optax.chain(CLIPPED, optax.adamw(lr, weight_decay=2 * DECAY.lam2, mask=MASK)),
    ),
    "subgradient": (
        lambda lr: SGD(lr, 0.9),
        lambda lr: optax.chain(
            optax.add_decayed_weights(2 * DECAY.lam2, MASK), CLIPPED, optax.sgd(lr, 0.9)
        ),
    ),
}


@pytest.mark.parametrize("method", CHAINS)
def test_schedules_and_the_order_of_clipping_and_decay_are_those_of_optax(method, problem):
    ours, theirs = CHAINS[method]
    with jax.enable_x64(True):
        schedule = optax.warmup_cosine_decay_schedule(0.01, 0.1, 5, EPOCHS)
        network = Network(SIZES, seed=1)
        found = train_optax(network, problem, theirs(schedule))
        train(
            network,
            *problem,
            DECAY,
            method=method,
            # optax counts in 32 bits, and so computes the rate in single precision
            optimizer=ours(lambda epoch: float(schedule(jax.numpy.int32(epoch)))),
            clip_norm=CLIP,
            epochs=EPOCHS,
            batch_size=None,
        )
        assert_alike(network, *found, 1e-12)
