import torch

torch.manual_seed(0)
X, lam, lr = torch.randn(50, 20), 0.5, 0.01
y = X[:, 0] - X[:, 1]  # two of twenty inputs matter
loss_term, prox = "penalty in the loss", "loss step, then prox"
w = {loss_term: torch.zeros(20), prox: torch.zeros(20)}

for _ in range(1000):
    for method, v in w.items():
        step = X.T @ (X @ v - y) / 50
        if method == loss_term:
            v -= lr * (step + lam * v.sign())
        else:
            v -= lr * step
            v.copy_(v.sign() * (v.abs() - lr * lam).clamp(min=0))

for method, v in w.items():
    zero, small = (v == 0).sum(), (v.abs() < 0.01).sum()
    print(f"{method}: {zero} of 20 exactly zero, {small} below 0.01")
