import torch
from regkit import L1
from regkit.torch import prox_step, zeros
from sklearn.datasets import load_digits
from torch.nn import Linear, ReLU, Sequential
from torch.nn.functional import cross_entropy

X, y = (torch.tensor(part) for part in load_digits(return_X_y=True))
X, lam = X / 16, 0.001


def train(name, way):
    torch.manual_seed(0)
    layers = Linear(64, 64), ReLU(), Linear(64, 32), ReLU(), Linear(32, 10)
    model = Sequential(*layers).double()
    weights = [w for w in model.parameters() if w.ndim > 1]
    optimizer = OPTIMIZERS[name](model.parameters())
    for rows in (
        rows for _ in range(20) for rows in torch.randperm(len(X)).split(64)
    ):
        optimizer.zero_grad()
        loss = cross_entropy(model(X[rows]), y[rows])
        if way == "in the loss":
            loss = loss + lam * sum(w.abs().sum() for w in weights)
        loss.backward()
        optimizer.step()
        if way == "prox_step":
            prox_step(optimizer, L1(lam))
        elif way == "prox with lr":
            threshold = lam * optimizer.param_groups[0]["lr"]
            for w in weights:
                w.data = torch.nn.functional.softshrink(w.data, threshold)
    price = lam * sum(w.abs().sum() for w in weights)
    objective = (cross_entropy(model(X), y) + price).item()
    print(f"{name}, {way}: {zeros(model)} zeros, objective {objective:.3f}")


OPTIMIZERS = {
    "SGD": lambda weights: torch.optim.SGD(weights, lr=0.05, momentum=0.9),
    "Adam": lambda weights: torch.optim.Adam(weights, lr=0.002),
}
for name in OPTIMIZERS:
    for way in ("in the loss", "prox with lr", "prox_step"):
        train(name, way)
