"""Time per epoch of training a small network, side by side with other libraries.

The task: scikit-learn's digits, 1437 of them, standard layers, cross-entropy, minibatches of 64,
float32, an elastic net on the weights. Every contender runs in a process of its own, on one core,
where all its threads together are counted: the time is the processor's, so that other work on the
machine disturbs little. The rounds are interleaved, and a round times whole epochs after a
warm-up. The ratios are medians over rounds, with the quartiles.

    python benchmarks/network.py             # the table, about five minutes
    python benchmarks/network.py --widths    # how the time grows with the width
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import multiprocessing
import os
import platform
import time
import warnings
from collections.abc import Callable
from itertools import pairwise
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

BATCH, LR_SGD, LR_ADAM, LAM = 64, 0.05, 0.001, 1e-4
Run = Callable[[int], None]  # train for so many epochs
Accuracy = Callable[[Any, Any], float]


def data() -> tuple[Any, Any, Any, Any]:
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    X = (X / 16).astype(np.float32)
    order = np.random.default_rng(0).permutation(len(X))
    train, test = order[:1437], order[1437:]
    return X[train], y[train], X[test], y[test]


# -- contenders: (sizes, adam?, X, y) -> (run, accuracy) ---------------------------------------


def products(sizes: tuple[int, ...], adam: bool, X: Any, y: Any) -> tuple[Run, Any]:
    """Compute the matrix products of a forward and backward pass, and nothing else."""
    from regkit._training.passes import layers_of
    from regkit.network import Network

    network = Network(sizes, dtype="float32")
    inputs = np.ones((len(X), sizes[0] + 1), np.float32)
    layers, weights = layers_of(network.parameters, sizes), network.weights
    gradients = [np.empty_like(layer) for layer in layers]

    def buffers(n: int) -> tuple[list[Any], list[Any]]:
        # zeros stay zeros, so that no number grows
        hidden = [np.zeros((units + 1, n), np.float32) for units in sizes[1:-1]]
        return hidden, [np.zeros((units, n), np.float32) for units in sizes[1:]]

    full, rest = buffers(BATCH), buffers(len(X) % BATCH)

    def run(epochs: int) -> None:
        for _ in range(epochs):
            for start in range(0, len(X), BATCH):
                batch = inputs[start : start + BATCH].T
                hidden, deltas = full if batch.shape[1] == BATCH else rest
                activations = [batch, *hidden]
                for i, layer in enumerate(layers):
                    layer.T.dot(activations[i], out=deltas[i])
                for i in reversed(range(len(layers))):
                    activations[i].dot(deltas[i].T, out=gradients[i])
                    if i:
                        weights[i].dot(deltas[i], out=deltas[i - 1])

    return run, None


def regkit(
    sizes: tuple[int, ...], adam: bool, X: Any, y: Any, dtype: str = "float32"
) -> tuple[Run, Any]:
    from regkit.network import Network
    from regkit.penalties import ElasticNet
    from regkit.trainer import SGD, Adam, train

    network = Network(sizes, dtype=dtype)
    optimizer = Adam(LR_ADAM) if adam else SGD(LR_SGD, 0.9)

    def run(epochs: int) -> None:
        penalty = ElasticNet(LAM, LAM)
        train(
            network, X, y, penalty, optimizer=optimizer, epochs=epochs, batch_size=BATCH,
            record=False,
        )  # fmt: skip

    return run, lambda X, y: float(np.mean(network.predict(X) == y))


def regkit_float64(sizes: tuple[int, ...], adam: bool, X: Any, y: Any) -> tuple[Run, Any]:
    return regkit(sizes, adam, X, y, "float64")


def scikit_learn(sizes: tuple[int, ...], adam: bool, X: Any, y: Any) -> tuple[Run, Any]:
    """Train with the L2 part alone: it has no L1 penalty, so it does less."""
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore")  # it warns that it has not converged
    model = MLPClassifier(
        sizes[1:-1], solver="adam" if adam else "sgd", batch_size=BATCH, alpha=2 * LAM * BATCH,
        learning_rate_init=LR_ADAM if adam else LR_SGD, momentum=0.9, nesterovs_momentum=False,
        tol=0, n_iter_no_change=10**9, warm_start=True, random_state=0,
    )  # fmt: skip

    def run(epochs: int) -> None:
        model.set_params(max_iter=epochs).fit(X, y)

    return run, model.score


def torch_eager(
    sizes: tuple[int, ...], adam: bool, X: Any, y: Any, compiled: bool = False
) -> tuple[Run, Any]:
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(0)
    layers: list[Any] = []
    for fan_in, fan_out in pairwise(sizes):
        layers += [nn.Linear(fan_in, fan_out), nn.ReLU()]
    model = nn.Sequential(*layers[:-1])
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    parameters = model.parameters()
    optimizer: Any = (
        torch.optim.Adam(parameters, lr=LR_ADAM)
        if adam
        else torch.optim.SGD(parameters, lr=LR_SGD, momentum=0.9)
    )
    inputs, labels = torch.from_numpy(X), torch.from_numpy(y)

    def objective(batch: Any, target: Any) -> Any:
        penalty = sum(LAM * w.abs().sum() + LAM * (w * w).sum() for w in weights)
        return nn.functional.cross_entropy(model(batch), target) + penalty

    if compiled:
        objective = torch.compile(objective)
        optimizer.step = torch.compile(optimizer.step)

    def run(epochs: int) -> None:
        for _ in range(epochs):
            order = torch.randperm(len(inputs))
            shuffled, target = inputs[order], labels[order]
            for start in range(0, len(inputs), BATCH):
                optimizer.zero_grad()
                stop = start + BATCH
                objective(shuffled[start:stop], target[start:stop]).backward()
                optimizer.step()

    def accuracy(X: Any, y: Any) -> float:
        with torch.no_grad():
            return float(np.mean(model(torch.from_numpy(X)).argmax(1).numpy() == y))

    return run, accuracy


def torch_compile(sizes: tuple[int, ...], adam: bool, X: Any, y: Any) -> tuple[Run, Any]:
    return torch_eager(sizes, adam, X, y, compiled=True)


def jax_scan(
    sizes: tuple[int, ...], adam: bool, X: Any, y: Any, scan: bool = True
) -> tuple[Run, Any]:
    """Take the same proximal steps; a compiled call does an epoch, or a step."""
    import jax
    import jax.numpy as jnp

    keys = jax.random.split(jax.random.key(0), len(sizes))
    parameters = [
        (jax.random.normal(key, (a, b)) * np.sqrt(2 / a), jnp.zeros(b))
        for key, a, b in zip(keys[1:], sizes[:-1], sizes[1:], strict=True)
    ]

    def scores(parameters: Any, X: Any) -> Any:
        for w, b in parameters[:-1]:
            X = jax.nn.relu(X @ w + b)
        w, b = parameters[-1]
        return X @ w + b

    def loss(parameters: Any, X: Any, y: Any) -> Any:
        log_probabilities = jax.nn.log_softmax(scores(parameters, X))
        return -jnp.mean(jnp.take_along_axis(log_probabilities, y[:, None], axis=1))

    def prox(parameter: Any, step: Any) -> Any:
        if parameter.ndim == 1:
            return parameter
        shrunk = parameter - jnp.clip(parameter, -step * LAM, step * LAM)
        return shrunk / (1 + 2 * step * LAM)

    def sgd(p: Any, g: Any, m: Any, v: Any, t: Any) -> Any:
        m = 0.9 * m + g
        return prox(p - LR_SGD * m, LR_SGD / 0.1), m, v

    def adaptive(p: Any, g: Any, m: Any, v: Any, t: Any) -> Any:
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        step = LR_ADAM / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8)
        return prox(p - step * m / (1 - 0.9**t), step), m, v

    def step(state: Any, batch: Any) -> Any:
        parameters, m, v, t = state
        gradients = jax.grad(loss)(parameters, *batch)
        t = t + 1
        moved = jax.tree.map(
            lambda *arrays: (adaptive if adam else sgd)(*arrays, t), parameters, gradients, m, v
        )
        return (*jax.tree.transpose(jax.tree.structure(parameters), None, moved), t), None

    def epoch(state: Any, X: Any, y: Any, order: Any) -> Any:
        X, y = X[order], y[order]
        whole = len(X) // BATCH * BATCH
        batches = X[:whole].reshape(-1, BATCH, sizes[0]), y[:whole].reshape(-1, BATCH)
        state, _ = jax.lax.scan(step, state, batches)
        if whole < len(X):
            state, _ = step(state, (X[whole:], y[whole:]))
        return state

    whole_epoch = jax.jit(epoch, donate_argnums=0)
    one_step = jax.jit(lambda state, X, y: step(state, (X, y))[0], donate_argnums=0)
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    state: Any = (parameters, zeros, jax.tree.map(jnp.zeros_like, parameters), 0.0)
    rng, inputs, labels = np.random.default_rng(0), jnp.asarray(X), jnp.asarray(y)

    def run(epochs: int) -> None:
        nonlocal state
        for _ in range(epochs):
            order = rng.permutation(len(X))
            if scan:
                state = whole_epoch(state, inputs, labels, order)
                continue
            shuffled, target = X[order], y[order]
            for start in range(0, len(X), BATCH):
                stop = start + BATCH
                state = one_step(state, shuffled[start:stop], target[start:stop])
        jax.block_until_ready(state)

    def accuracy(X: Any, y: Any) -> float:
        return float(np.mean(np.asarray(scores(state[0], X)).argmax(axis=1) == y))

    return run, accuracy


def jax_step(sizes: tuple[int, ...], adam: bool, X: Any, y: Any) -> tuple[Run, Any]:
    return jax_scan(sizes, adam, X, y, scan=False)


def keras(sizes: tuple[int, ...], adam: bool, X: Any, y: Any) -> tuple[Run, Any]:
    import keras

    if keras.backend.backend() == "torch":
        import torch

        torch.set_num_threads(1)
    keras.utils.set_random_seed(0)
    layers: list[Any] = [keras.Input((sizes[0],))]
    for i, units in enumerate(sizes[1:]):
        last = i == len(sizes) - 2
        regularizer = keras.regularizers.L1L2(LAM, LAM)
        activation = None if last else "relu"
        layers.append(keras.layers.Dense(units, activation, kernel_regularizer=regularizer))
    model = keras.Sequential(layers)
    optimizer = (
        keras.optimizers.Adam(LR_ADAM) if adam else keras.optimizers.SGD(LR_SGD, momentum=0.9)
    )
    model.compile(optimizer, keras.losses.SparseCategoricalCrossentropy(from_logits=True))

    def run(epochs: int) -> None:
        model.fit(X, y, batch_size=BATCH, epochs=epochs, verbose=0)

    def accuracy(X: Any, y: Any) -> float:
        return float(np.mean(model.predict(X, verbose=0).argmax(axis=1) == y))

    return run, accuracy


def keras_jax(*arguments: Any) -> tuple[Run, Any]:
    os.environ["KERAS_BACKEND"] = "jax"
    return keras(*arguments)


def keras_torch(*arguments: Any) -> tuple[Run, Any]:
    os.environ["KERAS_BACKEND"] = "torch"
    return keras(*arguments)


CONTENDERS: dict[str, Callable[..., tuple[Run, Any]]] = {
    "regkit, float32": regkit,
    "the matrix products alone": products,
    "regkit, float64": regkit_float64,
    "JAX, epoch in one scan": jax_scan,
    "JAX, step by step": jax_step,
    "scikit-learn MLP (L2 only)": scikit_learn,
    "Keras on JAX": keras_jax,
    "torch.compile": torch_compile,
    "PyTorch eager": torch_eager,
    "Keras on PyTorch": keras_torch,
}


# -- one process a contender, rounds interleaved -----------------------------------------------


def serve(pipe: Connection, name: str, sizes: tuple[int, ...], adam: bool, core: int) -> None:
    """Time epochs on request: a number in, seconds out; None asks for the test accuracy."""
    os.sched_setaffinity(0, {core})
    X, y, X_test, y_test = data()
    try:
        run, accuracy = CONTENDERS[name](sizes, adam, X, y)
        run(1)
    except ImportError as error:
        pipe.send(f"not installed: {error.name}")
        return
    pipe.send("")
    while (epochs := pipe.recv()) is not None:
        start = time.process_time()
        run(epochs)
        pipe.send((time.process_time() - start) / epochs)
    pipe.send(accuracy(X_test, y_test) if accuracy else None)


def race(
    names: list[str], sizes: tuple[int, ...], adam: bool, epochs: int, rounds: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Seconds per epoch, (rounds,) for each contender, and their test accuracies."""
    context = multiprocessing.get_context("spawn")
    core = max(os.sched_getaffinity(0))
    pipes = {}
    for name in names:
        pipe, other = context.Pipe()
        context.Process(target=serve, args=(other, name, sizes, adam, core), daemon=True).start()
        problem = pipe.recv()
        if problem:
            print(f"{name} is left out: {problem}")
        else:
            pipes[name] = pipe
    seconds: dict[str, Any] = {name: [] for name in pipes}
    for _ in range(rounds):
        for name, pipe in pipes.items():
            pipe.send(epochs)
            seconds[name].append(pipe.recv())
    accuracies = {}
    for name, pipe in pipes.items():
        pipe.send(None)
        accuracies[name] = pipe.recv()
    return {name: np.array(values) for name, values in seconds.items()}, accuracies


def ratio(seconds: Any, base: Any) -> str:
    low, middle, high = np.quantile(seconds / base, [0.25, 0.5, 0.75])
    return f"{middle:.2f} ({low:.2f}-{high:.2f})"


def digits_table(names: list[str], epochs: int, rounds: int) -> None:
    for adam in (False, True):
        seconds, accuracies = race(names, (64, 64, 32, 10), adam, epochs, rounds)
        print(f"\n### 64-64-32-10, {'Adam' if adam else 'SGD with momentum'}\n")
        print("| | ms per epoch | time / regkit's (quartiles) | / the products' | test accuracy |")
        print("|---|---|---|---|---|")
        for name, values in seconds.items():
            accuracy = accuracies[name]
            print(
                f"| {name} | {1e3 * np.median(values):.2f} "
                f"| {ratio(values, seconds['regkit, float32'])} "
                f"| {ratio(values, seconds['the matrix products alone'])} "
                f"| {'' if accuracy is None else f'{accuracy:.3f}'} |",
                flush=True,
            )


def width_table() -> None:
    names = [
        "regkit, float32", "the matrix products alone", "JAX, epoch in one scan",
        "scikit-learn MLP (L2 only)", "PyTorch eager",
    ]  # fmt: skip
    print("\n### 64-w-w-10, SGD with momentum: time / the products' (quartiles)\n")
    print("| w | products, ms per epoch | " + " | ".join(names[:1] + names[2:]) + " |")
    print("|---" * (len(names) + 1) + "|")
    for width in (64, 128, 256, 512, 1024, 2048):
        epochs, rounds = (10, 7) if width < 256 else (2, 5) if width < 1024 else (1, 3)
        seconds, _ = race(names, (64, width, width, 10), False, epochs, rounds)
        base = seconds.pop("the matrix products alone")
        cells = [ratio(values, base) for values in seconds.values()]
        print(f"| {width} | {1e3 * np.median(base):.1f} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--widths", action="store_true", help="only the growth with the width")
    parser.add_argument("--only", nargs="+", default=list(CONTENDERS), help="some contenders")
    parser.add_argument("--epochs", type=int, default=20, help="epochs in a round")
    parser.add_argument("--rounds", type=int, default=11)
    arguments = parser.parse_args()
    versions = []
    for package in ("numpy", "scikit-learn", "jax", "torch", "keras"):
        try:
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"no {package}")
    print(f"{datetime.date.today()}, Python {platform.python_version()}, {', '.join(versions)}")
    if arguments.widths:
        width_table()
    else:
        digits_table(arguments.only, arguments.epochs, arguments.rounds)
