import torch

torch.manual_seed(0)
X, lam, lr = torch.randn(50, 20, dtype=torch.float64), 0.3, 0.01
y = X[:, 0] - 0.7 * X[:, 1]


def objective(w):
    return ((X @ w - y).square().sum() / 100 + lam * w.abs().sum()).item()


trained = torch.zeros(20, dtype=torch.float64)
exact = trained.clone()
for _ in range(3000):
    trained -= lr * (X.T @ (X @ trained - y) / 50 + lam * trained.sign())
    exact -= lr * (X.T @ (X @ exact - y) / 50)
    exact.copy_(exact.sign() * (exact.abs() - lr * lam).clamp(min=0))

small = torch.where(trained.abs() < 0.01, 0.0, trained)
large = torch.where(trained.abs() < 0.5, 0.0, trained)
for name, w in {
    "as trained": trained,
    "cut at 0.01": small,
    "cut at 0.5": large,
    "prox": exact,
}.items():
    left = (w != 0).sum()
    print(f"{name}: objective {objective(w):.4f}, {left} weights left")
