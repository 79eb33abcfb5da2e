from collections import Counter

import numpy as np
from sklearn.linear_model import ElasticNet

rng = np.random.default_rng(0)
branch = rng.normal(size=(60, 1))
X = branch + 0.1 * rng.normal(size=(60, 2))  # one branch, two ledgers
y = branch[:, 0] + 0.5 * rng.normal(size=60)

names = {(True, False): "first", (False, True): "second", (True, True): "both"}
for method, l1_ratio in {"lasso": 1.0, "elastic net": 0.2}.items():
    kept = Counter()
    for _ in range(100):
        rows = rng.integers(60, size=60)  # reports we might as well have had
        model = ElasticNet(alpha=0.2, l1_ratio=l1_ratio, max_iter=10_000)
        kept[names[tuple(model.fit(X[rows], y[rows]).coef_ != 0)]] += 1
    print(f"{method}, kept in 100 redraws:", dict(sorted(kept.items())))
