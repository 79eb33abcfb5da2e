from regkit.conventions import from_sklearn, to_torch

penalty = from_sklearn({"alpha": 10.0}, estimator="Ridge", n=200)
print(f"lam2 = {penalty.lam2:g}")

decay = to_torch(penalty, loss="squared_error", estimator="SGD")["weight_decay"]
print(f"SGD with MSELoss: weight_decay = {decay:g}")
