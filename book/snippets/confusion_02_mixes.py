from regkit.conventions import from_article, to_glmnet, to_l1_percent, to_sklearn

# "75 % L2", as the first article writes it: alpha is the share of L2
penalty = from_article({"alpha": 0.75, "lambda": 20.0}, n=100)
facts = {"n": 100, "y_sd": 2.0}
print("lam1, lam2:        ", round(penalty.lam1, 4), round(penalty.lam2, 4))

for name, settings in {
    "scikit-learn's mix: ": to_sklearn(penalty, estimator="ElasticNet"),
    "glmnet's mix:       ": to_glmnet(penalty, **facts),
    "second article's mix:": to_l1_percent(penalty, **facts),
    "LogisticRegression: ": to_sklearn(penalty, estimator="LogisticRegression", **facts),
}.items():
    print(name, {key: round(v, 4) if key != "solver" else v for key, v in settings.items()})
