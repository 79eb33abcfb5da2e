import numpy as np
from regkit import L1, fit

rng = np.random.default_rng(0)
treated = rng.integers(0, 2, size=60).astype(float)
X = rng.standard_normal((60, 3)) + treated[:, None]
y = treated + X @ [1.0, 0.5, 0.0] + 0.5 * rng.standard_normal(60)
free = np.column_stack([np.ones(60), treated])  # what costs nothing


def rest(a):  # what the free columns do not explain
    return a - free @ np.linalg.lstsq(free, a)[0]


def show(name, *weights):
    print(f"{name}:", *(f"{w:z.3f}" for w in weights))


columns = np.column_stack([treated, X])
w = fit(columns, y, L1(0.2), factors=[0, 1, 1, 1], standardize=False).coef
show("factor 0", *w)
w = fit(rest(X), rest(y), L1(0.2), fit_intercept=False, standardize=False).coef
show("projected", np.linalg.lstsq(free, y - X @ w)[0][1], *w)
for times in (1, 10, 1000):  # a larger column has a smaller, cheaper weight
    w = fit(columns * [times, 1, 1, 1], y, L1(0.2), standardize=False).coef
    show(f"times {times}", times * w[0], *w[1:])
