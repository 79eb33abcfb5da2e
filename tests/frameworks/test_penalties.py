"""Keras's and PyTorch's penalties, and PyTorch's weight decay, against `regkit.penalties`."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import torch

from regkit.conventions import to_keras, to_torch
from regkit.penalties import L1, L2, ElasticNet

W = np.random.default_rng(0).normal(size=(7, 5))


@pytest.mark.parametrize("penalty", [L1(0.3), L2(0.7), ElasticNet(0.3, 0.7)])
def test_keras_regularizer_has_the_value_of_ours(penalty):
    """Beside Keras's own loss of ours: twice the squared error, divided by the outputs."""
    ours, true = 0.5 * np.sum((W - 1) ** 2) / len(W), np.ones_like(W)
    for outputs, loss in ((5, "squared_error"), (None, "cross_entropy")):
        regularizer = keras.regularizers.L1L2(**to_keras(penalty, loss=loss, outputs=outputs))
        scale = 1.0
        if outputs:
            scale = float(keras.losses.MeanSquaredError()(true, W)) / ours
        assert float(regularizer(torch.tensor(W))) == pytest.approx(
            scale * penalty.value(W), rel=1e-6
        )


@pytest.mark.parametrize("penalty", [L1(0.3), L2(0.7), ElasticNet(0.3, 0.7)])
def test_torch_loss_term_has_value_and_gradient_of_ours(penalty):
    strength = to_torch(penalty, loss="cross_entropy")
    w = torch.tensor(W, requires_grad=True)
    value = strength["l1"] * w.abs().sum() + strength["l2"] * w.square().sum()
    value.backward()
    assert value.item() == pytest.approx(penalty.value(W), rel=1e-6)
    np.testing.assert_allclose(w.grad.numpy(), penalty.gradient(W), rtol=1e-6)


@pytest.mark.parametrize("optimizer", [torch.optim.SGD, torch.optim.Adam])
@pytest.mark.parametrize(
    ("facts", "scale"),
    [
        ({"loss": "squared_error", "outputs": 1}, 2),
        ({"loss": "squared_error", "outputs": 4}, 0.5),
        ({"loss": "logistic", "outputs": 2}, 0.5),
        ({"loss": "cross_entropy"}, 1),
    ],
)
def test_weight_decay_is_the_gradient_of_our_l2(optimizer, facts, scale):
    """Steps with weight_decay equal steps on a loss that holds the penalty."""
    settings = to_torch(L2(0.7), **facts, estimator=optimizer.__name__)
    data = torch.randn(7, 5, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    decayed, penalized = (torch.tensor(W, requires_grad=True) for _ in range(2))
    steps = [optimizer([decayed], lr=0.05, **settings), optimizer([penalized], lr=0.05)]
    for _ in range(5):
        (scale * (decayed * data).sum()).backward()
        # `scale` losses of ours, so `scale` penalties of ours
        (scale * ((penalized * data).sum() + 0.7 * penalized.square().sum())).backward()
        for step in steps:
            step.step()
            step.zero_grad()
    np.testing.assert_allclose(decayed.detach(), penalized.detach(), rtol=1e-10)


@pytest.mark.parametrize("optimizer", ["SGD", "Adam", "AdamW"])
def test_keras_weight_decay_is_decoupled_in_every_optimizer(optimizer):
    w = keras.Variable(W)
    getattr(keras.optimizers, optimizer)(0.1, weight_decay=0.3).apply([torch.zeros(7, 5)], [w])
    np.testing.assert_allclose(keras.ops.convert_to_numpy(w), W * (1 - 0.1 * 0.3), rtol=1e-5)
