import numpy as np
from regkit import L2, cross_validate, fit
from sklearn.model_selection import TimeSeriesSplit

rng = np.random.default_rng(0)
day = np.arange(330)
X = rng.standard_normal((330, 40)).cumsum(axis=0)  # wanderers, and y another one
y = rng.standard_normal(330).cumsum()
past, next_month = day < 300, day >= 300

for name, cv in {"days at random": 5, "from the past": TimeSeriesSplit(5)}.items():
    found = cross_validate(X[past], y[past], L2(), cv=cv, standardize=True)
    model = fit(X[past], y[past], found.best, standardize=True)
    error = np.mean((y[next_month] - model.predict(X[next_month])) ** 2)
    print(f"{name}: {found.mse_mean.min():.1f}, next month {error:.1f}")
