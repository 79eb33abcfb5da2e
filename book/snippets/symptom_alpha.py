import numpy as np
from sklearn.linear_model import Lasso, Ridge

rng = np.random.default_rng(0)
X = rng.standard_normal((100, 1))
X = (X - X.mean()) / X.std()
y = 2 * X[:, 0] + rng.standard_normal(100)

for model in (Lasso(0.5), Ridge(0.5), Ridge(0.5 * 2 * 100)):
    print(f"{model}: {model.fit(X, y).coef_[0]:.2f}")
