import numpy as np
from regkit import L1, fit

rng = np.random.default_rng(0)
X = rng.standard_normal((50, 3))
thousands = X @ [0.8, 0.4, 0.0] + 0.3 * rng.standard_normal(50)

for unit, y in {"thousands": thousands, "$": 1000 * thousands}.items():
    solution = fit(X, y, L1(1.0), standardize=True)
    largest = 1.0 / solution.lam_over_max
    print(f"y in {unit}: {solution.kept} kept, none from {largest:.3g}")
