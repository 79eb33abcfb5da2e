import numpy as np
from sklearn.linear_model import Lasso, LogisticRegression, Ridge

rng = np.random.default_rng(0)
X = rng.normal(size=(50, 3))
y = X @ [2.0, -1.0, 0.5] + rng.normal(size=50)
X2, y2 = np.vstack([X, X]), np.hstack([y, y])  # every sample twice: no news

for model in (Lasso(alpha=0.5), Ridge(alpha=50)):
    once = np.linalg.norm(model.fit(X, y).coef_)
    twice = np.linalg.norm(model.fit(X2, y2).coef_)
    print(f"{model}: size of w {once:.3f}, on doubled data {twice:.3f}")

for C in (0.01, 1.0):  # C divides the penalty: a larger C regularizes less
    coef = LogisticRegression(C=C).fit(X, y > 0).coef_
    print(f"LogisticRegression(C={C}): size of w {np.linalg.norm(coef):.3f}")
