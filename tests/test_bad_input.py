"""The whole public API on input that is wrong, extreme or odd: refused by name, or done right.

A case is an expression. Warnings are errors here, so none comes out of NumPy unnoticed.
"""

from __future__ import annotations

# ruff: noqa: F401  (names are used in the expressions)
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from sklearn.linear_model import Lasso

import regkit
from regkit import (
    L1,
    L2,
    SGD,
    Adam,
    ElasticNet,
    Network,
    NetworkClassifier,
    NetworkRegressor,
    NoPenalty,
    PenalizedClassifier,
    PenalizedRegressor,
    choosing,
    claims,
    conventions,
    corrected,
    cross_validate,
    datasets,
    figures,
    fit,
    fit_path,
    losses,
    train,
)
from regkit.claims.__main__ import main as claims_main
from regkit.interactive import Axis, Choice, Estimate, explore, quiz
from regkit.linear import (
    ConvergenceWarning,
    coordinate_descent,
    gradient_descent,
    proximal_gradient,
    subgradient_descent,
)

RNG = np.random.default_rng(0)
X = RNG.standard_normal((20, 4))
Y = X @ [1, 2, 0, -1] + 0.1 * RNG.standard_normal(20)
LABELS = np.arange(20) % 3
UNIT = np.clip(X, -1, 1)  # times 1e308 still finite
MASKED = np.ma.masked_greater(X, 1)
MASKED_Y = np.ma.masked_greater(Y, 1)
FRAME = pd.DataFrame(X, columns=list("abcd"))
COMPLETE = np.ma.masked_greater(X, 99)  # of this kind, with nothing masked
OBJECTS = X.astype(object)
READ_ONLY = X.copy()
READ_ONLY.flags.writeable = False
WIDE = np.random.default_rng(1).standard_normal((5, 100_000))


def draw(lam):
    figure, axes = figures.panel(xlabel="x", ylabel="y")
    axes.plot([0, 1], [0, float(lam)])
    return figures.describe(figure, "A line.")


def sloped(network=None, **settings):
    """Train the smallest network on the data for an epoch."""
    return train(network or Network((4, 3)), X, LABELS, **({"epochs": 1} | settings))


def squared(**settings):
    return Network((4, 5, 1), loss="squared_error", **settings)


SPACE = globals()
WEIGHTS = fit(X, Y, L1(0.1))

REFUSED = [
    # --- types and shapes of data, by each door they come in ---
    ("fit(MASKED, Y, L1())", ValueError, "X must have no missing entries"),
    ("fit(X, MASKED_Y, L1())", ValueError, "y must have no missing entries"),
    ("fit(X.astype(str), Y, L1())", TypeError, "X must hold real numbers"),
    ("fit(FRAME.astype(str), Y, L1())", TypeError, "X must hold real numbers"),
    ("fit(OBJECTS + 1j, Y, L1())", TypeError, "X must hold real numbers"),
    ("fit(X + 0j, Y, L1())", TypeError, "X must hold real numbers"),
    ("fit(FRAME.assign(a=pd.NA), Y, L1())", TypeError, "X must hold real numbers"),
    ("fit(FRAME.assign(a='u'), Y, L1())", TypeError, "X must hold real numbers"),
    ("fit(X.astype('M8[s]'), Y, L1())", TypeError, "X must hold real numbers"),
    ("fit(scipy.sparse.csr_array(X), Y, L1())", TypeError, "X must be a dense array"),
    ("fit([[1, 2], [3]], [1, 2], L1())", TypeError, "X must hold real numbers"),
    ("fit((row for row in X), Y, L1())", TypeError, "X must hold real numbers"),
    ("fit({1: 2}, Y, L1())", TypeError, "X must hold real numbers"),
    ("fit([[10**400]], [1], L1())", ValueError, "X must be finite"),
    ("fit(None, Y, L1())", ValueError, "X must have the shape"),
    ("fit(X[:, 0], Y, L1())", ValueError, "X must have the shape"),
    ("fit(X[None], Y, L1())", ValueError, "X must have the shape"),
    ("fit(X[:0], Y[:0], L1())", ValueError, "X must have the shape"),
    ("fit(X[:, :0], Y, L1())", ValueError, "X must have the shape"),
    ("fit([], [], L1())", ValueError, "X must have the shape"),
    ("fit(X, Y[:-1], L1())", ValueError, r"y must have one value for each.* \(19,\) instead\.$"),
    ("fit(X, Y[:, None], L1())", ValueError, r"\(20, 1\) instead; y\.ravel\(\) has it\.$"),
    ("fit(X, ['a'] * 20, L1())", TypeError, "y must hold real numbers"),
    ("fit(X * np.nan, Y, L1())", ValueError, "X must be finite"),
    ("fit(X, Y * np.inf, L1())", ValueError, "y must be finite"),
    ("fit(FRAME.assign(c=np.nan), Y, L1())", ValueError, "X .* Got nan in row 0 of column 'c'"),
    ("fit(X.astype('g') * np.longdouble('1e400'), Y, L1())", ValueError, "X must be finite"),
    # --- numbers too large and too small ---
    ("fit(UNIT * 1e308, Y, L1())", ValueError, "largest entry of X must be 0 or from 1e-40"),
    ("fit(UNIT * 1e160, Y, L2())", ValueError, "largest entry of X must be 0 or from 1e-40"),
    ("fit(X, np.sign(Y) * 1e308, L1())", ValueError, "largest entry of y must be 0 or from"),
    ("fit(X * 1e-310, Y, NoPenalty())", ValueError, "largest entry of X must be 0 or from"),
    ("fit(X, Y * 5e-324, L2())", ValueError, "largest entry of y must be 0 or from"),
    ("fit(X, Y, L2(1e308))", ValueError, "penalty must have strengths that are 0 or from 1e-120"),
    ("fit(X, Y, L1(5e-324))", ValueError, "penalty must have strengths that are 0 or from"),
    ("fit_path(UNIT * 1e308, Y, L1())", ValueError, "largest entry of X"),
    ("fit_path(X, Y, L1(1e119), [1e300])", ValueError, "lams times direction must have"),
    ("cross_validate(X * 1e-310, Y, L1())", ValueError, "largest entry of X"),
    # --- parameters of the solvers ---
    ("fit(X, Y, 'l1')", TypeError, r"penalty must be a penalty.* Got 'l1' instead\.$"),
    ("fit(X, Y, True)", TypeError, r"penalty must be a penalty.* Got True instead\.$"),
    ("fit(X, Y, 0.1)", TypeError, r"0\.1 instead: did you mean L1\(0\.1\) or L2\(0\.1\)\?$"),
    ("fit(X, Y, L1)", TypeError, r" instead: did you forget the parentheses after L1\?$"),
    ("fit(X[:4], Y[:4], L1(), sample_weight=[1, 0.5, 0, -1])", ValueError, "Got -1 in row 3"),
    ("fit(X, Y, L1(), fit_intercept='yes')", TypeError, "fit_intercept must be True or False"),
    ("fit(X, Y, L1(), tol=0)", ValueError, "tol must be a number > 0"),
    ("fit(X, Y, L1(), tol=np.nan)", ValueError, "tol must be a number > 0"),
    ("fit(X, Y, L1(), tol='1e-3')", TypeError, "tol must be a number > 0"),
    ("fit(X, Y, L1(), max_iter=0)", ValueError, "max_iter must be an integer >= 1"),
    ("fit(X.T, Y[:4], L1(1e-3), max_iter=1)", ConvergenceWarning, "Raise max_iter"),
    ("fit_path(X, Y, L1(), [])", ValueError, "lams must be a list of numbers >= 0"),
    ("fit_path(X, Y, L1(), [-1])", ValueError, "lams must be a list of numbers >= 0"),
    ("fit_path(X, Y, L1(), [np.nan])", ValueError, "lams must be finite"),
    ("fit_path(X, Y, L1(), ['a'])", TypeError, "lams must hold real numbers"),
    ("fit_path(X, Y, L1(), np.ma.masked_equal([1, 2], 1))", ValueError, "lams must have no miss"),
    ("fit_path(X, Y, L1(), 3)", ValueError, "lams must be a list of numbers >= 0"),
    ("fit_path(X, Y, L1(), n_lams=0)", ValueError, "n_lams must be an integer >= 1"),
    ("fit_path(X, Y, L1(), n_lams=1e2)", TypeError, "n_lams must be an integer >= 1"),
    ("fit_path(X, Y, L1(), eps=1)", ValueError, "eps must be a number > 0 and < 1"),
    ("fit_path(X, Y, NoPenalty())", ValueError, "lams must be given"),
    ("cross_validate(MASKED, Y, L1())", ValueError, "X must have no missing entries"),
    ("cross_validate(X, Y, [])", TypeError, "directions must be a penalty"),
    ("cross_validate(X, Y, 'l1')", TypeError, "directions must be a penalty"),
    ("cross_validate(X, Y, NoPenalty())", ValueError, "directions must have an L1 or L2 part"),
    ("cross_validate(X, Y, [L1(), NoPenalty()])", ValueError, "directions must have an L1 or L2"),
    ("cross_validate(X, Y, L1(1e200))", ValueError, "directions must have strengths"),
    ("cross_validate(X, Y, L1(), cv=21)", ValueError, "cv must be an integer from 2 to 20"),
    ("cross_validate(X, Y, L1(), cv='a')", TypeError, "cv must be an integer"),
    ("cross_validate(X, Y, L1(), cv=[([0], [1]), ([1], [99])])", ValueError, "cv must be"),
    ("cross_validate(X[:1], Y[:1], L1())", ValueError, "cv must be an integer from 2 to 1"),
    ("cross_validate(X, Y, L1(), groups=[1])", ValueError, "groups must have one label for each"),
    ("cross_validate(X, Y, L1(), groups=X)", ValueError, "groups must have one label for each"),
    ("cross_validate(X, Y, L1(), groups=[None] * 20)", TypeError, "groups must .* none that is m"),
    ("cross_validate(X, Y, L1(), groups=['a', 1] * 10)", ValueError, "from 2 to the number of gr"),
    ("cross_validate(X, Y, L1(), groups=[1, 2, 3, np.nan] * 5)", ValueError, "Got nan in row 3"),
    ("cross_validate(X, Y, L1(), groups=MASKED_Y)", ValueError, "groups must have no missing"),
    ("cross_validate(X, Y, L1(), groups=np.r_[np.nan, Y[1:]].astype(object))", ValueError, "row 0"),
    ("cross_validate(X, Y, L1(), groups=MASKED_Y, sample_weight=LABELS)", ValueError, "no missing"),
    ("cross_validate(X, Y, L1(), groups=[1], sample_weight=LABELS)", ValueError, "of the 20 rows"),
    ("cross_validate(X, Y, L1(), seed=-1)", ValueError, "seed must be an integer >= 0"),
    ("cross_validate(X, Y, L1(), seed=None)", TypeError, "seed must be an integer >= 0"),
    ("cross_validate(X, Y, L1(), cv=True)", TypeError, "cv must be an integer"),
    ("cross_validate(X, Y, L1(), lams=[X[0], X[0]])", ValueError, "for each of the 1 directions"),
    ("cross_validate(X, Y, L1(), lams=['a'])", TypeError, "lams must hold real numbers"),
    ("cross_validate(X, Y, L1(), lams=[np.inf])", ValueError, "lams must be finite"),
    ("cross_validate(X, Y, L1(), score='error')", ValueError, "score must be 'loss' for loss="),
    ("cross_validate(X, Y, L1(), standardize=1)", TypeError, "standardize must be True or False"),
    ("choosing.compare(X, Y, {'a': Lasso()}, groups=[1])", ValueError, "groups must have one lab"),
    ("choosing.regret([1, 2], noise=3)", ValueError, "errors must be above the noise"),
    ("choosing.regret(MASKED)", ValueError, "errors must have no missing entries"),
    ("choosing.interval([1, np.nan])", ValueError, "values must be finite"),
    ("fit(X, Y, L1(), loss='hinge')", ValueError, "loss must be one of 'squared_error'"),
    ("fit(X, Y, L1(), loss=None)", TypeError, "loss must be one of 'squared_error', 'logistic'"),
    ("fit(X, Y, L1(), sample_weight=Y[1:])", ValueError, "sample_weight must have a number >= 0 f"),
    ("fit(X, Y, L1(), sample_weight=2)", ValueError, r"sample_weight must .* Got shape \(\)"),
    ("fit(X, Y, L1(), sample_weight=-np.ones(20))", ValueError, "sample_weight must .* Got -1 in"),
    ("fit(X, Y, L1(), sample_weight=0 * Y)", ValueError, "sample_weight must .* Got zeros"),
    ("fit(X, Y, L1(), sample_weight=Y * np.nan)", ValueError, "sample_weight must be finite"),
    ("fit(X, Y, L1(), sample_weight=MASKED_Y)", ValueError, "sample_weight must have no missing"),
    ("fit(X, Y, L1(), sample_weight='balanced')", TypeError, "sample_weight must hold real num"),
    ("fit_path(X, Y, L1(), sample_weight=X)", ValueError, "sample_weight must have a number >= 0"),
    ("cross_validate(X, Y, L1(), sample_weight=[1])", ValueError, "sample_weight must have a numb"),
    ("fit(X, Y, L1(), factors=[1, 2, 3])", ValueError, "factors must have a number for each of"),
    ("fit(X, Y, L1(), factors=0)", ValueError, r"factors must have a number .* Got shape \(\)"),
    ("fit(X, Y, L1(), factors=[1, 1, -1, 1])", ValueError, "factors must .* Got -1 for column 2"),
    ("fit(FRAME, Y, L1(), factors=[1, 1, -1, 1])", ValueError, "Got -1 for column 'c' instead"),
    ("fit(X, Y, L1(), factors=[1, np.nan, 1, 1])", ValueError, "factors must .* Got nan for col"),
    ("fit(X, Y, L1(), factors=[1, 1, 1, 1e99])", ValueError, "factors must .* or from 1e-20 to"),
    ("fit(X, Y, L1(), factors=['a'] * 4)", TypeError, "factors must hold real numbers"),
    ("fit_path(X, Y, L1(), factors=[1])", ValueError, "factors must have a number for each"),
    ("cross_validate(X, Y, L1(), factors=[1])", ValueError, "factors must have a number for each"),
    ("corrected(fit(X, Y, L1(), factors=[0, 1, 1, 1]))", ValueError, "solution must be of a fit"),
    ("corrected(3)", TypeError, "solution must be a Solution"),
    ("WEIGHTS.predict(X[:, :2])", ValueError, r"X must have the shape \(n, 4\)"),
    ("WEIGHTS.predict(X[0])", ValueError, r"X must have the shape \(n, 4\)"),
    ("WEIGHTS.predict(MASKED)", ValueError, "X must have no missing entries"),
    ("WEIGHTS.predict(X * np.nan)", ValueError, "X must be finite"),
    ("gradient_descent(MASKED, Y, L2())", ValueError, "X must have no missing entries"),
    ("gradient_descent(X, Y, L2(), step=1e300)", FloatingPointError, "Try a smaller step"),
    ("subgradient_descent(X, Y, L1(), step=1e300)", FloatingPointError, "Try a smaller step"),
    ("proximal_gradient(X, Y, L1(), step=1e300)", FloatingPointError, "Try a smaller step"),
    ("gradient_descent(X, Y, L1())", ValueError, "penalty must have lam1 == 0"),
    ("gradient_descent(X, Y, L2(), n_iter=0)", ValueError, "n_iter must be an integer >= 1"),
    ("coordinate_descent(X, Y, L1(), start=[1])", ValueError, "start must have one weight"),
    ("coordinate_descent(X, Y, L1(), start=[np.nan] * 4)", ValueError, "start must be finite"),
    ("coordinate_descent(X, Y, L1(), start=[1e200] * 4)", FloatingPointError, "nearer to 0"),
    ("coordinate_descent(X, Y, L1(), start=list('abcd'))", TypeError, "start must hold real"),
    ("subgradient_descent(X, Y, L1(), decay='a')", TypeError, "decay must be True or False"),
    ("proximal_gradient(X, Y, L1(), accelerated=1)", TypeError, "accelerated must be True or F"),
    # --- penalties and losses ---
    ("L1('0.1')", TypeError, "lam must be a finite number >= 0"),
    ("L1(True)", TypeError, "lam must be a finite number >= 0"),
    ("L2(np.nan)", ValueError, "lam must be a finite number >= 0"),
    ("ElasticNet(1, -1)", ValueError, "lam2 must be a finite number >= 0"),
    ("ElasticNet.mix(1.5)", ValueError, r"l2_share must be a number in the range \[0, 1\]"),
    ("L1(1e308) * 10", ValueError, "lam1 must be a finite number >= 0. Got inf"),
    ("L1() / -1", ValueError, "^divisor must be a finite number"),
    ("L1() / 0", ZeroDivisionError, "divisor must be a finite number > 0. Got 0 instead"),
    ("-1 * L1()", ValueError, "factor must be a finite number >= 0"),
    ("L1().value(MASKED)", ValueError, "w must have no missing entries"),
    ("L1().gradient('3')", TypeError, "w must hold real numbers"),
    ("L1().value(OBJECTS)", TypeError, "w must hold real numbers"),
    ("L1().prox(MASKED, 1.0)", ValueError, "v must have no missing entries"),
    ("L1().prox([1.0], 0)", ValueError, "step must be positive and finite"),
    ("L1().prox([1.0], [1, 1])", ValueError, "step must be a positive number or an array"),
    ("L1().prox(np.float32([1]), 1e60)", ValueError, "step must be positive and finite"),
    ("L1().prox(np.float32([1]), 1e-60)", ValueError, "step must be positive and finite"),
    ("losses.squared_error(MASKED, X)", ValueError, "prediction must have no missing entries"),
    ("losses.squared_error(np.zeros(0), np.zeros(0))", ValueError, "prediction must have the sh"),
    ("losses.squared_error(1.0, 1.0)", ValueError, "prediction must have the shape"),
    ("losses.squared_error(['a'], ['b'])", TypeError, "prediction must hold real numbers"),
    ("losses.squared_error_gradient(Y, Y[:, None])", ValueError, "target must have the shape"),
    ("losses.logistic(MASKED_Y, Y)", ValueError, "^z must have no missing entries"),
    ("losses.logistic_gradient(['a'], [1])", TypeError, "^z must hold real numbers"),
    ("losses.logistic_gradient(Y, Y[1:])", ValueError, "^target must have the shape"),
    ("losses.cross_entropy(Y, Y)", ValueError, r"scores must have the shape \(n, k\)"),
    ("losses.cross_entropy(X[:0], X[:0])", ValueError, "scores must have the shape"),
    ("losses.cross_entropy_gradient(X, MASKED)", ValueError, "target must have no missing"),
    # --- networks, training and optimizers ---
    ("Network('ab')", TypeError, "sizes must be a sequence of integers"),
    ("Network((2, 0, 2))", ValueError, "every entry of sizes must be an integer >= 1"),
    ("Network((2, 2.0))", TypeError, "every entry of sizes must be an integer >= 1"),
    ("Network((2, 2), 'step')", ValueError, "activation must be one of"),
    ("Network((2, 2), seed=1.5)", TypeError, "seed must be an integer >= 0"),
    ("Network((2, 2), dtype='foo')", TypeError, "dtype must be float64 or float32"),
    ("Network((2, 2), dtype=int)", ValueError, "dtype must be float64 or float32"),
    ("Network((4, 3)).predict(MASKED)", ValueError, "X must have no missing entries"),
    ("Network((4, 3)).predict([[1, 2], [3]])", TypeError, "X must hold real numbers"),
    ("Network((4, 3)).predict(X[:, :2])", ValueError, "X must have shape"),
    ("Network((4, 3)).loss([], [])", ValueError, "X must have shape"),
    ("Network((4, 3)).loss(X, LABELS + 1)", ValueError, "y must hold labels from 0 to 2"),
    ("Network((4, 3)).loss(X, LABELS - 1)", ValueError, "y must hold labels from 0 to 2"),
    ("Network((4, 3)).loss(X, LABELS.astype(str))", TypeError, "y must hold integer labels"),
    ("Network((4, 3)).loss(X, LABELS / 1)", TypeError, "y must hold integer labels"),
    ("Network((4, 3)).loss(X, np.ma.masked_equal(LABELS, 2))", ValueError, "y must have no miss"),
    ("Network((4, 3)).predict_proba(UNIT * 1e308)", FloatingPointError, "Standardize the columns"),
    ("squared().gradient(X * 1e200, Y)", FloatingPointError, "Standardize the columns of X"),
    ("squared(dtype='float32').loss(X * 1e200, Y)", ValueError, "X must be finite in float32"),
    ("squared(dtype='float32').loss(X, Y * 1e200)", ValueError, "y must be finite in float32"),
    ("sloped(epochs=1.0)", TypeError, "epochs must be an integer >= 1"),
    ("sloped(batch_size=0)", ValueError, "batch_size must be an integer >= 1"),
    ("sloped(method='l1')", ValueError, "method must be one of"),
    ("sloped(optimizer='sgd')", TypeError, "optimizer must be an SGD or an Adam"),
    ("sloped(clip_norm=-1)", ValueError, "clip_norm must be a number in"),
    ("sloped(clip_norm=X)", TypeError, "clip_norm must be a number in .*, or None"),
    ("sloped(optimizer=SGD(lambda epoch: -1))", ValueError, "lr must be .* Got -1 for epoch 0"),
    ("sloped(validation=(X,))", ValueError, "validation must be a pair"),
    ("sloped(validation=(MASKED, LABELS))", ValueError, "X must have no missing entries"),
    ("sloped(callback=3)", TypeError, "callback must be a function"),
    ("sloped(record='no')", TypeError, "record must be True or False"),
    ("sloped(progress='no')", TypeError, "progress must be True or False"),
    ("sloped(penalty=lambda epoch: 3)", TypeError, "penalty must be a penalty"),
    ("sloped(penalty=L2(1e300), method='decoupled')", FloatingPointError, "diverged in epoch 1"),
    ("train(squared(), X, Y * 1e300, epochs=1)", FloatingPointError, "diverged in epoch 1"),
    ("train(None, X, Y)", TypeError, "network must be a Network"),
    ("SGD(np.nan)", ValueError, "lr must be a number in"),
    ("SGD(0.1, momentum=1)", ValueError, "momentum must be a number in"),
    ("Adam(lr='0.1')", TypeError, "lr must be a number in"),
    ("Adam(eps=0)", ValueError, "eps must be a number in"),
    # --- estimators ---
    ("PenalizedRegressor(L1()).fit(MASKED, Y)", ValueError, "X must have no missing entries"),
    ("PenalizedRegressor(L1()).fit(X, MASKED_Y)", ValueError, "y must have no missing entries"),
    ("PenalizedRegressor(L1()).fit(X, Y).predict(MASKED)", ValueError, "X must have no missing"),
    ("PenalizedRegressor(L1()).fit(X.astype('M8[s]'), Y)", TypeError, "X must hold real numbers"),
    ("PenalizedRegressor(3).fit(X, Y)", TypeError, "penalty must be a penalty"),
    ("PenalizedRegressor(L1()).fit(X, Y, Y[:3])", ValueError, "sample_weight must have a number"),
    ("PenalizedRegressor(L1(), factors=[1]).fit(X, Y)", ValueError, "factors must have a number"),
    ("choosing.PenalizedRegressorCV(factors=[1]).fit(X, Y)", ValueError, "factors must have a num"),
    ("choosing.PenalizedRegressorCV().fit(X, Y, LABELS)", TypeError, "positional argument"),
    ("PenalizedRegressor(standardize=True).fit(UNIT * 1e308, Y)", ValueError, "entry of X"),
    ("PenalizedClassifier(L1()).fit(MASKED, LABELS)", ValueError, "X must have no missing entries"),
    ("PenalizedClassifier(L1()).fit(X, Y)", ValueError, "Unknown label type: continuous"),
    ("PenalizedClassifier(L1()).fit(X, LABELS * 0)", ValueError, "y must hold at least 2 classes"),
    ("PenalizedClassifier('l1').fit(X, LABELS)", TypeError, "penalty must be a penalty"),
    ("fit(X, ['a'] * 20, L1(), loss='logistic')", TypeError, "y must hold the classes 0 and 1"),
    ("fit(X, LABELS, L1(), loss='logistic')", ValueError, "classes 0 and 1.* Got 2 in row 2 inst"),
    ("fit(X, LABELS, L1(), loss='hinge')", ValueError, "loss must be one of"),
    ("cross_validate(X, Y > 0, L1(), loss='logistic', score='f')", ValueError, "score must be one"),
    ("PenalizedRegressor(L1()).fit(FRAME, Y).predict(FRAME[['b', 'a', 'c', 'd']])", ValueError,
     "feature names should match"),
    ("NetworkClassifier().fit(MASKED, LABELS)", ValueError, "X must have no missing entries"),
    ("NetworkClassifier().fit(X, LABELS * 0)", ValueError, "y must hold at least 2 classes"),
    ("NetworkClassifier(epochs='a').fit(X, LABELS)", TypeError, "epochs must be an integer"),
    ("NetworkRegressor(hidden_layer_sizes=3).fit(X, Y)", TypeError, "hidden_layer_sizes must be"),
    ("NetworkRegressor(hidden_layer_sizes='ab').fit(X, Y)", TypeError, "hidden_layer_sizes must"),
    ("NetworkRegressor(hidden_layer_sizes=(0,)).fit(X, Y)", ValueError,
     "every entry of hidden_layer_sizes must be an integer >= 1"),
    ("NetworkRegressor(penalty='l1', epochs=1).fit(X, Y)", TypeError, "penalty must be"),
    ("NetworkRegressor(penalty=L1, epochs=1).fit(X, Y)", TypeError, "penalty must be a penalty"),
    # --- choosing ---
    ("choosing.diagnose(MASKED, Y)", ValueError, "X must have no missing entries"),
    ("choosing.diagnose(X[:2], Y[:2])", ValueError, "X must have at least 3 rows"),
    ("choosing.diagnose(UNIT * 1e308, Y)", ValueError, "largest entry of X"),
    ("choosing.recommend(3)", TypeError, "diagnosis must be a Diagnosis"),
    ("choosing.recommend(choosing.diagnose(X, Y), goal='win')", ValueError, "goal must be"),
    ("choosing.ArticleRule(sparse=np.nan)", ValueError, "sparse must be a number from 0 to 1"),
    ("choosing.ArticleRule(normalized=np.inf)", ValueError, "normalized must be a number"),
    ("choosing.ArticleRule(normalized=0.5)", ValueError, "normalized must be a number from 1 to"),
    ("choosing.ArticleRule(order=3)", TypeError, "order must be a tuple"),
    ("choosing.ArticleRule(order=['dense'])", TypeError, "order must be a tuple"),
    ("PenalizedRegressor(L1()).fit(X, ['1'] * 20)", TypeError, "y must hold real numbers"),
    ("choosing.PenalizedRegressorCV().fit(X, ['1'] * 20)", TypeError, "y must hold real numbers"),
    ("choosing.compare(X, Y, {})", ValueError, "candidates must hold at least one"),
    ("choosing.compare(X, Y, {'a': Lasso})", TypeError, "candidates must hold scikit-learn est"),
    ("choosing.compare(X, Y, {1: Lasso(), '1': Lasso()})", ValueError,
     r"names that differ when written. Got \[1, '1'\]"),
    ("choosing.compare(MASKED, Y, {'a': Lasso()})", ValueError, "X must have no missing entries"),
    ("choosing.compare(X, Y[:, None], {'a': Lasso()})", ValueError,
     r"y must have one value for each row. Got shape \(20, 1\)"),
    ("choosing.compare(X, Y, {'a': Lasso()}, cv=50)", ValueError, "cv must be an integer"),
    ("choosing.compare(X, Y, {'a': Lasso()}, cv=[([0], [99]), ([1], [0])])", ValueError, "cv must"),
    ("choosing.compare(X, Y, {'a': Lasso()}, error=3)", TypeError, "error must be a function"),
    ("choosing.compare(X, Y, {'a': Lasso()}, error=lambda y, p: np.nan, progress=False)",
     ValueError, "error must return finite numbers"),
    ("choosing.PenalizedRegressorCV(L1(), select='x').fit(X, Y)", ValueError, "select must be"),
    ("choosing.PenalizedRegressorCV(L1()).fit(UNIT * 1e308, Y)", ValueError, "largest entry of X"),
    # --- conventions ---
    ("conventions.to_sklearn('l1', estimator='Lasso')", TypeError, "penalty must be a penalty"),
    ("conventions.to_sklearn(L1())", ValueError, "estimator is needed"),
    ("conventions.to_sklearn(L2(), estimator='Ridge')", ValueError, "n is needed"),
    ("conventions.to_sklearn(L2(), estimator='Ridge', n='10')", TypeError, "n must be an integer"),
    ("conventions.to_sklearn(L2(), estimator='Ridge', n=10**400)", ValueError, "n must be"),
    ("conventions.to_sklearn(L2(1e308), estimator='Ridge', n=9)", ValueError, "penalty must have"),
    ("conventions.to_sklearn(L1(5e-324), estimator='LogisticRegression', n=1)", ValueError,
     "penalty must have strengths that are 0 or from 1e-100 to 1e100"),
    ("conventions.to_keras(L1(), loss='mse')", ValueError, "loss must be one of"),
    ("conventions.to_sklearn(L1(.1), estimator='Lasso', n=-5)", TypeError, "does not read n."),
    ("conventions.to_torch(L2(), estimator='AdamW')", ValueError, "no L2 penalty"),
    ("conventions.to_torch(L2(), loss='squared_error')", ValueError, "outputs is needed"),
    ("conventions.to_keras(L2(), loss='squared_error', outputs=0)", ValueError, "outputs must be"),
    ("conventions.to_glmnet(L2(), y_sd=np.nan)", ValueError, "y_sd must be a finite number > 0"),
    ("conventions.to_glmnet(L2(), y_sd=1e-320)", ValueError, "y_sd must be from 1e-100 to"),
    ("conventions.from_sklearn({'alpha': '1'}, estimator='Lasso')", TypeError, "alpha must be"),
    ("conventions.from_sklearn({'alpha': 1e308}, estimator='Lasso')", ValueError, "alpha must be"),
    ("conventions.from_sklearn({'C': 5e-324}, estimator='LogisticRegression', n=1)", ValueError,
     "C must be"),
    ("conventions.from_sklearn({}, estimator='Lasso')", ValueError, "settings must have 'alpha'"),
    ("conventions.from_keras({'l3': 1}, loss='squared_error')", ValueError, "settings must be"),
    # --- data sets ---
    ("datasets.bank('a')", TypeError, "seed must be an integer >= 0 or None"),
    ("datasets.bank(-1)", ValueError, "seed must be an integer >= 0 or None"),
    ("datasets.bank_rule(['1'])", TypeError, "loans must hold real numbers"),
    ("datasets.bank_rule(MASKED)", ValueError, "loans must have no missing entries"),
    ("datasets.correlation(3, 'a')", TypeError, "rho must be a number"),
    ("datasets.correlation(3, 0.5, 'groups', group=0)", ValueError, "group must be an integer"),
    ("datasets.linear_data(3, [np.nan], [[1]])", ValueError, "coef must be finite"),
    ("datasets.linear_data(3, [1], [[1e308]])", ValueError, "covariance must be finite"),
    ("datasets.linear_data(3, [], np.zeros((0, 0)))", ValueError, "covariance must have a row"),
    ("datasets.linear_data(3, [1], [[-1]])", ValueError, "covariance must be symmetric"),
    ("datasets.linear_data(3, [1], [[1]], seed=None)", TypeError, "seed must be an integer"),
    ("datasets.linear_data(3, [1], [[1]]).excess_error([1, 2])", ValueError, "coef must have the"),
    ("datasets.twins(seed=1.5)", TypeError, "seed must be an integer"),
    ("datasets.zou_hastie(5)", ValueError, "example must be 1, 2, 3 or 4"),
    ("datasets.zou_hastie('1')", TypeError, "example must be an integer"),
    ("datasets.zou_hastie(1, seed=-1)", ValueError, "seed must be an integer"),
    # --- sliders, questions, figures, claims ---
    ("explore(draw, lam=3)", TypeError, "values must be a sequence"),
    ("explore(draw, lam='ab')", TypeError, "values must be a sequence"),
    ("explore(draw, lam=[1, np.nan])", ValueError, "values must be finite"),
    ("explore(draw, lam=[1, 2], poster=[])", TypeError, "poster must be a dict"),
    ("explore(draw, lam=[1, 2], poster=3)", TypeError, "poster must be a dict"),
    ("explore(draw, lam=[1, 2], predict='a')", TypeError, "predict must be a Choice"),
    ("Axis([1, 2], label=3)", TypeError, "label must be a text"),
    ("Axis([1, 2], unit=3)", TypeError, "unit must be a text"),
    ("Choice('q', ['a', 'b'], 'a')", TypeError, "options must be a mapping"),
    ("Choice('q', {'a': 1, 'b': 'no'}, 'a')", TypeError, "every option must be a text"),
    ("Choice(3, {'a': 'yes', 'b': 'no'}, 'a')", TypeError, "question must be a text"),
    ("Estimate('q', 0, 1, 'a', 0.5, 0.1, '', '')", TypeError, "step must be a number"),
    ("Estimate('q', 0, np.inf, 1, 0.5, 0.1, '', '')", ValueError, "high must be a finite number"),
    ("quiz('a')", TypeError, "every question must be a Choice"),
    ("quiz(Choice('a?', {'b': 'c', 'd': 'e'}, 'b'), score=3)", TypeError, "score must be a text"),
    ("figures.show(3, alt='x')", TypeError, "panels must be a matplotlib figure"),
    ("figures.show(draw(1), alt=None)", TypeError, "alt must be a text"),
    ("figures.describe(draw(1), None)", TypeError, "text must be a text"),
    ("figures.line('lasso')", ValueError, "name must be one of"),
    ("figures.panel(xlabel='x', ylabel='y', xlim=3)", TypeError, "xlim must be a pair"),
    ("figures.panel(xlabel='x', ylabel='y', ylim=(0, np.nan))", ValueError, "ylim must be a pair"),
    ("figures.panel(xlabel='x', ylabel='y', xlim=(0, 1), xlog=True)", ValueError, "xlim must be"),
    ("figures.themed('lasso')", ValueError, "name must be one of"),
    ("figures.method(0.1)", TypeError, "penalty must be a penalty"),
    ("figures.balance(L1(), '1')", TypeError, "pull must be a finite number"),
    ("figures.balance(L1(), np.nan)", ValueError, "pull must be a finite number"),
    ("figures.force_balance(L1(), 1, curvature=0)", ValueError, "curvature must be a number > 0"),
    ("figures.force_balance(L1(), 1, reach=-1)", ValueError, "reach must be a number > 0"),
    ("figures.cost_curves(L1(), 1, height=0)", ValueError, "height must be a number > 0"),
    ("figures.coefficient_paths(3, [])", TypeError, "path must be what fit_path returns"),
    ("figures.name_ends(None, np.nan, {})", ValueError, "x must be a finite number"),
    ("figures.minimizer([1, 2], np.eye(3), L1())", ValueError, "hessian must have one row"),
    ("figures.minimizer([1, 2], -np.eye(2), L1())", ValueError, "hessian must be positive"),
    ("figures.within_budget([1, 2], np.eye(2), 3, 1)", TypeError, "direction must be a penalty"),
    ("figures.ball(L1(0), 1)", ValueError, "penalty must have a strength > 0"),
    ("figures.ball(L1(), -1)", ValueError, "size must be a number >= 0"),
    ("figures.contour([1, 2], np.eye(2), -1)", ValueError, "level must be a number >= 0"),
    ("figures.weight_space(L1(), [1, 2], np.eye(2), ellipses=-1)", ValueError, "ellipses must be"),
    ("datasets.powers(3.0, 2)", ValueError, r"loans must be a list of numbers. Got shape \(\)"),
    ("datasets.powers('a', 2)", TypeError, "loans must hold real numbers"),
    ("datasets.powers([1], 0)", ValueError, "degree must be an integer >= 1"),
    ("claims.claim(None)", ValueError, "id must be one of"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "error", "words"), REFUSED, ids=[c[0] for c in REFUSED])
def test_it_is_refused_by_name(expression, error, words):
    with pytest.raises(error, match=words):
        eval(expression, SPACE)


def same(one, other):
    return np.allclose(one, other, rtol=1e-9, atol=1e-12)


def again(data, target=Y):
    """Whether odd data of the same numbers give the same weights."""
    return same(fit(data, target, L1(0.1)).coef, WEIGHTS.coef)


RIGHT = [
    # --- the same numbers in another dress ---
    "again(FRAME, pd.Series(Y))",
    "again(FRAME.astype('Float64'), pd.Series(Y, dtype='Float64'))",
    "again(COMPLETE)",
    "again(OBJECTS, Y.astype(object))",
    "again([[Decimal(x) for x in row] for row in X])",
    "again(READ_ONLY)",
    "again(np.asfortranarray(X))",
    "again(np.repeat(X, 2, axis=1)[:, ::2], np.repeat(Y, 2)[::2])",
    "again(X[::-1], Y[::-1])",
    "same(fit(X[:, ::-1], Y, L1(0.1)).coef[::-1], WEIGHTS.coef)",
    "again(X.astype('>f8'), Y.astype('>f8'))",
    "again(X.tolist(), Y.tolist())",
    "same(fit(X > 0, Y, L2(0.1)).coef, fit((X > 0) * 1.0, Y, L2(0.1)).coef)",
    "same(fit(np.uint8([[1], [2], [4]]), [1, 2, 4], NoPenalty()).coef, 1.0)",
    "same(Network((4, 3)).loss(FRAME, pd.Series(LABELS)), Network((4, 3)).loss(X, LABELS))",
    "same(Network((4, 3)).loss(OBJECTS, LABELS), Network((4, 3)).loss(X, LABELS))",
    "same(Network((4, 3)).loss(X[::-1], LABELS[::-1]), Network((4, 3)).loss(X, LABELS))",
    "sloped(batch_size=10**9).zeros == [0]",
    "PenalizedRegressor(L1(0.1)).fit(FRAME, Y).feature_names_in_.tolist() == list('abcd')",
    "same(PenalizedRegressor(L1(0.1)).fit(COMPLETE, Y).coef_, WEIGHTS.coef)",
    "same(PenalizedRegressor(L1(0.1)).fit(X[::-1], Y[::-1]).coef_, WEIGHTS.coef)",
    "NetworkClassifier(epochs=1, random_state=0).fit(X, LABELS).score(X, LABELS + 5) == 0",
    "choosing.compare(FRAME, pd.Series(Y), {'a': Lasso(0.1)}, progress=False).best == 'a'",
    "same(choosing.diagnose(FRAME, Y).noise, choosing.diagnose(X, Y).noise)",
    # --- few, many, alike ---
    "fit(X[:1], Y[:1], L1(0.1)).coef.tolist() == [0] * 4",
    "same(fit(X[:1], Y[:1], NoPenalty(), fit_intercept=False).predict(X[:1]), Y[:1])",
    "fit(X * 0, Y, L1(0.1)).coef.tolist() == [0] * 4",
    "fit(X, Y * 0, NoPenalty()).coef.tolist() == [0] * 4",
    "fit(WIDE, Y[:5], L1(0.1)).converged",
    "fit(WIDE, Y[:5], ElasticNet(0.1, 0.1)).converged",
    "fit(WIDE, Y[:5], L2(0.1)).converged",
    "same(fit(WIDE, Y[:5], NoPenalty()).predict(WIDE), Y[:5])",
    "fit_path(X, Y * 0, L1()).coefs.any() == False",
    "np.isinf(choosing.diagnose(np.c_[X, X], Y).condition_number)",
    "choosing.diagnose(X * 0, Y).constant == 4",
    # --- very large, very small, and beyond ---
    "same(fit(1e39 * UNIT, 1e39 * Y, NoPenalty()).coef, fit(UNIT, Y, NoPenalty()).coef)",
    "same(fit(1e-39 * X, 1e-39 * Y, L1(1e-79)).coef, WEIGHTS.coef)",
    "same(fit(np.c_[X, 1e-310 * X], Y, L1(0.1)).coef, [*WEIGHTS.coef, 0, 0, 0, 0])",
    "fit(X, Y, L1(1e119)).coef.tolist() == [0] * 4",
    "same(fit(X, Y, L2(1e-13)).coef, fit(X, Y, NoPenalty()).coef)",
    "np.isinf(WEIGHTS.predict(UNIT * 1e308)).any()",
    "L2().value([1e200]) == np.inf",
    "L1().value([1e308, 1e308]) == np.inf",
    "L2().value(np.float32([1e30])) == float(np.float32(1e30)) ** 2",
    "L1(3).gradient([np.inf, -np.inf, 0]).tolist() == [3, -3, 0]",
    "L2(1e308).gradient([1e308]).tolist() == [np.inf]",
    "L1().prox([np.inf, 0.5], 1).tolist() == [np.inf, 0]",
    "ElasticNet(1e300, 1e300).prox([1.0, 5e-324], 1e300).tolist() == [0, 0]",
    "L1(1e300).prox(np.float32([1]), 1).tolist() == [0]",
    "L2().prox([5e-324], 1).tolist() == [0]",
    "np.isnan(L1().prox([np.nan, 2], 1)).tolist() == [True, False]",
    "L1().value([]) == 0 and L1().gradient([]).shape == (0,)",
    "losses.squared_error(np.array([1e200]), np.array([0.0])) == np.inf",
    "losses.squared_error_gradient(np.uint8([1]), np.uint8([2])).tolist() == [-1]",
    "losses.squared_error([1, 2], [1, 4]) == 1",
    "losses.cross_entropy([[1e308, -1e308]], [[1, 0]]) == 0",
    "losses.cross_entropy([[1e308, -1e308]], [[0, 1]]) > 1e308",
    "losses.cross_entropy_gradient([[1e308, -1e308]], [[0, 1]]).tolist() == [[1, -1]]",
    "squared().loss(X * 1e200, Y) == np.inf",
    "np.isfinite(Network((4, 5, 3)).predict_proba(X * 1e300)).all()",
    "sloped(penalty=L1(1e300)).zeros == [12]",
    "sloped(Network((4, 3), dtype='float32'), penalty=L1(1e300)).zeros == [12]",
    "np.isneginf(datasets.bank_rule(-1e5))",
    "conventions.from_sklearn({'C': np.inf}, estimator='LogisticRegression', n=1) == NoPenalty()",
    "datasets.bank(np.int64(3)).cash_flow.shape == (10,)",
]


@pytest.mark.parametrize("expression", RIGHT)
def test_it_works_and_is_right(expression):
    assert eval(expression, SPACE)


def test_the_claims_command_names_an_unknown_id(capsys):
    with pytest.raises(SystemExit) as ended:
        claims_main(["V99"])
    assert ended.value.code == 2
    assert "id must be one of V1 to V27 or E1 to E11. Got 'V99'" in capsys.readouterr().err


def test_the_table_is_long_enough():
    assert len({expression for expression, *_ in REFUSED} | set(RIGHT)) >= 120
    assert regkit.__all__
