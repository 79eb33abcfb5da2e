import torch
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge

# a column of large scale, and one of small
X, y = load_diabetes(return_X_y=True)
X, y = torch.tensor(X[:384, [2, 8]]), torch.tensor(y[:384])
X, y = (X - X.mean(0)) / X.std(0) * torch.tensor([2, 0.5]), (y - y.mean()) / y.std()
for alpha in (1e-9, 384):
    w = Ridge(alpha=alpha, fit_intercept=False).fit(X, y).coef_
    print(f"ridge, omega {alpha / 384:.0f}: {w[0]:.2f} and {w[1]:.2f}")

torch.manual_seed(0)
for name, batch in (("SGD", 32), ("Adam", 32), ("AdamW", 8), ("AdamW", 384)):
    w = torch.zeros(2, dtype=X.dtype)
    steps = getattr(torch.optim, name)([w], lr=0.01, weight_decay=1)
    mean = 0
    for t in range(4000):
        rows = torch.randperm(384)[:batch]
        w.grad = X[rows].T @ (X[rows] @ w - y[rows]) / batch
        steps.step()
        mean += w * (t >= 3000) / 1000
    print(f"{name}, batch {batch}: {mean[0]:.2f} and {mean[1]:.2f}")
