import numpy as np
from sklearn.linear_model import ElasticNet

rng = np.random.default_rng(0)
Z = rng.normal(size=(100, 2))
Q, _ = np.linalg.qr(Z - Z.mean(axis=0))
X = 10 * Q  # uncorrelated columns of mean 0 and standard deviation 1
y = X @ [2.0, 1.0]

lam1, lam2 = 0.1, 0.5
alpha = lam1 + 2 * lam2
naive = ElasticNet(alpha=alpha, l1_ratio=lam1 / alpha).fit(X, y).coef_
print("truth:    ", 2.0, 1.0)
print("naive:    ", *naive.round(2), "<- scikit-learn and glmnet stop here")
corrected = (1 + 2 * lam2) * naive
print("corrected:", *corrected.round(2), "<- what the lasso alone would give")
