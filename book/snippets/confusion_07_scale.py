import numpy as np
from sklearn.linear_model import Lasso
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(0)
loans, deposits = rng.normal(3, 1, size=(2, 100))  # both in $ thousands, equally useful
y = loans + deposits + 0.1 * rng.normal(size=100)
dollars = np.column_stack([loans * 1000, deposits])
millions = np.column_stack([loans / 1000, deposits])

for name, model in {
    "as it comes": Lasso(alpha=0.1),
    "standardized": make_pipeline(StandardScaler(), Lasso(alpha=0.1)),
}.items():
    for unit, X in {"$": dollars, "$ millions": millions}.items():
        model.fit(X, y)
        coef = model[-1].coef_ / model[0].scale_ if name == "standardized" else model.coef_
        effect = coef * X.std(axis=0)  # of one standard deviation, in units of y
        print(f"{name}, loans in {unit}: effects {effect[0]:.2f} and {effect[1]:.2f}")
