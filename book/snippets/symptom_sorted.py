import numpy as np
from regkit import L1, cross_validate, fit
from sklearn.model_selection import KFold

rng = np.random.default_rng(0)
X = rng.standard_normal((400, 8))
y = X[:, 0] + 0.5 * X[:, 1] + rng.standard_normal(400)
file = np.argsort(y[:200])  # 200 rows, the cheapest first

for name, cv in {"at random, 5": 5, "in order, KFold(5)": KFold(5)}.items():
    found = cross_validate(X[file], y[file], L1(), cv=cv, standardize=True)
    model = fit(X[file], y[file], found.best, standardize=True)
    error = np.mean((y[200:] - model.predict(X[200:])) ** 2)
    print(f"{name}: {found.mse_mean.min():.2f}, new rows {error:.2f}")
