import numpy as np
from regkit import L1, cross_validate

for seed, signal in ((2, 0), (1, 0.4)):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((60, 8))
    y = signal * X[:, 0] + rng.standard_normal(60)
    found = cross_validate(X, y, L1(), standardize=True)
    print(f"signal {signal}: {' '.join(found.says)}")
