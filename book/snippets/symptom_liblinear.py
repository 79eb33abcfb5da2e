import numpy as np
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(0)
X = 3 + rng.standard_normal((200, 2))
y = (X[:, 0] - 3 + rng.standard_normal(200) > 0).astype(int)

for intercept in (True, False):
    for solver in ("lbfgs", "liblinear"):
        settings = {"C": 0.02, "solver": solver, "fit_intercept": intercept}
        model = LogisticRegression(**settings, tol=1e-8).fit(X, y)
        weights, bias = model.coef_[0].round(2) + 0.0, np.ravel(model.intercept_)
        print(f"{solver}: weights {weights}, intercept {bias[0]:.2f}")
