import numpy as np
import statsmodels.api as sm

lam1, lam2 = 0.25, 0.1

data = np.loadtxt("cash_flow.csv", delimiter=",", skiprows=1)
X, y = data[:, :-1], data[:, -1]
X = (X - X.mean(axis=0)) / X.std(axis=0)
y = y - y.mean()  # instead of a constant column, which would be penalized

# alpha [L1_wt ||w||_1 + (1 - L1_wt)/2 ||w||^2]: the half doubles lam2
alpha = lam1 + 2 * lam2
model = sm.OLS(y, X).fit_regularized(
    alpha=alpha, L1_wt=lam1 / alpha, cnvrg_tol=1e-12, maxiter=10_000
)

coef = model.params
print("coefficients:", *(f"{c:z.3f}" for c in coef))
print("exactly zero:", np.count_nonzero(coef == 0))
