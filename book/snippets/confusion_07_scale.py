import numpy as np
from sklearn.linear_model import Lasso

rng = np.random.default_rng(0)
loans, deposits = rng.normal(3, 1, size=(2, 100))  # in $ thousands, equally useful
y = loans + deposits + 0.1 * rng.normal(size=100)

for unit, factor in {"$": 1000, "$ millions": 0.001}.items():
    X = np.column_stack([loans * factor, deposits])
    for name, Z in {"as it comes": X, "standardized": X / X.std(axis=0)}.items():
        # the effect of one standard deviation of each input
        effect = Lasso(alpha=0.1).fit(Z, y).coef_ * Z.std(axis=0)
        print(f"loans in {unit}, {name}: {effect[0]:.2f} and {effect[1]:.2f}")
