"""The one meaning of ``cv``, scales inside the folds, and where grids end."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import Lasso, LogisticRegression
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    LeaveOneGroupOut,
    LeaveOneOut,
    StratifiedKFold,
    TimeSeriesSplit,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from regkit import L1, L2, ElasticNet, cross_validate
from regkit.choosing import PenalizedRegressorCV, candidates, compare
from regkit.linear import GridWarning
from regkit.linear._splits import splits

RNG = np.random.default_rng(0)
X = RNG.standard_normal((60, 5)) * [1, 3, 0.5, 2, 1] + 2
Y = X @ [1.0, -1.0, 0.0, 0.5, 0.0] + RNG.standard_normal(60)
GROUPS = np.repeat(np.arange(12), 5)
LABELS = np.array(["b", "a", "c"])[np.arange(60) % 7 % 3]


def same(ours, theirs):
    theirs = list(theirs)
    assert len(ours) == len(theirs)
    for (train, test), (other_train, other_test) in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(train, other_train)
        np.testing.assert_array_equal(test, other_test)


@pytest.mark.parametrize("k", [2, 5, 7, 60])
@pytest.mark.parametrize("seed", [0, 3])
def test_an_integer_deals_as_scikit_learn_does(k, seed):
    if k == 60:
        same(splits(k, X, Y, seed=seed), LeaveOneOut().split(X))
        same(splits(k, X, LABELS, seed=seed, stratify=True), LeaveOneOut().split(X))
    else:
        shuffled = {"shuffle": True, "random_state": seed}
        same(splits(k, X, Y, seed=seed), KFold(k, **shuffled).split(X))
        by_class = StratifiedKFold(k, **shuffled).split(X, LABELS)
        same(splits(k, X, LABELS, seed=seed, stratify=True), by_class)
        by_group = GroupKFold(k, **shuffled).split(X, Y, GROUPS)
        same(splits(k, X, Y, groups=GROUPS, seed=seed), by_group)


def test_a_class_may_have_a_member_for_each_fold():
    few = np.arange(60) % 20 == 0
    by_class = StratifiedKFold(3, shuffle=True, random_state=0).split(X, few)
    same(splits(3, X, few, stratify=True), by_class)


def test_as_many_folds_as_groups_leave_out_one_each():
    same(splits(12, X, Y, groups=GROUPS), LeaveOneGroupOut().split(X, Y, GROUPS))


def test_a_splitter_is_given_the_groups():
    for cv in (LeaveOneGroupOut(), GroupKFold(4)):
        same(splits(cv, X, Y, groups=GROUPS), cv.split(X, Y, GROUPS))


def test_rows_in_order_are_not_what_is_tested():
    # five groups in a row, the last one shifted: folds in order would each extrapolate
    rng = np.random.default_rng(1)
    group = np.repeat(np.arange(5), 40)
    Z = rng.standard_normal((200, 4)) + np.where(group == 4, 3.0, 0.0)[:, None]
    target = Z @ [1.0, 0.5, 0.0, 0.0] + 2.0 * (group == 4) + rng.standard_normal(200)
    dealt = cross_validate(Z, target, L1(), standardize=False)
    in_order = cross_validate(Z, target, L1(), cv=KFold(5), standardize=False)
    tuned = PenalizedRegressorCV(L1(), n_lams=100).fit(Z, target)
    assert in_order.best.lam1 > 5 * dealt.best.lam1
    # one rule in every door
    folds = KFold(5, shuffle=True, random_state=0)
    listed = PenalizedRegressorCV(L1(), n_lams=100, cv=folds).fit(Z, target)
    np.testing.assert_array_equal(tuned.cv_result_.mse, listed.cv_result_.mse)
    one = compare(Z, target, {"lasso": Lasso(0.1)})
    two = compare(Z, target, {"lasso": Lasso(0.1)}, cv=folds)
    np.testing.assert_array_equal(one.errors, two.errors)


def test_groups_reach_the_folds_of_every_door():
    rng = np.random.default_rng(2)
    offset = rng.standard_normal(12)[GROUPS]
    target = X[:, 0] + 3 * offset + 0.1 * rng.standard_normal(60)
    Z = np.column_stack([X, np.eye(12)[GROUPS]])  # a column for each group: known rows help
    leaking = cross_validate(Z, target, L2(), standardize=True)
    whole = cross_validate(Z, target, L2(), standardize=True, groups=GROUPS)
    assert whole.mse_mean.min() > 5 * leaking.mse_mean.min()
    tuned = PenalizedRegressorCV(L2()).fit(Z, target, groups=GROUPS)
    assert tuned.cv_result_.mse_mean.min() > 5 * leaking.mse_mean.min()
    seen = []

    class Spy(Lasso):
        def fit(self, X, y, groups=None):
            seen.append(groups)
            return super().fit(X, y)

    found = compare(Z, target, {"spy": Spy(), "plain": Lasso()}, groups=GROUPS, cv=3)
    assert found.errors.shape == (2, 3)
    for (train, _), groups in zip(splits(3, Z, target, groups=GROUPS), seen, strict=True):
        np.testing.assert_array_equal(groups, GROUPS[train])


@pytest.mark.parametrize(
    ("cv", "target", "said"),
    [
        (GroupKFold(3), Y, r"The 'groups' parameter should not be None\. Give groups="),
        (LeaveOneGroupOut(), Y, r"The 'groups' parameter should not be None\. Give groups="),
        (StratifiedKFold(3), Y, "Supported target types are"),
        (StratifiedKFold(30), np.arange(60) % 3, "n_splits=30 cannot be greater than the number"),
        (TimeSeriesSplit(60), Y, "Cannot have number of folds=61 greater"),
    ],
)
def test_a_splitter_says_why_it_refuses(cv, target, said):
    for call in (
        lambda: cross_validate(X, target, L1(), cv=cv),
        lambda: PenalizedRegressorCV(L1(), cv=cv).fit(X, target),
        lambda: compare(X, target, {"lasso": Lasso()}, cv=cv),
    ):
        with pytest.raises(ValueError, match=said) as refused:
            call()
        hint = " Give groups=." if "groups" in said else ""
        own = refused.value.__cause__
        assert str(refused.value) == f"cv={cv!r:.80} cannot split these rows: {own}{hint}"


@pytest.mark.filterwarnings("ignore:The groups parameter is ignored")
@pytest.mark.parametrize("cv", [KFold(4), list(KFold(4).split(X))])
def test_folds_that_part_a_group_are_refused(cv):
    for call in (
        lambda: cross_validate(X, Y, L1(), cv=cv, groups=GROUPS % 5),
        lambda: cross_validate(X, Y, L1(), cv=cv, groups=GROUPS % 5, sample_weight=Y > 0),
        lambda: compare(X, Y, {"lasso": Lasso()}, cv=cv, groups=GROUPS % 5),
    ):
        with pytest.raises(ValueError, match=r"keep groups whole\. Got group 0 in the training"):
            call()
    assert cross_validate(X, Y, L1(), cv=cv, groups=GROUPS // 3).mse.shape == (1, 100, 4)


def test_a_class_with_fewer_members_than_folds_is_refused():
    few = np.array([1] * 3 + [0] * 57)
    with pytest.raises(ValueError, match=r"Got cv=5, and 3 rows of class 1\."):
        compare(X, few, {"logistic": LogisticRegression()})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"groups": GROUPS[:-1]}, r"groups must have one label for each of the 60 rows"),
        ({"groups": GROUPS, "cv": 13}, "cv must be an integer from 2 to the number of groups, 12"),
        ({"seed": -1}, "seed must be an integer >= 0"),
        ({"lams": np.ones((3, 2))}, r"lams must have the shape \(k,\), or \(d, k\) with a row"),
        ({"lams": [-1.0]}, "lams must be a list of numbers >= 0"),
    ],
)
def test_bad_folds_are_named(given, said):
    with pytest.raises(ValueError, match=said):
        cross_validate(X, Y, [L1(), L2()], **given)


@pytest.mark.parametrize("far", [100.0, 40.0])  # too far for sums of squares, and not
def test_scales_are_learned_inside_the_folds(far):
    # one column, far, 1, ..., 9: the fold that holds the first is judged by a scale of 2.3, not of
    # 28.6 or 10.8
    x = np.array([far, *range(1, 10)])[:, None]
    target = np.arange(10.0)
    folds = KFold(5)
    unit = target.std()
    lams = np.array([0.3, 0.1, 0.01])
    tuned = PenalizedRegressorCV(L1(), lams=lams, cv=folds)
    with pytest.warns(GridWarning):
        result = tuned.fit(x, target).cv_result_
    for k, lam in enumerate(lams):
        for f, (train, test) in enumerate(folds.split(x)):
            plain = make_pipeline(StandardScaler(), Lasso(lam * unit)).fit(x[train], target[train])
            error = np.mean((target[test] - plain.predict(x[test])) ** 2)
            assert result.mse[0, k, f] == pytest.approx(error, rel=1e-6)
    assert result.mse[0, 0, 0] > far


@pytest.mark.filterwarnings("ignore::regkit.linear.GridWarning")  # a grid of two
@pytest.mark.parametrize("shape", [(60, 5), (300, 40), (20, 40)])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_standardizing_is_a_pipeline_in_every_fold(shape, fit_intercept):
    rng = np.random.default_rng(4)
    Z = rng.standard_normal(shape) * np.geomspace(1e-3, 1e3, shape[1]) + 1
    target = (Z / Z.std(axis=0))[:, :3].sum(axis=1) + rng.standard_normal(len(Z))
    grid = {"lams": [0.5, 0.1], "cv": 3, "fit_intercept": fit_intercept, "tol": 1e-11}
    for direction in (L1(), ElasticNet(1, 0.5), L2()):
        found = cross_validate(Z, target, direction, standardize=True, **grid).mse[0]
        for f, (train, test) in enumerate(splits(3, Z, target)):
            scale = Z[train].std(axis=0)
            fold = {"cv": [(train, test)] * 2, "standardize": False}
            plain = cross_validate(Z / scale, target, direction, **grid | fold).mse[0, :, 0]
            np.testing.assert_allclose(found[:, f], plain, rtol=1e-6)


@pytest.mark.filterwarnings("ignore::regkit.linear.GridWarning")  # a grid of three
def test_own_strengths():
    row = cross_validate(X, Y, [L1(), L2()], lams=[0.01, 0.5, 0.1], standardize=False)
    np.testing.assert_array_equal(row.lams, [[0.5, 0.1, 0.01]] * 2)
    each = [[0.5, 0.1, 0.01], [5.0, 1.0, 0.1]]
    both = cross_validate(X, Y, [L1(), L2()], lams=each, standardize=False)
    np.testing.assert_array_equal(both.lams, each)
    np.testing.assert_array_equal(both.mse[0], row.mse[0])


# --- grids: where they end, and what is said of it ---


def sorted_columns():
    """Two columns that are alike but for what explains y."""
    k = np.arange(30)
    t = (7 * k) % 11 + 1.0
    s = 1000.0 * k
    order = np.random.default_rng(0).permutation(30)
    return np.column_stack([s, s + 10 * t])[order], t[order]


def test_a_strength_at_the_weak_end_is_told_of_and_what_to_widen():
    Z, target = sorted_columns()
    with pytest.warns(GridWarning, match=r"weakest strength of its grid, .* a smaller eps"):
        result = cross_validate(Z, target, L1(), standardize=True)
    assert result.cut_off == ("weak",)
    assert "at the weak end of its grid" in repr(result)
    with pytest.warns(GridWarning, match=r"grid, 0\.001: .* Give lams .* down; or compare"):
        cross_validate(Z, target, L1(), lams=[3e-3, 2e-3, 1e-3], standardize=True)
    with pytest.warns(GridWarning, match=r"Of 4 folds, .* for 'L1' in 4, 'L2' in 4"):
        found = compare(Z, target, candidates(), cv=4)
    explained = 1 - found.errors.mean(axis=1) / np.var(target)
    named = dict(zip(found.names, explained, strict=True))
    assert named["No penalty"] > 0.999999
    assert named["Elastic Net"] > 0.99
    assert named["L2"] > 0.99


def test_no_weaker_strength_is_asked_for_where_none_differs():
    Z, target = sorted_columns()
    assert cross_validate(Z, target, L1(), lams=[1.0, 0.1, 0.0], standardize=True).cut_off == ("",)
    rng = np.random.default_rng(0)
    many = rng.standard_normal((4000, 3))
    clear = many @ [3.0, 2.0, 1.0] + rng.standard_normal(4000)
    for direction in (L1(), ElasticNet.mix(0.5), L2()):
        assert cross_validate(many, clear, direction).cut_off == ("",)


def test_on_pure_noise_the_result_says_that_no_column_helps():
    said = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        noise = rng.standard_normal((60, 8)), rng.standard_normal(60)
        result = cross_validate(*noise, [L1(1 + seed % 2)])
        assert result.cut_off == ("",)
        helpless = result.says == ("No column helps: the best penalty leaves no weight.",)
        assert helpless == (result.best_index[1] == 0)
        assert helpless == ("No column helps" in repr(result))
        said += helpless
    assert 40 < said < 90


def test_the_strong_end_is_told_of_while_weights_are_left():
    with pytest.warns(GridWarning, match=r"strongest strength of its grid, 0\.001: .* further up"):
        result = cross_validate(*noisy(), L2(), lams=[1e-3, 1e-4], standardize=False)
    assert result.cut_off == ("strong",)


def noisy():
    rng = np.random.default_rng(5)
    Z = rng.standard_normal((40, 20))
    return Z, Z[:, 0] + 3 * rng.standard_normal(40)


def test_one_standard_error_without_a_weight_is_said():
    rng = np.random.default_rng(6)
    Z = rng.standard_normal((40, 30))
    target = 0.5 * Z[:, 0] + rng.standard_normal(40)
    with pytest.warns(GridWarning, match=r"one_se keeps no column\. select='best' takes"):
        model = PenalizedRegressorCV(L1(), select="one_se").fit(Z, target)
    assert not model.coef_.any()
    assert model.cv_result_.says == ("one_se keeps no column.",)


@pytest.mark.parametrize("seed", range(3))
def test_a_mix_near_ridge_tends_to_ridge(seed):
    rng = np.random.default_rng(seed)
    Z = rng.standard_normal((80, 20)) + 0.7 * rng.standard_normal((80, 1))
    target = Z @ rng.standard_normal(20) + 3 * rng.standard_normal(80)
    ridge = cross_validate(Z, target, L2(), standardize=True).mse_mean.min()
    for share in (0.9, 0.99, 0.999, 0.9999):
        mix = cross_validate(Z, target, ElasticNet.mix(share), standardize=True)
        assert mix.cut_off == ("",)
        assert mix.mse_mean.min() <= 1.02 * ridge
