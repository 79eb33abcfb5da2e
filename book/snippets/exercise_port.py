from regkit.conventions import from_sklearn, to_torch

penalty = from_sklearn({"alpha": 10.0}, estimator="Ridge", n=200)
print(f"lam2 = {penalty.lam2:g}")

settings = to_torch(penalty, estimator="SGD", loss="squared_error", outputs=1)
decay = settings["weight_decay"]
print(f"SGD with MSELoss: weight_decay = {decay:g}")
