import numpy as np
from regkit import L1, fit
from scipy import stats


def p_values(X, y):  # of least squares
    X = np.column_stack([np.ones(len(y)), X])
    w, (rss,), _, _ = np.linalg.lstsq(X, y)
    free = len(y) - X.shape[1]
    error = np.sqrt(rss / free * np.linalg.inv(X.T @ X).diagonal())
    return 2 * stats.t.sf(np.abs(w / error), free)[1:]


same_rows, other_rows = [], []
for seed in range(200):  # y is noise: no column matters
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((100, 20)), rng.standard_normal(100)
    kept = fit(X[:50], y[:50], L1(0.25), standardize=True).coef != 0
    if kept.any():
        same_rows.extend(p_values(X[:50, kept], y[:50]))
        other_rows.extend(p_values(X[50:, kept], y[50:]))

for name, p in {"the rows that chose": same_rows, "other rows": other_rows}.items():
    share = np.mean(np.array(p) < 0.05)
    print(f"on {name}: {share:.0%} below 0.05")
