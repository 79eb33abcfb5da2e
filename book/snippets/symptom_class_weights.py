import numpy as np
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(0)
X = rng.standard_normal((200, 2))
y = (X @ [1.0, 0.5] + rng.logistic(size=200) > 2.5).astype(int)
mean = np.where(y == 1, 10, 1).mean()
print(f"{y.sum()} of 200 rare; by 10 the mean is {mean:.2f}")

tried = {
    "no weights": (0.02, None),
    "rare by 10": (0.02, {0: 1, 1: 10}),
    "and C over the mean": (0.02 / mean, {0: 1, 1: 10}),
    "or weights over the mean": (0.02, {0: 1 / mean, 1: 10 / mean}),
}
for name, (C, weights) in tried.items():
    model = LogisticRegression(C=C, class_weight=weights, tol=1e-8).fit(X, y)
    print(f"{name}:", *(f"{w:.3f}" for w in model.coef_[0]))
