import numpy as np
from regkit import L2, cross_validate, fit

rng = np.random.default_rng(0)
shops = np.arange(80).repeat(5)  # five rows of each; the last 40 shops come later
X = rng.standard_normal((80, 30))[shops] + 0.1 * rng.standard_normal((400, 30))
y = rng.standard_normal(80)[shops] + X[:, 0] + 0.3 * rng.standard_normal(400)
old, new = shops < 40, shops >= 40

for name, groups in {"rows at random": None, "whole shops": shops[old]}.items():
    found = cross_validate(X[old], y[old], L2(), groups=groups, standardize=True)
    model = fit(X[old], y[old], found.best, standardize=True)
    error = np.mean((y[new] - model.predict(X[new])) ** 2)
    print(f"{name}: {found.mse_mean.min():.2f}, new shops {error:.2f}")
