import torch

torch.manual_seed(0)
X, lam, lr = torch.randn(50, 20), 0.5, 0.01
y = X[:, 0] - X[:, 1]  # two of twenty inputs matter
w = {"penalty in the loss": torch.zeros(20), "loss step, then prox": torch.zeros(20)}

for _ in range(1000):
    for method, v in w.items():
        step = X.T @ (X @ v - y) / 50
        if method == "penalty in the loss":
            v -= lr * (step + lam * v.sign())
        else:
            v -= lr * step
            v.copy_(v.sign() * (v.abs() - lr * lam).clamp(min=0))

for method, v in w.items():
    print(f"{method}: {(v == 0).sum()} of 20 exactly zero, {(v.abs() < 0.01).sum()} below 0.01")
