"""`regkit.torch`: the steps of `regkit.trainer`, and exact zeros in models as people train them."""

from __future__ import annotations

import copy
import csv
import doctest
import inspect
import json
import re
from functools import partial

import keras
import numpy as np
import pytest
import torch
import zeros_study
from snippets import SNIPPETS, run
from test_trainers import split, torch_twin
from torch import nn
from torch.optim import SGD, Adam, AdamW

import regkit.torch
import regkit.trainer as trainer
from regkit import L1, L2, ElasticNet, Network, NoPenalty, train
from regkit.torch import decay_groups, prox_step, zeros

PENALTY = ElasticNet(lam1=0.01, lam2=0.02)


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(5)
    return rng.normal(size=(40, 8)), rng.integers(3, size=40)


def small_model(dtype=torch.float64):
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 3)).to(dtype)


def gradients(model, problem, scale=lambda loss: loss):
    """Leave the gradients of the mean loss, scaled, in the model."""
    X, y = problem
    model.zero_grad()
    inputs = torch.tensor(X, dtype=next(model.parameters()).dtype)
    scale(nn.functional.cross_entropy(model(inputs), torch.tensor(y))).backward()


def take_steps(model, problem, optimizer, penalty, steps):
    for _ in range(steps):
        gradients(model, problem)
        optimizer.step()
        prox_step(optimizer, penalty)


def same(ours, theirs, tolerance=1e-12):
    for a, b in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=tolerance)


def test_the_examples_of_the_docstrings():
    assert doctest.testmod(regkit.torch).failed == 0


# --- the same steps as regkit's ---------------------------------------------------------------

CASES = {
    "SGD": (trainer.SGD(0.1), partial(SGD, lr=0.1)),
    "momentum": (trainer.SGD(0.05, 0.9), partial(SGD, lr=0.05, momentum=0.9)),
    "Adam": (trainer.Adam(0.01), partial(Adam, lr=0.01)),
    "Adam, foreach": (trainer.Adam(0.01), partial(Adam, lr=0.01, foreach=True)),
    "Adam, fused": (trainer.Adam(0.01), partial(Adam, lr=0.01, fused=True)),
    "Adam, large eps": (
        trainer.Adam(0.01, 0.8, 0.9, 0.1),
        partial(Adam, lr=0.01, betas=(0.8, 0.9), eps=0.1),
    ),
    "AdamW": (trainer.Adam(0.01), partial(AdamW, lr=0.01, weight_decay=0)),
}


@pytest.mark.parametrize("penalty", [PENALTY, L1(0.02), L2(0.1)], ids=repr)
@pytest.mark.parametrize("name", CASES)
def test_200_steps_are_those_of_the_trainer(name, penalty, problem):
    ours, theirs = CASES[name]
    network = Network((8, 6, 3), seed=1)
    model = torch_twin(network)
    take_steps(model, problem, theirs(model.parameters()), penalty, 200)
    train(network, *problem, penalty, optimizer=ours, epochs=200, batch_size=None)
    for w, b, layer in zip(network.weights, network.biases, model[::2], strict=True):
        np.testing.assert_allclose(layer.weight.detach().numpy().T, w, rtol=0, atol=1e-6)
        np.testing.assert_allclose(layer.bias.detach().numpy(), b, rtol=0, atol=1e-6)
    assert zeros(model) == sum(int((w == 0).sum()) for w in network.weights)
    assert (zeros(model) > 0) == (penalty.lam1 > 0)


@pytest.mark.parametrize(
    "optimizer",
    [
        partial(SGD, lr=0.2),
        partial(SGD, lr=0.04, momentum=0.8),
        partial(SGD, lr=0.08, momentum=0.8, dampening=0.5),
        partial(SGD, lr=0.2, dampening=0.5),  # which PyTorch does not read without momentum
        partial(SGD, lr=0.04, momentum=0.8, nesterov=True),
        partial(Adam, lr=0.05, eps=0.1),
        partial(Adam, lr=0.05, eps=0.1, amsgrad=True),
        partial(AdamW, lr=0.05, eps=0.1, amsgrad=True, weight_decay=0),
    ],
    ids=lambda optimizer: str(optimizer.keywords),
)
def test_where_they_come_to_rest_the_objective_is_minimal(optimizer):
    """A lasso: the loss has the slope lam1 at weights that are left, and no more at zeros."""
    rng = np.random.default_rng(0)
    X = torch.tensor(rng.normal(size=(50, 6)))
    y = X @ torch.tensor([2.0, -1.0, 0.5, 0, 0, 0]).double() + 0.1 * torch.tensor(
        rng.normal(size=50)
    )
    w = nn.Parameter(torch.zeros(1, 6).double())
    steps = optimizer([w])
    for _ in range(400):
        steps.zero_grad()
        ((X @ w[0] - y).square().mean() / 2).backward()
        steps.step()
        prox_step(steps, L1(0.3))
    slope, (w,) = -w.grad[0], w.data
    assert 0 < int((w == 0).sum()) < 6
    torch.testing.assert_close(slope[w != 0], 0.3 * w[w != 0].sign(), rtol=0, atol=1e-6)
    assert slope[w == 0].abs().max() < 0.3


def test_no_penalty_is_no_step(problem):
    model, twin = small_model(), small_model()
    take_steps(model, problem, SGD(model.parameters(), lr=0.1), NoPenalty(), 3)
    optimizer = SGD(twin.parameters(), lr=0.1)
    for _ in range(3):
        gradients(twin, problem)
        optimizer.step()
    same(model, twin, 0)


# --- models as people train them --------------------------------------------------------------


def test_each_group_has_its_own_step(problem):
    model, twin = small_model(), small_model()
    groups = [
        {"params": model[0].parameters(), "lr": 0.1},
        {"params": model[2].parameters(), "lr": 0.01, "momentum": 0.9},
    ]
    take_steps(model, problem, SGD(groups, lr=1.0), PENALTY, 50)
    first, last = SGD(twin[0].parameters(), 0.1), SGD(twin[2].parameters(), 0.01, 0.9)
    for _ in range(50):
        gradients(twin, problem)
        for one in (first, last):
            one.step()
            prox_step(one, PENALTY)
    same(model, twin)


def test_a_scheduler_comes_after_it(problem):
    rate = [0.1 * 0.9**epoch for epoch in range(30)]
    network = Network((8, 6, 3), seed=1)
    model = torch_twin(network)
    optimizer = SGD(model.parameters(), lr=0.1, momentum=0.5)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9)
    for _ in rate:
        take_steps(model, problem, optimizer, PENALTY, 1)
        scheduler.step()
    ours = trainer.SGD(lambda epoch: rate[epoch], 0.5)
    train(network, *problem, PENALTY, optimizer=ours, epochs=len(rate), batch_size=None)
    for w, theirs in zip(network.weights, split(model)[0], strict=True):
        np.testing.assert_allclose(theirs.detach().numpy().T, w, rtol=0, atol=1e-12)


def test_a_rate_may_be_a_tensor(problem):
    model, twin = small_model(), small_model()
    take_steps(model, problem, Adam(model.parameters(), lr=torch.tensor(0.01)), PENALTY, 20)
    take_steps(twin, problem, Adam(twin.parameters(), lr=0.01), PENALTY, 20)
    same(model, twin, 1e-8)


def test_a_rate_of_zero_changes_nothing(problem):
    for optimizer in (SGD, Adam):
        model, twin = small_model(), small_model()
        take_steps(model, problem, optimizer(model.parameters(), lr=0.0), PENALTY, 1)
        same(model, twin, 0)


@pytest.mark.parametrize("optimizer", [partial(SGD, lr=0.1, momentum=0.9), partial(Adam, lr=0.01)])
def test_a_step_that_the_scaler_left_out_is_left_out_here(optimizer, problem):
    model = small_model(torch.float32)
    steps = optimizer(model.parameters())
    scaler = torch.amp.GradScaler("cpu")
    for overflows in (True, False, True, False):  # Adam has no state at the first one
        before = copy.deepcopy(model)
        gradients(model, problem, scaler.scale)
        if overflows:
            model[2].bias.grad[0] = torch.inf  # no weight's gradient, but all wait for it
        scaler.step(steps)
        scaler.update()
        prox_step(steps, PENALTY)
        moved = bool((before[0].weight != model[0].weight).any())
        assert moved != overflows
    assert zeros(model) > 0


def test_master_weights_of_float32_under_autocast(problem):
    X, y = problem
    model = small_model(torch.float32)
    optimizer = Adam(model.parameters(), lr=0.01)
    for _ in range(100):
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16):
            scores = model(torch.tensor(X, dtype=torch.float32))
            loss = nn.functional.cross_entropy(scores, torch.tensor(y))
        assert scores.dtype == torch.bfloat16
        loss.backward()
        optimizer.step()
        prox_step(optimizer, L1(0.01))
    assert model[0].weight.dtype == torch.float32
    assert 3 < zeros(model) < 66


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_parameters_of_half_precision_are_refused(dtype, problem):
    model = small_model(dtype)
    with pytest.raises(TypeError, match=rf"float32 or float64. Got one of {dtype} .*autocast"):
        take_steps(model, problem, SGD(model.parameters(), lr=0.1), PENALTY, 1)


def test_what_is_frozen_stays(problem):
    model = small_model()
    model[0].requires_grad_(False)
    before = model[0].weight.clone()
    optimizer = SGD(model.parameters(), lr=0.1)
    take_steps(model, problem, optimizer, L1(0.1), 20)
    assert torch.equal(model[0].weight, before)
    assert zeros(model[2]) > 0
    prox_step(optimizer, L1(0.1), [model[0].weight, model[2].weight])
    assert torch.equal(model[0].weight, before)


def test_only_what_is_asked_for_is_penalized(problem):
    model = small_model()
    optimizer = SGD(model.parameters(), lr=0.1)
    gradients(model, problem)
    optimizer.step()
    before = copy.deepcopy(model)
    prox_step(optimizer, L1(100.0), (w for w in [model[2].weight, model[2].bias] * 2))
    assert torch.equal(model[0].weight, before[0].weight)
    assert not model[2].weight.any()
    assert not model[2].bias.any()
    # the default leaves vectors alone, and takes the kernels of convolutions
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(2, 1))
    optimizer = Adam(net.parameters())
    net(torch.randn(4, 1, 3, 3)).sum().backward()
    optimizer.step()
    prox_step(optimizer, L1(1e6))
    assert zeros(net) == net[0].weight.numel() + net[3].weight.numel() == 20
    assert net[1].weight.all()


def test_rows_of_a_sparse_gradient(problem):
    words = nn.Embedding(5, 3, sparse=True)
    optimizer = SGD(words.parameters(), lr=0.1)
    words(torch.tensor([1, 1])).sum().backward()
    optimizer.step()
    expected = L1(0.5).prox(words.weight.detach().numpy().copy(), 0.1)
    prox_step(optimizer, L1(0.5))
    np.testing.assert_allclose(words.weight.detach().numpy(), expected, rtol=1e-6)


def test_as_a_hook_where_the_loop_is_not_yours(problem):
    model, twin = small_model(), small_model()
    take_steps(twin, problem, Adam(twin.parameters(), lr=0.01), PENALTY, 20)
    optimizer = Adam(model.parameters(), lr=0.01)
    optimizer.register_step_post_hook(lambda *_: prox_step(optimizer, PENALTY))
    for _ in range(20):
        gradients(model, problem)
        optimizer.step()
    same(model, twin, 0)


def test_resumed_from_a_checkpoint(problem):
    model = small_model()
    optimizer = Adam(model.parameters(), lr=0.01, amsgrad=True)
    take_steps(model, problem, optimizer, PENALTY, 10)
    twin = copy.deepcopy(model)
    resumed = Adam(twin.parameters(), lr=0.5)
    resumed.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    take_steps(model, problem, optimizer, PENALTY, 10)
    take_steps(twin, problem, resumed, PENALTY, 10)
    same(model, twin, 0)


# --- what is refused --------------------------------------------------------------------------

MISTAKES = {
    "another optimizer": (
        lambda m, o: prox_step(torch.optim.RMSprop(m.parameters()), L1()),
        TypeError,
        "optimizer must be a torch.optim.SGD, Adam or AdamW, whose steps are known. Got a RMSprop",
    ),
    "the model": (lambda m, o: prox_step(m, L1()), TypeError, "Got a Sequential instead"),
    "a number": (
        lambda m, o: prox_step(o, 0.1),
        TypeError,
        r"penalty must be a penalty, such as L1\(0.001\). Got 0.1 instead",
    ),
    "one parameter": (
        lambda m, o: prox_step(o, L1(), m[0].weight),
        TypeError,
        "params must be several parameters, as in a list. Got a Parameter instead",
    ),
    "no iterable": (lambda m, o: prox_step(o, L1(), 3), TypeError, "params must be .* Got a int"),
    "no parameter": (lambda m, o: prox_step(o, L1(), []), ValueError, "Got none that has a gradi"),
    "names": (
        lambda m, o: prox_step(o, L1(), m.named_parameters()),
        TypeError,
        "params must hold parameters alone. Got a tuple in place 0 instead",
    ),
    "of another model": (
        lambda m, o: prox_step(o, L1(), small_model().parameters()),
        ValueError,
        r"params must be parameters of the optimizer. Got one of shape \(6, 8\) in place 0",
    ),
    "too late": (
        lambda m, o: (o.zero_grad(), prox_step(o, L1())),
        ValueError,
        r"prox_step must follow optimizer.step\(\) while the gradients are there, before zero_grad",
    ),
    "too early": (
        lambda m, o: prox_step(o, L1()),
        ValueError,
        r"prox_step must follow optimizer.step\(\). This one has taken no step yet",
    ),
    "a wrong word": (
        lambda m, o: prox_step(o, L1(), parameters=[]),
        TypeError,
        "prox_step has no parameter 'parameters'. Did you mean 'params'?",
    ),
    "no module": (lambda m, o: zeros(o), TypeError, "model must be a torch.nn.Module. Got a Adam"),
    "a list": (lambda m, o: decay_groups([m], 0.1), TypeError, "Got a list instead"),
    "a negative decay": (
        lambda m, o: decay_groups(m, -0.1),
        ValueError,
        "weight_decay must be a finite number >= 0. Got -0.1 instead",
    ),
    "an infinite decay": (
        lambda m, o: decay_groups(m, float("inf")),
        ValueError,
        "weight_decay must be a finite number >= 0. Got inf instead",
    ),
    "a text": (lambda m, o: decay_groups(m, "0.1"), TypeError, "weight_decay must be a finite"),
    "no flag": (
        lambda m, o: decay_groups(m, 0.1, embeddings="no"),
        TypeError,
        "embeddings must be True or False",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told(mistake, problem):
    call, error, said = MISTAKES[mistake]
    model = small_model()
    optimizer = Adam(model.parameters())
    gradients(model, problem)
    with pytest.raises(error, match=said):
        call(model, optimizer)


# --- decay_groups -----------------------------------------------------------------------------


class Translator(nn.Module):
    """Of every kind one: embedding, attention, norms, a recurrent layer, a convolution, a bias."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(7, 4)
        self.attention = nn.MultiheadAttention(4, 2, add_bias_kv=True)
        self.norm = nn.LayerNorm((3, 4))
        self.scale = nn.RMSNorm((3, 4))
        self.rnn = nn.GRU(4, 4)
        self.kernel = nn.Conv1d(4, 4, 1)
        self.batch = nn.BatchNorm1d(4)
        self.out = nn.Linear(4, 7)
        self.out.weight = self.words.weight  # tied


@pytest.mark.parametrize("embeddings", [True, False])
def test_matrices_decay_and_nothing_else(embeddings):
    model = Translator()
    model.kernel.requires_grad_(False)
    groups = decay_groups(model, 0.1, embeddings=embeddings)
    assert [group["weight_decay"] for group in groups] == [0.1, 0.0]
    names = {w: name for name, w in model.named_parameters()}
    decayed, spared = ({names[w] for w in group["params"]} for group in groups)
    matrices = {
        "attention.in_proj_weight",
        "attention.out_proj.weight",
        "rnn.weight_ih_l0",
        "rnn.weight_hh_l0",
        "kernel.weight",
    }
    assert decayed == matrices | ({"words.weight"} if embeddings else set())
    assert spared == set(names.values()) - decayed
    assert sum(len(group["params"]) for group in groups) == len(list(model.parameters()))
    SGD(groups, lr=0.1)  # PyTorch takes them


def test_a_model_of_vectors_has_groups_too():
    optimizer = SGD(decay_groups(nn.BatchNorm1d(3), 0.1), lr=0.1)
    assert [len(group["params"]) for group in optimizer.param_groups] == [0, 2]


def test_the_decay_is_the_penalty_of_the_trainer(problem):
    from regkit.conventions import to_torch

    penalty = L2(0.05)
    network = Network((8, 6, 3), seed=1)
    model = torch_twin(network)
    decay = to_torch(penalty, estimator="SGD", loss="cross_entropy")["weight_decay"]
    optimizer = SGD(decay_groups(model, decay), lr=0.1)
    for _ in range(50):
        gradients(model, problem)
        optimizer.step()
    train(
        network,
        *problem,
        penalty,
        method="subgradient",
        optimizer=trainer.SGD(0.1),
        epochs=50,
        batch_size=None,
    )
    for w, theirs in zip(network.weights, split(model)[0], strict=True):
        np.testing.assert_allclose(theirs.detach().numpy().T, w, rtol=0, atol=1e-12)


def test_what_is_imported_is_pytorch():
    assert inspect.getmodule(regkit.torch.torch.nn).__name__ == "torch.nn"


# --- the programs of the book -----------------------------------------------------------------


def test_digits_lose_thousands_of_weights_at_no_worse_an_objective():
    """And under the bare learning rate they solve another problem: a far weaker penalty."""
    lines = run("zeros_three_ways.py")[1].splitlines()
    found = [
        tuple(map(float, re.findall(r"(\d+) zeros, objective (.+)", line)[0])) for line in lines
    ]
    for in_the_loss, bare, prox in (found[:3], found[3:]):
        assert in_the_loss[0] == 0
        assert prox[0] > 3000 > 2 * bare[0]
        assert prox[1] <= in_the_loss[1]
        assert bare[1] > 1.5 * in_the_loss[1]


def test_what_is_pruned_computes_the_same():
    variables, printed = run("zeros_pytorch.py")
    model, small, X = (variables[name] for name in ("model", "small", "X"))
    assert printed.endswith("the same outputs: True\n")
    assert all(w.any(1).all() for w in split(small)[0][:-1])
    assert all(w.any(0).all() for w in split(small)[0][1:])
    # a unit without inputs, whose constant goes on through a second one that only it feeds
    twin = copy.deepcopy(model)
    with torch.no_grad():
        twin[0].weight[0], twin[0].bias[0] = 0, 0.7
        twin[2].weight[0] = 0
        twin[2].weight[0, 0], twin[2].bias[0], twin[4].weight[:, 0] = 2.0, -0.4, 0.3
        torch.testing.assert_close(variables["pruned"](twin)(X), twin(X), rtol=0, atol=1e-12)


def keras_twin(network, optimizer):
    layers = [keras.Input((8,))]
    layers += [
        keras.layers.Dense(6, "relu", dtype="float64"),
        keras.layers.Dense(3, dtype="float64"),
    ]
    model = keras.Sequential(layers)
    for layer, w, b in zip(model.layers, network.weights, network.biases, strict=True):
        layer.set_weights([w, b])
    model.compile(optimizer, keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


# Keras adds eps elsewhere: here it is too small to matter
KERAS = {
    "SGD": (trainer.SGD(0.1), lambda: keras.optimizers.SGD(0.1)),
    "momentum": (trainer.SGD(0.05, 0.9), lambda: keras.optimizers.SGD(0.05, momentum=0.9)),
    "Adam": (trainer.Adam(0.01, eps=1e-14), lambda: keras.optimizers.Adam(0.01, epsilon=1e-14)),
}


@pytest.mark.parametrize("name", KERAS)
def test_the_callback_for_keras_takes_the_same_steps(name, problem):
    ours, theirs = KERAS[name]
    network = Network((8, 6, 3), seed=1)
    model = keras_twin(network, theirs())
    prox = run("zeros_keras.py")[0]["ProxStep"](PENALTY)
    steps = (np.concatenate([part] * 200) for part in problem)
    model.fit(*steps, batch_size=40, shuffle=False, verbose=0, callbacks=[prox])
    train(network, *problem, PENALTY, optimizer=ours, epochs=200, batch_size=None)
    for layer, w, b in zip(model.layers, network.weights, network.biases, strict=True):
        np.testing.assert_allclose(layer.get_weights()[0], w, rtol=0, atol=1e-6)
        np.testing.assert_allclose(layer.get_weights()[1], b, rtol=0, atol=1e-6)


def test_the_callback_follows_a_schedule_and_refuses_what_it_does_not_know(problem):
    callback = run("zeros_keras.py")[0]["ProxStep"]
    network = Network((8, 6, 3), seed=1)
    rate = keras.optimizers.schedules.ExponentialDecay(0.1, 1, 0.9)
    model = keras_twin(network, keras.optimizers.SGD(rate))
    model.fit(
        *problem, batch_size=40, epochs=20, shuffle=False, verbose=0, callbacks=[callback(PENALTY)]
    )
    ours = trainer.SGD(lambda epoch: 0.1 * 0.9**epoch)
    train(network, *problem, PENALTY, optimizer=ours, epochs=20, batch_size=None)
    np.testing.assert_allclose(model.layers[0].get_weights()[0], network.weights[0], atol=1e-6)
    model = keras_twin(network, keras.optimizers.RMSprop())
    with pytest.raises(TypeError, match=r"knows no step of <keras.*RMSprop"):
        model.fit(*problem, verbose=0, callbacks=[callback(PENALTY)])


def test_the_stored_runs_come_out_again_and_the_table_is_their_medians():
    runs = json.loads(zeros_study.RUNS.read_text(encoding="utf-8"))
    found = zeros_study.run("SGD", "prox_step", 0.001, seed=1)
    assert found == runs["SGD, prox_step, 0.001"][1]
    with zeros_study.TABLE.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == list(zeros_study.medians(runs))


def test_the_lines_to_copy_take_the_step(problem):
    page = (SNIPPETS.parent / "frameworks.md").read_text(encoding="utf-8")
    lines = re.search(r"^```python\n(.*?)^```", page, re.M | re.S)[1]
    X, y = map(torch.tensor, problem)
    model, twin = small_model(), small_model()
    mine = {"model": model, "x": X, "y": y, "loss_function": nn.CrossEntropyLoss()}
    mine["optimizer"] = Adam(model.parameters())
    exec(lines, mine)
    take_steps(twin, problem, Adam(twin.parameters()), L1(0.001), 1)
    same(model, twin, 0)
