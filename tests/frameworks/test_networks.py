"""Keras, PyTorch and optax: how many outputs, one logit or two, and a decay that is no penalty."""

from __future__ import annotations

import functools

import jax
import jax.numpy as jnp
import keras
import numpy as np
import optax
import pytest
import torch
from sklearn.datasets import load_linnerud, load_wine

from regkit.conventions import from_torch, to_keras, to_optax, to_torch
from regkit.conventions._table import find
from regkit.network import Network
from regkit.penalties import L2, ElasticNet
from regkit.trainer import Adam, train


@pytest.fixture(scope="module")
def linnerud():
    X, Y = load_linnerud(return_X_y=True)
    return (X - X.mean(axis=0)) / X.std(axis=0), (Y - Y.mean(axis=0)) / Y.std(axis=0)


@pytest.fixture(scope="module")
def closed(linnerud):
    """The minimum of our objective at lam2 = 0.2."""
    X, Y = linnerud
    return np.linalg.solve(X.T @ X / len(X) + 0.4 * np.eye(3), X.T @ Y / len(X))


FACTS = {"loss": "squared_error", "outputs": 3}


def test_three_outputs_in_pytorch(linnerud, closed):
    """0.8, right for one output, ends at a norm of 0.389 and not of 0.628."""
    X, Y = map(torch.tensor, linnerud)
    norms = {}
    for outputs in (1, 3):
        settings = to_torch(L2(0.2), estimator="SGD", loss="squared_error", outputs=outputs)
        w = torch.zeros(3, 3, dtype=torch.float64, requires_grad=True)
        steps = torch.optim.SGD([w], lr=0.3, **settings)
        for _ in range(500):
            steps.zero_grad()
            torch.nn.MSELoss()(X @ w, Y).backward()
            steps.step()
        norms[outputs] = float(w.detach().norm())
    assert settings["weight_decay"] == pytest.approx(0.8 / 3)
    assert norms == {1: pytest.approx(0.3889, abs=1e-4), 3: pytest.approx(0.6278, abs=1e-4)}
    np.testing.assert_allclose(w.detach(), closed, atol=1e-6)


def test_three_outputs_in_keras(linnerud, closed):
    X, Y = linnerud
    regularizer = keras.regularizers.L1L2(**to_keras(L2(0.2), **FACTS))
    layer = keras.layers.Dense(
        3, use_bias=False, kernel_regularizer=regularizer, kernel_initializer="zeros"
    )
    model = keras.Sequential([keras.Input((3,)), layer])
    model.compile(keras.optimizers.SGD(0.5), loss="mean_squared_error")
    model.fit(X, Y, batch_size=len(X), epochs=150, verbose=0)
    np.testing.assert_allclose(layer.get_weights()[0], closed, atol=1e-4)


@pytest.mark.parametrize(("loss", "c"), [("squared_error", 1.0), ("l2_loss", 0.5)])
def test_three_outputs_in_optax(linnerud, closed, loss, c):
    """`l2_loss` has the 1/2, and takes half the decay."""
    X, Y = map(jnp.array, linnerud)
    decay = to_optax(L2(0.2), estimator="add_decayed_weights", **FACTS)["weight_decay"] * c
    w = descend(lambda w: getattr(optax, loss)(X @ w, Y).mean(), jnp.zeros((3, 3)), decay)
    np.testing.assert_allclose(w, closed, atol=1e-6)


def descend(loss, w, decay, steps=3000):
    chain = optax.chain(optax.add_decayed_weights(decay), optax.sgd(0.3))

    @jax.jit
    def run(w):
        def step(_, both):
            w, state = both
            updates, state = chain.update(jax.grad(loss)(w), state, w)
            return optax.apply_updates(w, updates), state

        return jax.lax.fori_loop(0, steps, step, (w, chain.init(w)))[0]

    return np.asarray(run(w))


@pytest.mark.parametrize("outputs", [1, 3])
def test_binary_cross_entropies_are_averaged_over_the_outputs(outputs):
    rng = np.random.default_rng(0)
    logits, true = rng.normal(size=(6, outputs)), rng.integers(2, size=(6, outputs))
    ours = np.sum(np.log1p(np.exp(-(2 * true - 1) * logits))) / 6
    tensors = torch.tensor(logits), torch.tensor(true, dtype=torch.float64)
    theirs = {
        "keras": float(keras.losses.BinaryCrossentropy(from_logits=True)(true, logits)),
        "torch": float(torch.nn.BCEWithLogitsLoss()(*tensors)),
        "optax": float(optax.sigmoid_binary_cross_entropy(logits, true).mean()),
    }
    facts = {"loss": "logistic", "outputs": outputs}
    spelled = {
        "keras": to_keras(L2(1), **facts)["l2"],
        "torch": to_torch(L2(1), **facts)["l2"],
        "optax": to_optax(L2(1), **facts)["l2"],
    }
    assert spelled == pytest.approx(
        {name: value / ours for name, value in theirs.items()}, rel=1e-6
    )


def test_one_logit_is_two_of_half_its_size(wine_pair):
    """The same lam1, and lam2 / 2 on the one vector."""
    X, true = wine_pair
    two = descend(
        lambda w: optax.softmax_cross_entropy_with_integer_labels(X @ w, true).mean(),
        jnp.zeros((X.shape[1], 2)),
        to_optax(L2(0.1), estimator="add_decayed_weights", loss="cross_entropy")["weight_decay"],
    )
    facts = {"loss": "logistic", "outputs": 1}
    one = descend(
        lambda w: optax.sigmoid_binary_cross_entropy(X @ w, true[:, None]).mean(),
        jnp.zeros((X.shape[1], 1)),
        to_optax(L2(0.1 / 2), estimator="add_decayed_weights", **facts)["weight_decay"],
    )
    np.testing.assert_allclose(two, np.hstack([-one / 2, one / 2]), atol=1e-6)


@pytest.fixture(scope="module")
def wine_pair():
    X, y = load_wine(return_X_y=True)
    X, y = X[y < 2], y[y < 2]
    return (X - X.mean(axis=0)) / X.std(axis=0), y


# --- a decay is no penalty ------------------------------------------------------------------


@functools.cache
def wine_norm(optimizer, lr):
    """Norm of the weights after training on the full batch at ``L2(0.01)``, as it is spelled."""
    X, y = load_wine(return_X_y=True)
    X = torch.tensor((X - X.mean(axis=0)) / X.std(axis=0))
    asked = {"decoupled": True} if optimizer == "AdamW" else {"loss": "cross_entropy"}
    settings = to_torch(L2(0.01), estimator=optimizer, **asked)
    w = torch.zeros(13, 3, dtype=torch.float64, requires_grad=True)
    steps = getattr(torch.optim, optimizer)([w], lr=lr, **settings)
    loss = torch.nn.CrossEntropyLoss()
    for _ in range(4000):
        steps.zero_grad()
        loss(X @ w, torch.tensor(y)).backward()
        steps.step()
    return float(w.detach().norm())


def test_adamw_ends_elsewhere_than_the_penalty_and_where_depends_on_lr():
    """The converter called it the same penalty."""
    exact = wine_norm("SGD", 0.5)
    assert wine_norm("Adam", 0.01) == pytest.approx(exact, rel=1e-3)
    assert wine_norm("AdamW", 0.01) > 2 * exact
    with pytest.raises(ValueError, match="has no L2 penalty"):
        to_torch(L2(0.01), estimator="AdamW", loss="cross_entropy")


@pytest.mark.parametrize(("momentum", "pulls"), [(0.0, 1.0), (0.9, 0.1)])
def test_keras_sgd_decays_as_the_penalty_only_without_momentum(linnerud, momentum, pulls):
    X, Y = (torch.tensor(part, dtype=torch.float32) for part in linnerud)
    decay = to_keras(L2(0.2), estimator="SGD", decoupled=True, **FACTS)["weight_decay"]
    w = keras.Variable(np.zeros((3, 3)), dtype="float32")
    steps = keras.optimizers.SGD(0.05, momentum=momentum, weight_decay=decay)
    for _ in range(1500):
        gradient = 2 * X.T @ (X @ w.value - Y) / Y.numel()
        steps.apply([gradient], [w])
    X, Y = linnerud
    minimum = np.linalg.solve(X.T @ X / 20 + 0.4 * pulls * np.eye(3), X.T @ Y / 20)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(w), minimum, atol=1e-3)


DECAYS = {
    "torch": lambda: to_torch(L2(0.25), estimator="AdamW", decoupled=True),
    "optax": lambda: to_optax(L2(0.25), estimator="adamw", decoupled=True),
    "keras": lambda: to_keras(L2(0.25), estimator="AdamW", decoupled=True),
}


@pytest.mark.parametrize("name", DECAYS)
def test_the_decay_that_is_given_is_that_of_our_decoupled_step(name):
    """On data that pulls nowhere: w (1 - lr 2 lam2), which is no 1 - 2 lam2 as in AdamW's paper."""
    network = Network((1, 1), loss="squared_error", seed=0, dtype="float64")
    before = network.weights[0].copy()
    zeros = np.zeros((4, 1))
    train(
        network,
        zeros,
        zeros,
        L2(0.25),
        method="decoupled",
        optimizer=Adam(0.1),
        epochs=1,
        batch_size=None,
    )
    ours = (network.weights[0] / before).item()
    assert ours == pytest.approx(1 - 0.1 * 0.5)
    assert step(name, "AdamW", DECAYS[name](), gradient=0.0, lr=0.1) == pytest.approx(
        ours, rel=1e-6
    )
    assert from_torch(DECAYS[name](), estimator="AdamW", decoupled=True) == ElasticNet(0, 0.25)


def step(name, kind, settings, *, gradient, lr, steps=1, eps=1e-8):
    """Where a weight of 1 is after steps along one gradient; in keras eps is its epsilon."""
    if name == "keras":
        w = keras.Variable(np.ones(1))
        optimizer = getattr(keras.optimizers, kind)(lr, epsilon=eps, **settings)
        for _ in range(steps):
            optimizer.apply([torch.full((1,), gradient)], [w])
        return keras.ops.convert_to_numpy(w).item()
    if name == "torch":
        t = torch.ones(1, dtype=torch.float64, requires_grad=True)
        optimizer = getattr(torch.optim, kind)([t], lr=lr, eps=eps, **settings)
        for _ in range(steps):
            t.grad = torch.full((1,), gradient, dtype=torch.float64)
            optimizer.step()
        return t.item()
    optimizer = getattr(optax, kind.lower())(lr, eps=eps, **settings)
    w = jnp.ones(1)
    state = optimizer.init(w)
    for _ in range(steps):
        updates, state = optimizer.update(jnp.full(1, gradient), state, w)
        w = optax.apply_updates(w, updates)
    return float(w[0])


def test_eps_of_keras_stands_beside_the_root_that_is_not_corrected():
    """CASES: one AdamW step with eps 2 gives 0.4998 in Keras and 0.4950 elsewhere."""
    given = {"settings": {"weight_decay": 0.5}, "gradient": 0.01, "lr": 1.0}
    ends = {name: step(name, "AdamW", **given, eps=2.0) for name in ("keras", "torch", "optax")}
    assert ends == pytest.approx({"keras": 0.4998, "torch": 0.4950, "optax": 0.4950}, abs=5e-5)
    # with eps sqrt(1 - beta_2^t) Keras takes PyTorch's step
    adapted = step("keras", "AdamW", **given, eps=2.0 * np.sqrt(1 - 0.999))
    assert adapted == pytest.approx(ends["torch"], rel=1e-6)


def test_our_adam_has_pytorchs_eps():
    network = Network((1, 1), loss="squared_error", seed=0, dtype="float64")
    X, y = np.ones((1, 1)), np.zeros((1, 1))
    network.weights[0][:], network.biases[0][:] = 0.01, 0.0
    train(
        network,
        X,
        y,
        L2(0.25),
        method="decoupled",
        optimizer=Adam(1.0, eps=2.0),
        epochs=1,
        batch_size=None,
    )
    # the gradient is 0.01: a weight of 0.01 decays by a half, and steps as PyTorch's
    moved = 1 - step("torch", "Adam", {}, gradient=0.01, lr=1.0, eps=2.0)
    assert network.weights[0].item() == pytest.approx(0.005 - moved, rel=1e-6)


# --- the code that the converter gives ----------------------------------------------------------


def given(row, **settings):
    """The code of a line of the converter's table, with its settings and a rate in it."""
    code = row.code
    every = ", ".join(f"{name}={value}" for name, value in settings.items())
    for name, value in {"*": every, **settings}.items():
        code = code.replace(f"{{{name}}}", str(value))
    return code.replace("lr=…", "lr=0.1").replace("…", "0.1")


def test_the_code_for_pytorch_decays_matrices_alone():
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.LayerNorm(2))
    for kind in ("SGD", "AdamW"):
        names = {"model": model, **vars(torch.optim)}
        optimizer = eval(given(find("torch", kind), weight_decay=0.25), names)
        groups = {g["weight_decay"]: [p.ndim for p in g["params"]] for g in optimizer.param_groups}
        assert groups == {0.25: [2], 0: [1, 1, 1]}
    code = given(find("torch"), l1=0.5, l2=0.25)
    w = model[0].weight
    expected = 1.0 + 0.5 * w.abs().sum() + 0.25 * w.square().sum()
    torch.testing.assert_close(eval(code, {"loss": 1.0, "model": model}), expected)


@pytest.mark.parametrize("kind", ["add_decayed_weights", "adamw"])
def test_the_code_for_optax_decays_matrices_alone(kind):
    names = {"jax": jax, **vars(optax)}
    *start, last = given(find("optax", kind), weight_decay=0.25).splitlines()
    exec("\n".join(start), names)
    chain = eval(last, names)
    params = {"w": jax.numpy.ones((2, 2)), "b": jax.numpy.ones(2)}
    nothing = jax.tree.map(jax.numpy.zeros_like, params)
    updates, _ = chain.update(nothing, chain.init(params), params)
    assert updates["w"].all()
    assert not updates["b"].any()


@pytest.mark.parametrize("kind", ["SGD", "AdamW"])
def test_the_code_for_keras_decays_matrices_alone(kind):
    names = dict(vars(keras.optimizers))
    exec(given(find("keras", kind), weight_decay=0.25), names)
    model = keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(2), keras.layers.BatchNormalization()]
    )
    optimizer = names["optimizer"]
    optimizer.build(model.trainable_variables)
    decayed = [w.name for w in model.trainable_variables if optimizer._use_weight_decay(w)]
    assert decayed == ["kernel"]
