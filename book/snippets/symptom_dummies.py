import numpy as np
from regkit import L1, fit

row = np.arange(100)
rare, common = (row < 4).astype(float), (row % 2).astype(float)
X, y = np.column_stack([rare, common]), 2 * rare + 2 * common

for standardize, lam in ((False, 0.05), (True, 0.1)):
    rare_weight, common_weight = fit(X, y, L1(lam), standardize=standardize).coef
    print(f"{standardize=}: {rare_weight:.2f} and {common_weight:.2f}")
