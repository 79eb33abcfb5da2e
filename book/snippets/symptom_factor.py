import numpy as np
from regkit import L1, L2, NoPenalty, fit

city = np.arange(3).repeat(10)  # three levels, ten rows each
y = np.array([0.0, 0.1, 2.0])[city]
levels = np.eye(3)[city]

for penalty in (NoPenalty(), L1(0.1), L2(0.1)):
    for name, left_out in {"first": [0], "last": [2], "none": []}.items():
        X = np.delete(levels, left_out, axis=1)
        model = fit(X, y, penalty, standardize=False)
        forecast = " ".join(f"{f:z.2f}" for f in model.predict(X[::10]))
        print(f"{penalty}, {name} out: {forecast}")
