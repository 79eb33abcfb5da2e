import torch
from regkit import L2
from regkit.conventions import to_torch
from sklearn.datasets import load_linnerud

X, Y = (torch.tensor(part) for part in load_linnerud(return_X_y=True))
X, Y = ((part - part.mean(0)) / part.std(0, correction=0) for part in (X, Y))
minimum = torch.linalg.solve(X.T @ X / 20 + 0.4 * torch.eye(3), X.T @ Y / 20)
print(f"the minimum for L2(0.2): {minimum.norm():.3f}")

for outputs in (1, 3):
    settings = to_torch(
        L2(0.2), estimator="SGD", loss="squared_error", outputs=outputs
    )
    W = torch.zeros(3, 3, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([W], lr=0.3, **settings)
    for _ in range(500):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(X @ W, Y).backward()
        optimizer.step()
    print(f"as for outputs={outputs}, {settings}: {W.norm():.3f}")
