"""`regkit.torch` on a GPU: what it does there is what it does on the CPU. `make test-gpu`."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn

from regkit import L1, ElasticNet
from regkit.torch import prox_step, zeros

DEVICE = "cuda"
PENALTY = ElasticNet(lam1=0.01, lam2=0.02)


@pytest.fixture(scope="module", autouse=True)
def gpu():
    assert torch.cuda.is_available(), "PyTorch sees no GPU here."


def model_and_data(dtype=torch.float64):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 3)).to(dtype)
    return model, torch.randn(40, 8, dtype=dtype), torch.randint(3, (40,))


OPTIMIZERS = {
    "SGD": lambda weights: torch.optim.SGD(weights, lr=0.05, momentum=0.9),
    "SGD, foreach": lambda weights: torch.optim.SGD(weights, lr=0.05, foreach=True),
    "Adam": lambda weights: torch.optim.Adam(weights, lr=0.01),
    "Adam, foreach": lambda weights: torch.optim.Adam(weights, lr=0.01, foreach=True),
    "Adam, fused": lambda weights: torch.optim.Adam(weights, lr=0.01, fused=True),
    "Adam, capturable": lambda weights: torch.optim.Adam(weights, lr=0.01, capturable=True),
    "AdamW, amsgrad": lambda weights: torch.optim.AdamW(weights, lr=0.01, amsgrad=True),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_steps_are_those_on_the_cpu(name):
    model, X, y = model_and_data()
    found = []
    for device in ("cpu", DEVICE):
        # a capturable Adam needs a GPU, and takes the steps of any other
        make = OPTIMIZERS["Adam" if device == "cpu" and "capturable" in name else name]
        twin = copy.deepcopy(model).to(device)
        optimizer = make(twin.parameters())
        for _ in range(200):
            optimizer.zero_grad()
            nn.functional.cross_entropy(twin(X.to(device)), y.to(device)).backward()
            optimizer.step()
            prox_step(optimizer, PENALTY)
        found.append(twin)
    assert zeros(found[0]) == zeros(found[1]) > 0
    for ours, theirs in zip(*(twin.parameters() for twin in found), strict=True):
        torch.testing.assert_close(ours, theirs.cpu(), rtol=0, atol=1e-6)


@pytest.mark.parametrize("fused", [False, True])
def test_half_precision_with_a_scaler_that_leaves_out_steps(fused):
    model, X, y = model_and_data(torch.float32)
    model, X, y = model.to(DEVICE), X.to(DEVICE), y.to(DEVICE)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01, fused=fused)
    scaler = torch.amp.GradScaler(DEVICE, init_scale=2.0**40)  # overflows at first
    moved = []
    for _ in range(150):
        before = copy.deepcopy(model)
        optimizer.zero_grad()
        with torch.autocast(DEVICE, torch.float16):
            loss = nn.functional.cross_entropy(model(X), y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        left_out = any(not w.grad.isfinite().all() for w in model.parameters())
        prox_step(optimizer, L1(0.01))
        scaler.update()
        moved.append(
            any(
                (a != b).any() for a, b in zip(before.parameters(), model.parameters(), strict=True)
            )
        )
        assert moved[-1] != left_out
    assert not all(moved)
    assert any(moved)
    assert zeros(model) > 0
