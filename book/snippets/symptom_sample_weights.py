import numpy as np
from regkit import L1, fit
from sklearn.linear_model import Lasso, Ridge

rng = np.random.default_rng(0)
X = rng.standard_normal((40, 3))
y = X @ [1.0, 0.5, 0.0] + rng.standard_normal(40)
weights = rng.integers(1, 6, size=40)

rows = np.arange(40).repeat(weights)
repeated = fit(X[rows], y[rows], L1(0.2), standardize=False)
print("rows repeated:", *(f"{w:z.3f}" for w in repeated.coef))
weighted = fit(X, y, L1(0.2), sample_weight=weights, standardize=False)
print("rows weighted:", *(f"{w:z.3f}" for w in weighted.coef))
for model in (Lasso(alpha=0.2), Ridge(alpha=40)):
    for factor, name in {1: model, 10: "  weights by 10"}.items():
        coef = model.fit(X, y, sample_weight=factor * weights).coef_
        print(f"{name}:", *(f"{w:z.3f}" for w in coef))
