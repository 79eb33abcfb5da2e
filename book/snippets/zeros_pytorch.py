import copy
from itertools import pairwise

import torch
from regkit import L1
from regkit.torch import prox_step, zeros
from sklearn.datasets import load_digits
from torch import nn

X, y = (torch.tensor(part) for part in load_digits(return_X_y=True))
X = X / 16
train, test = torch.randperm(len(X), generator=torch.manual_seed(0)).split(1437)
model = nn.Sequential(
    nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)
).double()  # in float32 another machine may count a few zeros more or fewer
optimizer = torch.optim.Adam(model.parameters(), lr=0.002)

for _ in range(50):
    for rows in train[torch.randperm(len(train))].split(64):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(X[rows]), y[rows]).backward()
        optimizer.step()
        prox_step(optimizer, L1(0.001))


def tell(name, model):
    size = sum(w.numel() for w in model.parameters())
    right = (model(X[test]).argmax(1) == y[test]).double().mean()
    print(f"{name}: {size} numbers, {zeros(model)} zeros, {right:.3f} right")


tell("trained", model)


# --- the units that the zeros have made idle ---
def pruned(model):
    """The smaller network of linear layers and ReLU that computes the same."""
    model = copy.deepcopy(model)
    layers = [layer for layer in model if isinstance(layer, nn.Linear)]
    for layer, following in pairwise(layers):
        constant = ~layer.weight.any(
            1
        )  # a unit without inputs moves to the next biases
        following.bias += (
            following.weight[:, constant] @ layer.bias[constant].relu()
        )
        following.weight[:, constant] = 0
    for layer, following in reversed(list(pairwise(layers))):
        used = following.weight.any(0)  # a unit without outputs goes
        layer.weight, layer.bias = (
            nn.Parameter(w[used]) for w in layer.parameters()
        )
        following.weight = nn.Parameter(following.weight[:, used])
        layer.out_features = following.in_features = int(used.sum())
    return model


with torch.no_grad():
    small = pruned(model)
    tell("pruned", small)
    print("units:", *(len(layer.bias) for layer in small[::2]))
    same = torch.allclose(model(X), small(X), rtol=0, atol=1e-12)
    print("the same outputs:", same)
