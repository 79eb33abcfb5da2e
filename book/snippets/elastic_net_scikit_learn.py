import numpy as np
from sklearn.linear_model import ElasticNet

lam1, lam2 = 0.25, 0.1

data = np.loadtxt("cash_flow.csv", delimiter=",", skiprows=1)
X, y = data[:, :-1], data[:, -1]
X = (X - X.mean(axis=0)) / X.std(axis=0)

# alpha [l1_ratio ||w||_1 + (1 - l1_ratio)/2 ||w||^2]: the half doubles lam2
alpha = lam1 + 2 * lam2
model = ElasticNet(alpha=alpha, l1_ratio=lam1 / alpha, tol=1e-12, max_iter=100_000)

coef = model.fit(X, y).coef_
print("coefficients:", *(f"{c:z.3f}" for c in coef))
print("exactly zero:", np.count_nonzero(coef == 0))
