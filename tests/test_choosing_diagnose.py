"""Diagnosing data: facts against their definitions, in every shape of data."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.utils.estimator_checks import parametrize_with_checks

from regkit import L1, L2, NoPenalty, datasets
from regkit.choosing import MIXES, Diagnosis, PenalizedRegressorCV, candidates, diagnose
from regkit.linear import GridWarning


def design(n, p, rho=0.5, relevant=None, sigma=0.5, seed=0):
    w = np.zeros(p)
    w[: relevant or p] = 1.0
    V = datasets.correlation(p, rho)
    return datasets.linear_data(n, w / np.sqrt(w @ V @ w), V, sigma=sigma, seed=seed)


@pytest.mark.parametrize(("n", "p"), [(50, 8), (30, 60), (40, 40), (3, 2)])
def test_correlations_are_those_of_numpy(n, p):
    X, y, *_ = design(n, p)
    facts = diagnose(X, y)
    r = np.abs(np.corrcoef(X, rowvar=False)) - np.eye(p)
    np.testing.assert_allclose(facts.partner, r.max(axis=1), atol=1e-12)
    assert facts.mean_correlation == pytest.approx(r.sum() / (p * (p - 1)))
    assert facts.correlated(0.5) == np.mean(r.max(axis=1) > 0.5)


def test_blocks_give_what_the_whole_gives(monkeypatch):
    X, y, *_ = design(20, 90)
    whole = diagnose(X, y)
    monkeypatch.setattr("regkit.choosing._diagnose._BLOCK", 7)
    blocks = diagnose(X, y)
    np.testing.assert_allclose(blocks.partner, whole.partner, atol=1e-14)
    assert blocks.mean_correlation == pytest.approx(whole.mean_correlation)


def test_condition_number_is_that_of_the_standardized_columns():
    X, y, *_ = design(60, 6)
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    facts = diagnose(X * np.geomspace(1e-3, 1e3, 6) + 5, y)
    assert facts.condition_number == pytest.approx(np.linalg.cond(Z), rel=1e-6)
    assert facts.scale_ratio > 1e5
    assert diagnose(design(10, 20).X, y[:10]).condition_number == np.inf
    assert diagnose(X[:, [0, 1, 0]], y).condition_number == np.inf


def most_likely(X, y):
    """Noise, explained share and carriers from their definitions, with plain n x n matrices."""
    n = len(y)
    Xc, yc = X - X.mean(axis=0), y - y.mean()
    Z = Xc / np.linalg.norm(Xc, axis=0)
    eigenvalues = np.linalg.eigvalsh(Z @ Z.T)
    kept = eigenvalues[eigenvalues > 1e-12 * eigenvalues.max()]
    best = np.inf
    for ratio in np.append(0, np.geomspace(1e-6, 1e6, 400)) / kept.mean():
        covariance = np.eye(n) + ratio * Z @ Z.T
        inside = np.linalg.solve(covariance, yc)
        noise2 = yc @ inside / (n - 1)
        minus_log = (n - 1) * np.log(noise2) + np.linalg.slogdet(covariance)[1]
        if minus_log < best:
            best, noise, w = minus_log, np.sqrt(noise2), ratio * Z.T @ inside
    explained = 1 - noise**2 / yc.var(ddof=1)
    return noise, explained, np.sum(w**2) ** 2 / (len(w) * np.sum(w**4))


@pytest.mark.parametrize(("n", "p"), [(30, 6), (12, 30), (15, 15), (16, 15)])
@pytest.mark.parametrize("offset", [0.0, 100.0])
def test_noise_explained_and_carriers_are_the_definition(n, p, offset):
    X, y, *_ = design(n, p, seed=4)
    X = X * np.geomspace(1, 50, p) + offset
    facts = diagnose(X, y)
    noise, explained, carriers = most_likely(X, y)
    assert facts.noise == pytest.approx(noise, rel=1e-8)
    assert facts.explained == pytest.approx(explained, rel=1e-8)
    assert facts.carriers == pytest.approx(carriers, rel=1e-8)
    assert facts.scale_ratio == pytest.approx(X.std(axis=0).max() / X.std(axis=0).min())
    # the unit of y moves nothing but the noise, however small it is
    tiny = diagnose(X, 1e-6 * y)
    assert tiny.explained == pytest.approx(explained, rel=1e-8)
    assert tiny.carriers == pytest.approx(carriers, rel=1e-8)


def test_what_chance_alone_gives_is_not_below_nothing():
    # y at right angles to every column: least squares explains nothing, its noise is the largest
    X = np.array([[1.0, 1], [-1, 1], [1, -1], [-1, -1]])
    facts = diagnose(X, np.array([1.0, -1, -1, 1]))
    assert facts.explained == 0
    assert facts.carriers == 0
    exact = diagnose(X, X[:, 0])
    assert 0.999 < exact.explained <= 1


def test_a_single_column_has_no_partner():
    facts = diagnose(np.arange(4.0)[:, None], np.array([0.0, 1, 3, 2]))
    assert facts.mean_correlation == 0
    assert facts.partner.tolist() == [0.0]
    assert facts.condition_number == 1
    assert facts.scale_ratio == 1
    nothing = diagnose(np.ones((5, 1)), np.arange(5.0))
    assert nothing.mean_correlation == nothing.correlated(0.5) == 0
    assert nothing.scale_ratio == 1
    assert nothing.condition_number == np.inf


def test_a_correlation_is_at_most_one_and_exceeds_what_is_strong():
    x = np.random.default_rng(0).standard_normal(9)
    facts = diagnose(np.column_stack([x, -3 * x, x + 1]), x)
    assert (facts.partner <= 1).all()
    assert facts.correlated(0.999) == 1
    assert replace(facts, partner=np.array([0.5, 0.5, 0.8])).correlated(0.5) == 1 / 3


PLAIN = Diagnosis(
    n=40,
    p=4,
    zeros=0.25,
    constant=0,
    scale_ratio=1.5,
    mean_correlation=0.125,
    partner=np.array([0.2, 0.7, 0.9, 0.9]),
    condition_number=12.0,
    noise=3.5,
    explained=0.75,
    carriers=0.5,
)


def test_the_sentences():
    assert PLAIN.facts() == [
        "40 rows, 4 columns (10 rows per column): many rows for each column: a penalty can gain "
        "little.",
        "25% of the entries are 0. This is about the columns, not about the weights: it does not "
        "say how many columns matter.",
        "The columns' scales differ by a factor of 1.5.",
        "Pairs of columns correlate by 0.12 on average, the closest pair by 0.90; 50% of the "
        "columns have a partner above 0.7, which can stand in for them.",
        "Condition number 12: without a penalty, errors in some direction grow up to 12 times as "
        "fast as in another.",
        "A linear function explains about 75% of the variance of y; the rest is noise of about "
        "3.5 (in units of y).",
        "The weight is spread as if over 50% of the columns (a bell curve of weights would give "
        "33%).",
    ]
    lines = str(PLAIN).split("\n")
    assert (
        lines[0] == "40 rows, 4 columns (10 rows per column): many rows for each column: a penalty"
    )
    assert lines[1] == "  can gain little."
    assert max(map(len, lines)) <= 80
    assert len(lines) == 13


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"n": 39}, "few rows for each column: a penalty can gain much"),
        ({"n": 5}, "few rows for each column"),
        ({"n": 4}, "no more rows than columns: without a penalty the fit is not unique"),
        ({"n": 3}, "no more rows than columns"),
        ({"scale_ratio": 1.99}, "a factor of 1.99."),
        ({"scale_ratio": 2.0}, "a factor of 2; scale them, or the penalty falls unequally."),
        ({"partner": np.array([0.3, 0.3])}, "the closest pair by 0.30; 0% of the"),
        ({"condition_number": np.inf}, "The columns are linearly dependent"),
        ({"constant": 2}, "2 columns never vary"),
    ],
)
def test_sentences_turn_where_the_facts_do(changed, said):
    assert said in " ".join(replace(PLAIN, **changed).facts())


def test_a_single_column_is_in_no_pair():
    assert "Pairs" not in str(replace(PLAIN, partner=np.array([0.0])))


@pytest.mark.parametrize(("n", "tolerance"), [(4000, 0.05), (100, 0.35)])
def test_noise_is_found(n, tolerance):
    found = [diagnose(d.X, d.y).noise for d in (design(n, 40, seed=s) for s in range(5))]
    assert np.mean(found) == pytest.approx(0.5, rel=tolerance)


def test_noise_is_found_with_fewer_rows_than_columns():
    """Nothing like least squares, which leaves no residual at all."""
    found = [diagnose(d.X, d.y).noise for d in (design(80, 160, seed=s) for s in range(20))]
    assert np.median(found) == pytest.approx(0.5, rel=0.25)
    rng = np.random.default_rng(0)
    nothing = [diagnose(rng.standard_normal((60, 90)), rng.standard_normal(60)) for _ in range(20)]
    assert np.median([d.explained for d in nothing]) < 0.2


def test_with_many_rows_the_noise_is_that_of_least_squares():
    X, y, *_ = design(2000, 10)
    A = np.column_stack([X, np.ones(len(X))])
    rss = np.linalg.lstsq(A, y, rcond=None)[1][0]
    assert diagnose(X, y).noise == pytest.approx(np.sqrt(rss / (2000 - 11)), rel=1e-3)


def test_units_change_nothing_but_the_noise():
    X, y, *_ = design(50, 7)
    one, other = diagnose(X, y), diagnose(X * 1000 - 3, 20 * y + 7)
    assert other.noise == pytest.approx(20 * one.noise)
    for name in ("mean_correlation", "condition_number", "explained", "carriers"):
        assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-6)


def test_carriers_tell_few_from_many():
    few, some, all_ = (
        np.mean([diagnose(*design(400, 40, 0.0, k, seed=s)[:2]).carriers for s in range(5)])
        for k in (2, 8, 40)
    )
    assert 0.04 < few < 0.1
    assert few < some < all_
    assert all_ > 0.6


def test_zeros_and_constant_columns():
    X = np.random.default_rng(0).standard_normal((30, 5))
    X[:15] = 0
    X[:, 3] = 7.1
    facts = diagnose(X, X[:, 0])
    assert facts.zeros == pytest.approx(15 * 4 / 150)
    assert facts.constant == 1
    assert facts.partner.shape == (4,)
    assert "1 columns never vary" in str(facts)
    nothing = diagnose(np.ones((5, 2)), np.arange(5.0))
    assert nothing.constant == 2
    assert nothing.explained == nothing.carriers == 0
    assert diagnose(X, np.ones(30)).explained == 0


def test_words_hold_the_numbers():
    X, y = load_diabetes(return_X_y=True)
    facts = diagnose(X, y)
    text = " ".join(str(facts).split())
    assert "442 rows, 10 columns" in text
    assert f"{facts.explained:.0%} of the variance" in text
    assert f"{facts.noise:.3g}" in text
    assert 45 < facts.noise < 60


def test_large_data_take_seconds_and_no_square_of_wide_ones(monkeypatch):
    """6,000 columns: all their correlations would take 288 MB."""
    import tracemalloc

    rng = np.random.default_rng(0)
    X = rng.standard_normal((12, 6_000))
    tracemalloc.start()
    diagnose(X, X[:, 0])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150e6


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (np.ones((2, 2)), [1, 2], "at least 3 rows"),
        (np.ones(3), [1, 2, 3], "X must have the shape"),
        (np.ones((3, 2)), [1, 2], "y must have one value"),
        ([[1], [np.nan], [2]], [1, 2, 3], "X must be finite"),
    ],
)
def test_bad_data_are_named(X, y, message):
    with pytest.raises(ValueError, match=message):
        diagnose(X, y)


@pytest.mark.filterwarnings("ignore::regkit.linear.GridWarning")  # some of their data are noise
@parametrize_with_checks([PenalizedRegressorCV(n_lams=5, cv=2), PenalizedRegressorCV(L2(), cv=2)])
def test_tuned_candidates_are_scikit_learn_estimators(estimator, check):
    check(estimator)


def test_tuning_takes_the_best_of_the_grid():
    X, y, *_ = design(60, 8, relevant=2)
    tuned = PenalizedRegressorCV([L1(), L2()], n_lams=20).fit(X, y)
    result = tuned.cv_result_
    assert result.mse_mean.min() == result.mse_mean[result.best_index]
    assert tuned.penalty_ == result.best
    strong = PenalizedRegressorCV([L1(), L2()], n_lams=20, select="one_se").fit(X, y)
    assert strong.penalty_ == result.one_se
    assert np.abs(strong.coef_).sum() < np.abs(tuned.coef_).sum()


def test_units_do_not_matter_to_tuned_candidates():
    X, y, *_ = design(60, 8, relevant=2)
    scale = np.geomspace(1e-3, 1e3, 8)
    one = PenalizedRegressorCV(MIXES, n_lams=20).fit(X, y)
    other = PenalizedRegressorCV(MIXES, n_lams=20).fit(X * scale, 50 * y + 3)
    np.testing.assert_allclose(other.coef_ * scale, 50 * one.coef_, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(other.predict(X * scale), 50 * one.predict(X) + 3, rtol=1e-6)


def test_tuning_takes_its_parameters_to_cross_validation():
    X, y = load_diabetes(return_X_y=True)
    assert PenalizedRegressorCV().get_params() == {
        "directions": MIXES,
        "lams": None,
        "n_lams": 50,
        "eps": None,
        "cv": 5,
        "seed": 0,
        "standardize": True,
        "fit_intercept": True,
        "factors": None,
        "select": "best",
    }
    with pytest.warns(GridWarning, match="weakest strength of its grid"):
        one = PenalizedRegressorCV(L1(), n_lams=7, eps=0.1, cv=3).fit(X, y)
    assert one.cv_result_.mse.shape == (1, 7, 3)
    lams = one.cv_result_.lams[0]
    assert lams[-1] / lams[0] == pytest.approx(0.1)


def test_constant_columns_and_targets_are_no_trouble_to_tuned_candidates():
    X, y = load_diabetes(return_X_y=True)
    spare = np.column_stack([X[:, :3], np.full(len(X), 7.3), np.zeros(len(X))])
    alone = PenalizedRegressorCV(L2(), n_lams=5).fit(X[:, :3], y)
    both = PenalizedRegressorCV(L2(), n_lams=5).fit(spare, y)
    np.testing.assert_allclose(both.coef_, [*alone.coef_, 0, 0], rtol=1e-7, atol=1e-9)
    flat = PenalizedRegressorCV(L2(), n_lams=5).fit(X, np.full(len(X), 3.5))
    assert (flat.coef_ == 0).all()
    assert (flat.predict(X[:2]) == 3.5).all()


def test_tuned_candidates_check_what_they_are_given():
    X, y = load_diabetes(return_X_y=True)
    tuned = PenalizedRegressorCV(L2(), n_lams=3, cv=2)
    with pytest.raises(ValueError, match=r"minimum of 2 is required"):
        tuned.fit(X[:1], y[:1])
    assert tuned.fit(X[:2], y[:2]).coef_.shape == (10,)
    with pytest.raises(ValueError, match=r"expecting 10 features"):
        tuned.predict(X[:, :3])
    with pytest.raises(ValueError, match=r"^The largest entry of X must "):
        tuned.fit(X * 1e300, y)
    with pytest.raises(ValueError, match=r"^The largest entry of y must "):
        tuned.fit(X, y * 1e300)
    coef = tuned.fit(X, y).coef_
    assert np.array_equal(tuned.fit(X, y.astype(object)).coef_, coef)
    units = np.geomspace(1e-20, 1, 10)
    np.testing.assert_allclose(tuned.fit(X * units, y).coef_ * units, coef, rtol=1e-9)


def test_candidates_are_the_books_three_and_no_penalty():
    tuned = candidates()
    assert tuned.pop("No penalty").penalty == NoPenalty()
    kinds = {name: one.directions for name, one in tuned.items()}
    assert kinds == {"L1": L1(), "L2": L2(), "Elastic Net": MIXES}
    assert candidates(n_lams=7)["L1"].n_lams == 7
    with pytest.raises(ValueError, match=r"select must be 'best' or 'one_se'\. Got 'worst'"):
        PenalizedRegressorCV(select="worst").fit(*load_diabetes(return_X_y=True))


def test_what_lies_along_nearly_equal_columns_is_explained():
    x, t = np.arange(6.0), np.array([1.0, 3, 2, 5, 4, 6])
    found = diagnose(np.column_stack([1000 * x, 1000 * x + t]), t)
    assert found.explained == pytest.approx(1)
    assert found.noise < 1e-4  # the fourth digit of the condition number is rounding
    # with as many directions as rows nothing says that there is no noise
    rng = np.random.default_rng(0)
    for p in (19, 40):
        assert diagnose(rng.standard_normal((20, p)), rng.standard_normal(20)).noise > 0.3


def test_two_classes_are_described_as_such():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((60, 4))
    y = np.where(X[:, 0] + rng.logistic(size=60) > 1, 2.0, -1.0)
    found = diagnose(X, y)
    assert found.classes == (int(np.sum(y == -1)), int(np.sum(y == 2)))
    assert not found.separated
    assert "No linear function separates the classes" in str(found).replace("\n  ", " ")
    assert "noise of about" not in str(found)
    apart = diagnose(X, X[:, 1] > 0.3)
    assert apart.separated
    assert "any penalty stops them" in str(apart).replace("\n  ", " ")
    assert diagnose(rng.standard_normal((20, 30)), np.arange(20) % 2).separated
    assert diagnose(X, X[:, 0]).classes is None


def test_two_labels_are_two_classes_and_keep_their_names():
    frame, y = load_breast_cancer(return_X_y=True, as_frame=True)
    names = y.map({0: "malignant", 1: "benign"})
    numbers = diagnose(frame, y)
    for labels in (names, list(names), names.astype("category"), names.astype("string")):
        found = diagnose(frame, labels)
        assert found.classes == (357, 212)
        assert found.labels == ("'benign'", "'malignant'")
        assert "212 rows are in the smaller one, 'malignant' (37%)" in found.facts()[-4]
        assert found.explained == pytest.approx(numbers.explained)
        assert found.separated == numbers.separated
    assert numbers.labels is None
    with pytest.raises(TypeError, match=r"or two labels\. Got 3 labels, such as 'benign', instead"):
        diagnose(frame, names.where(frame["mean area"] < 1000, "large"))
    with pytest.raises(ValueError, match=r"y must have no missing entries\. Got nan in row 0"):
        diagnose(frame, names.where(y == 1))
    with pytest.raises(TypeError, match=r"y must hold real numbers\. Got 'large'"):
        diagnose(frame, ["large", *y[1:]])
