import numpy as np
from regkit import L1, L2, fit

lam1, lam2 = 0.25, 0.1

data = np.loadtxt("cash_flow.csv", delimiter=",", skiprows=1)
X, y = data[:, :-1], data[:, -1]
X = (X - X.mean(axis=0)) / X.std(axis=0)

coef = fit(X, y, L1(lam1) + L2(lam2)).coef
print("coefficients:", *(f"{c:z.3f}" for c in coef))
print("exactly zero:", np.count_nonzero(coef == 0))
