from regkit.conventions import from_sklearn, to_sklearn

before = from_sklearn({"C": 1.0}, estimator="LogisticRegression", n=500)
after = from_sklearn({"C": 1.0}, estimator="LogisticRegression", n=1000)
print(f"the same C on twice the data: lam2 from {before.lam2:g} to {after.lam2:g}")

settings = to_sklearn(before, estimator="LogisticRegression", n=1000)
print(f"the same penalty on twice the data: C = {settings['C']:g}")
