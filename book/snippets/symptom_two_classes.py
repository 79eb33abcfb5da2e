import numpy as np
from regkit import L2, SGD, Network, train
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(0)
X = rng.standard_normal((100, 3))
y = (X[:, 0] + rng.standard_normal(100) > 0).astype(int)

model = LogisticRegression(C=1 / (2 * 0.1 * len(y))).fit(X, y)  # L2(0.1)
print(f"one vector, L2(0.1): {model.predict_proba(X[:1])[0, 1]:.3f}")
for lam in (0.1, 0.2):
    softmax = Network((3, 2))
    train(softmax, X, y, L2(lam), optimizer=SGD(0.5), epochs=500, batch_size=None)
    print(f"a softmax, L2({lam}): {softmax.predict_proba(X[:1])[0, 1]:.3f}")
