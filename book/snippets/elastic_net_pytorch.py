import numpy as np
import torch

lam1, lam2 = 0.25, 0.1

data = np.loadtxt("cash_flow.csv", delimiter=",", skiprows=1)
X, y = torch.tensor(data[:, :-1]), torch.tensor(data[:, -1:])
X = (X - X.mean(dim=0)) / X.std(dim=0, correction=0)

torch.manual_seed(0)
model = torch.nn.Linear(X.shape[1], 1, dtype=torch.float64)
optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)
schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.998)

for _ in range(4000):
    optimizer.zero_grad()
    w = model.weight  # the bias stays out of the penalty
    # MSELoss has no 1/2: twice regkit's loss, so twice its strengths
    penalty = 2 * lam1 * w.abs().sum() + 2 * lam2 * w.square().sum()
    loss = torch.nn.functional.mse_loss(model(X), y) + penalty
    loss.backward()
    optimizer.step()
    schedule.step()

coef = model.weight.detach().numpy()[0]
print("coefficients:", *(f"{c:z.3f}" for c in coef))
print("exactly zero:", np.count_nonzero(coef == 0))
