from regkit.conventions import from_article, to_glmnet, to_l1_percent, to_sklearn

# "75 % L2", as the first article writes it: alpha is the share of L2
penalty = from_article({"alpha": 0.75, "lambda": 20.0}, n=100)

spelled = {
    "regkit": {"lam1": penalty.lam1, "lam2": penalty.lam2},
    "scikit-learn ElasticNet": to_sklearn(penalty, estimator="ElasticNet"),
    "glmnet": to_glmnet(penalty, y_sd=2.0),
    "the second article": to_l1_percent(penalty, n=100),
}
for framework, settings in spelled.items():
    print(
        f"{framework}:", {key: round(value, 4) for key, value in settings.items()}
    )
