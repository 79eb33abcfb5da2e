"""Comparing: nested folds, paired differences, costs, and runs that break off."""

import os
import signal
import threading
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.base import BaseEstimator, RegressorMixin, clone
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.linear_model import (
    ElasticNetCV,
    Lasso,
    LassoCV,
    LassoLarsIC,
    LinearRegression,
    LogisticRegression,
    Ridge,
    RidgeCV,
)
from sklearn.model_selection import (
    GridSearchCV,
    KFold,
    RepeatedKFold,
    StratifiedKFold,
    cross_val_score,
)
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from regkit import L1
from regkit.choosing import Comparison, PenalizedRegressorCV, candidates, compare
from regkit.choosing._compare import mean_squared_error, wrong_share
from regkit.choosing._cost import fits_and_passes, kept
from regkit.figures._svg import alt_text

X, Y = load_diabetes(return_X_y=True)
FEW = {"L1": PenalizedRegressorCV(L1(), n_lams=10), "OLS": LinearRegression()}


class Stumbling(RegressorMixin, BaseEstimator):
    """Least squares that notes each fit in a folder, and fails as told at one of them."""

    def __init__(self, folder, fails=0, how="interrupt", shift=0.0):
        self.folder, self.fails, self.how, self.shift = folder, fails, how, shift

    def fit(self, X, y):
        folder = Path(self.folder)
        done = len(list(folder.glob("fit*")))
        (folder / f"fit-{done}-{os.getpid()}-{self.shift}").touch()
        stumbled = folder / "stumbled"
        if self.fails and done + 1 == self.fails and not stumbled.exists():
            stumbled.touch()
            if self.how == "interrupt":
                raise KeyboardInterrupt
            os.kill(os.getpid(), signal.SIGKILL)
        self.inner_ = LinearRegression().fit(X, y)
        return self

    def predict(self, X):
        return self.inner_.predict(X) + self.shift


def test_errors_are_those_of_scikit_learn():
    cv = RepeatedKFold(n_splits=4, n_repeats=2, random_state=0)
    result = compare(X, Y, {"ridge": Ridge(0.1), "OLS": LinearRegression()}, cv)
    for row, estimator in zip(result.errors, (Ridge(0.1), LinearRegression()), strict=True):
        peer = -cross_val_score(estimator, X, Y, cv=cv, scoring="neg_mean_squared_error")
        np.testing.assert_allclose(row, peer, rtol=1e-12)
    assert result.errors.shape == (2, 8)
    assert result.mean == pytest.approx(result.errors.mean(axis=1))
    corrected = np.sqrt(1 / 8 + result.test_to_train)
    assert result.se == pytest.approx(result.errors.std(axis=1, ddof=1) * corrected)


def test_tuning_never_sees_the_held_out_rows():
    """What is in the test rows changes the error, not the model."""
    folds = [(np.arange(300), np.arange(300, 442)), (np.arange(142, 442), np.arange(142))]
    other = Y.copy()
    other[300:] += 1000
    fitted = [
        clone(FEW["L1"]).fit(X[train], y[train]) for y in (Y, other) for train, _ in folds[:1]
    ]
    np.testing.assert_array_equal(fitted[0].coef_, fitted[1].coef_)
    errors = [compare(X, y, FEW, folds).errors[:, 0] for y in (Y, other)]
    assert np.all(errors[0] < errors[1])


def test_differences_are_paired():
    """A shift common to all candidates makes single errors vary, not their difference."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((60, 2))
    y = X[:, 0] + np.where(np.arange(60) % 20 == 0, 30.0, 0.0)  # some folds are hopeless
    both = {"a": LinearRegression(), "b": Ridge(1e-3)}
    result = compare(X, y, both, KFold(6, shuffle=True, random_state=1))
    paired = result.errors[1] - result.errors[0]
    worst = int(np.argmax(result.mean))
    factor = np.sqrt(1 / 6 + 10 / 50)
    assert result.behind_se[worst] == pytest.approx(paired.std(ddof=1) * factor)
    assert result.behind_se.max() < 1e-2 * result.se.min()
    assert result.behind.min() == 0


def test_cannot_tell_is_a_verdict_and_so_is_a_winner():
    clear = compare(X, Y, {"OLS": LinearRegression(), "none": Ridge(1e9)})
    assert clear.best == "OLS"
    assert clear.tied == ("OLS",)
    assert "more than chance" in clear.verdict()
    open_ = compare(X, Y, {"OLS": LinearRegression(), "ridge": Ridge(1e-3)})
    assert len(open_.tied) == 2
    assert open_.verdict().startswith("Cannot tell")


def test_one_standard_error_takes_the_fewest_features():
    sparse = PenalizedRegressorCV(L1(), n_lams=20, select="one_se")
    result = compare(X, Y, {"OLS": LinearRegression(), "sparse": sparse})
    if "sparse" in result.names[: 1 + int(np.argmax(result.behind <= result.behind_se))]:
        assert result.one_se == "sparse"
    assert result.kept[1].mean() < result.kept[0].mean() == 10
    assert result.behind[result.names.index(result.one_se)] <= max(result.behind_se)


def test_classifiers_are_judged_by_wrong_labels():
    X, y = load_breast_cancer(return_X_y=True)
    model = make_pipeline(StandardScaler(), LogisticRegression())
    result = compare(X, y, {"l2": model})
    assert 0 < result.mean[0] < 0.05
    assert result.kept[0].mean() == 30


def test_a_number_of_folds_is_shuffled_splits_with_a_fixed_seed():
    def errors(cv):
        return compare(X, Y, {"OLS": LinearRegression()}, cv).errors

    np.testing.assert_array_equal(errors(4), errors(KFold(4, shuffle=True, random_state=0)))
    assert errors(2).shape == (1, 2)
    XB, yb = load_breast_cancer(return_X_y=True)
    stratified = StratifiedKFold(3, shuffle=True, random_state=0)
    model = {"l2": make_pipeline(StandardScaler(), LogisticRegression())}
    result = compare(XB, yb, model, 3)
    np.testing.assert_array_equal(result.errors, compare(XB, yb, model, stratified).errors)
    test = next(stratified.split(XB, yb))[1]
    np.testing.assert_array_equal(result.errors, compare(XB, 3 * yb, model, stratified).errors)
    wrong = result.errors[0, 0] * len(test)
    assert wrong == pytest.approx(round(wrong))  # a share of labels, not a squared error
    # a regressor among them, and they are all judged by the squared error
    mixed = compare(XB, yb, {**model, "OLS": LinearRegression()}, 3)
    assert mixed.errors[1, 0] * len(test) != pytest.approx(round(mixed.errors[1, 0] * len(test)))


def test_a_comparison_holds_what_the_fits_took():
    tuned = PenalizedRegressorCV(L1(), n_lams=6, cv=3)
    result = compare(X, Y, {"OLS": LinearRegression(), "tuned": tuned}, 4)
    assert result.fits.tolist() == [4, 4 * (6 * 3 + 1)]
    assert result.table()[2][-2] == "76"
    assert result.passes.tolist() == [4, 4 * 3]
    assert (result.seconds >= 0).all()
    assert (result.seconds < 60).all()
    assert result.test_to_train == pytest.approx(1 / 3, rel=0.01)


def test_an_error_of_ones_own():
    result = compare(X, Y, FEW, error=mean_absolute)
    assert 30 < result.mean.min() < 60


def mean_absolute(y, prediction):
    return np.abs(y - prediction).mean()


@pytest.mark.parametrize(
    ("estimator", "fits", "passes"),
    [
        (LinearRegression(), 1, 1),
        (LassoCV(alphas=20, cv=4), 81, 4),
        (ElasticNetCV(alphas=20, cv=4, l1_ratio=[0.2, 0.8]), 161, 7),
        (RidgeCV(np.geomspace(1e-3, 1, 7)), 7, 1),
        (RidgeCV([0.1, 1, 10], cv=4), 1, 1),
        (GridSearchCV(Ridge(), {"alpha": [0.1, 1, 10]}, cv=4), 13, 10),
        (make_pipeline(StandardScaler(), LassoCV(alphas=20, cv=4)), 81, 4),
        (make_pipeline(StandardScaler(), StandardScaler(), LassoCV(alphas=20, cv=4)), 81, 4),
        (LassoLarsIC(), 1, 1),
        (GridSearchCV(Ridge(), {"alpha": [0.1, 1, 10]}, cv=4, refit=False), 13, 10),
        (GridSearchCV(LassoCV(alphas=5, cv=3), {"tol": [1e-3, 1e-2]}, cv=4), 16 * 9, 3 * 7),
        (PenalizedRegressorCV(L1(), n_lams=20, cv=4), 81, 4),
        (PenalizedRegressorCV(n_lams=20, cv=4), 241, 10),
    ],
)
def test_costs_are_counted(estimator, fits, passes):
    assert fits_and_passes(estimator.fit(X, Y)) == (fits, passes)


@pytest.mark.parametrize("error", [mean_squared_error, wrong_share])
def test_predictions_of_another_shape_are_not_compared_each_with_each(error):
    with pytest.raises(ValueError, match=r"^candidates must predict .*\(3,\). Got shape \(3, 1\)"):
        error(np.arange(3), np.arange(3)[:, None])


def test_kept_counts_weights_wherever_they_are():
    lasso = LassoCV().fit(X, Y)
    assert kept(lasso) == np.count_nonzero(lasso.coef_)
    assert kept(make_pipeline(StandardScaler(), Ridge()).fit(X, Y)) == 10
    assert kept(GridSearchCV(Ridge(), {"alpha": [1.0]}).fit(X, Y)) == 10
    few = Lasso(alpha=1.0)
    count = np.count_nonzero(clone(few).fit(StandardScaler().fit_transform(X), Y).coef_)
    assert 0 < count < 10
    pipe = make_pipeline(StandardScaler(), StandardScaler(), few)
    assert kept(pipe.fit(X, Y)) == count
    search = GridSearchCV(pipe, {"lasso__alpha": [1.0]}).fit(X, Y)
    assert kept(search) == count
    nested = make_pipeline(StandardScaler(), GridSearchCV(few, {"alpha": [1.0]})).fit(X, Y)
    assert kept(nested) == count
    # several outputs: a feature counts if any of them uses it
    both = clone(few).fit(StandardScaler().fit_transform(X), np.column_stack([Y, -Y]))
    assert kept(both) == count
    assert kept(KNeighborsRegressor().fit(X, Y)) == 10
    assert kept(object()) == 0


def test_tables_hold_no_seconds_unless_asked():
    result = compare(X, Y, FEW)
    assert "seconds" not in str(result)
    assert result.table(seconds=True)[0][-1] == "seconds"
    page = result._repr_html_()
    assert page.count('scope="row"') == 2
    assert "seconds" not in page
    assert str(compare(X, Y, FEW)) == str(result)


def made(**changed):
    """A comparison whose numbers can be worked out by hand: sqrt(1/4 + 1/4) is 0.707."""
    return Comparison(
        **{
            "names": ("plain", "thrifty & co"),
            "errors": np.array([[1.0, 2, 3, 2], [2.0, 3, 5, 4]]),
            "kept": np.array([[10, 10, 10, 11], [2, 3, 2, 3]]),
            "fits": np.array([4, 1000]),
            "passes": np.array([4.0, 12345.6]),
            "seconds": np.array([0.5, 2.25]),
            "test_to_train": 0.25,
            **changed,
        }
    )


def test_the_table_line_by_line():
    assert made().table() == [
        ["candidate", "error", "± se", "behind", "± se", "kept", "fits", "passes"],
        ["plain", "2", "0.58", "best", "", "10.2", "4", "4"],
        ["thrifty & co", "3.5", "0.91", "1.5", "0.41", "2.5", "1,000", "12,346"],
    ]
    assert [row[-1] for row in made().table(seconds=True)] == ["seconds", "0.50", "2.25"]
    assert str(made()) == (
        "candidate     error  ± se  behind  ± se  kept   fits  passes\n"
        "plain             2  0.58    best        10.2      4       4\n"
        "thrifty & co    3.5  0.91     1.5  0.41   2.5  1,000  12,346\n"
        "plain has the smallest error, by more than chance explains. "
        "The simplest within one standard error: plain."
    )
    assert repr(made()) == str(made())


def test_the_numbers_go_into_a_data_frame():
    result = made()
    frame = result.to_frame()
    assert frame.index.name == "candidate"
    assert [*frame.index] == ["plain", "thrifty & co"]
    assert "seconds" not in frame
    for name in ("se", "behind", "behind_se", "margin", "fits", "passes"):
        np.testing.assert_array_equal(frame[name], getattr(result, name))
    assert frame.loc["thrifty & co", "error"] == 3.5
    assert frame.loc["thrifty & co", "kept"] == 2.5
    assert [*result.to_frame(seconds=True)["seconds"]] == [0.5, 2.25]


def test_the_page_row_by_row():
    right = ' style="text-align:right"'
    left = ' style="text-align:left"'
    heads = ["error", "± se", "behind", "± se", "kept", "fits", "passes"]
    cells = ["3.5", "0.91", "1.5", "0.41", "2.5", "1,000", "12,346"]
    page = made()._repr_html_()
    assert page.startswith(f'<table class="table"><caption>{made().verdict()}</caption><thead><tr>')
    head = "".join(f'<th scope="col"{right}>{text}</th>' for text in heads)
    assert f'<thead><tr><th scope="col"{left}>candidate</th>{head}</tr></thead><tbody>' in page
    last = "".join(f"<td{right}>{text}</td>" for text in cells)
    assert page.endswith(
        f'</tr><tr><th scope="row"{left}>thrifty &amp; co</th>{last}</tr></tbody></table>'
    )


def test_the_figure_draws_differences_with_their_intervals():
    figure = made().figure()
    (axes,) = figure.axes
    (_, _, (bars,)) = axes.containers[0].lines
    np.testing.assert_allclose(axes.containers[0].lines[0].get_xydata(), [[0, 0], [1.5, 1]])
    np.testing.assert_allclose(
        bars.get_segments()[1][:, 0], [1.5 - 1.2992, 1.5 + 1.2992], atol=1e-4
    )
    assert axes.lines[0].get_xdata()[0] == 0
    assert [label.get_text() for label in axes.get_yticklabels()] == list(made().names)
    assert axes.get_ylim() == (1.5, -0.5)  # the first candidate is on top
    assert axes.get_xlabel() == "difference in error"
    assert axes.get_ylabel() == ""
    assert "Behind the best, 95 %" in [axes.get_title(at) for at in ("left", "center", "right")]
    assert alt_text(figure) == (
        f"Behind the best: plain 0 (± 0); thrifty & co 1.5 (± 1.3). {made().verdict()}"
    )


@pytest.mark.parametrize(
    ("second", "tied", "simplest", "verdict"),
    [
        # behind by 1.5, with a standard error of 0.41: t for 3 degrees of freedom makes it 1.3
        ([2.0, 3, 5, 4], ("plain",), "plain", "plain has the smallest error, by more than"),
        # behind by 0.5 +- 0.41: close, but not within one standard error
        ([1.0, 3, 3, 3], ("plain", "thrifty & co"), "plain", "Cannot tell: plain has the"),
        # behind by 0.25 +- 0.35
        ([1.0, 2, 3, 3], ("plain", "thrifty & co"), "thrifty & co", "but so might thrifty & co."),
    ],
)
def test_one_standard_error_and_the_interval(second, tied, simplest, verdict):
    result = made(errors=np.array([[1.0, 2, 3, 2], second]))
    assert result.tied == tied
    assert result.one_se == simplest
    assert verdict in result.verdict()


def test_of_equally_simple_candidates_the_cheaper_is_taken():
    errors = np.array([[1.0, 2, 3, 2], [1.0, 2, 3, 2.001]])
    assert made(errors=errors, kept=np.ones((2, 4))).one_se == "plain"
    cheap = made(errors=errors, kept=np.ones((2, 4)), fits=np.array([1000, 4]))
    assert cheap.one_se == "thrifty & co"


def test_several_that_might_be_best_are_all_named():
    errors = np.array([[1.0, 2, 3, 2], [1.0, 2, 3, 3], [2.0, 2, 3, 2]])
    result = made(
        names=("a", "b", "c"),
        errors=errors,
        kept=np.ones((3, 4)),
        fits=np.ones(3, int),
        passes=np.ones(3),
        seconds=np.ones(3),
    )
    assert result.verdict().startswith(
        "Cannot tell: a has the smallest error, but so might b or c."
    )


def test_names_cannot_break_the_page():
    page = compare(X, Y, {"<b>&": LinearRegression()})._repr_html_()
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page


def test_the_figure_says_what_it_shows():
    result = compare(X, Y, FEW)
    assert result.verdict() in alt_text(result.figure())


def test_processes_give_the_same_numbers():
    alone, two = (compare(X, Y, candidates(n_lams=10), 3, n_jobs=n) for n in (None, 2))
    np.testing.assert_array_equal(alone.errors, two.errors)
    assert str(alone) == str(two)


def test_an_interrupted_comparison_resumes(tmp_path):
    both = {
        "a": Stumbling(str(tmp_path), fails=7),
        "b": Stumbling(str(tmp_path), fails=7, shift=1.0),
    }
    cache = str(tmp_path / "cache")
    with pytest.raises(KeyboardInterrupt):
        compare(X, Y, both, 5, memory=cache)
    assert len(list(tmp_path.glob("fit*"))) == 7  # the seventh is the one that broke off
    resumed = compare(X, Y, both, 5, memory=cache)
    assert len(list(tmp_path.glob("fit*"))) == 7 + 4  # six were kept, four were missing
    again = compare(X, Y, both, 5, memory=cache)
    assert len(list(tmp_path.glob("fit*"))) == 11
    np.testing.assert_array_equal(resumed.errors, again.errors)
    plain = {"a": LinearRegression()}
    np.testing.assert_array_equal(resumed.errors[0], compare(X, Y, plain, 5).errors[0])


def test_progress_on_request(capsys):
    compare(X, Y, FEW, progress=True)
    shown = capsys.readouterr().err
    assert "10/10" in shown
    assert shown.startswith("\rfits:")
    compare(X, Y, FEW)
    assert capsys.readouterr().err == ""


def test_n_jobs_is_the_number_of_processes(monkeypatch):
    asked = []
    parallel = joblib.Parallel

    def watched(n_jobs=None, **options):
        asked.append(n_jobs)
        return parallel(n_jobs=1, **options)

    monkeypatch.setattr(joblib, "Parallel", watched)
    compare(X, Y, FEW, n_jobs=3)
    compare(X, Y, FEW)
    assert asked == [3, None]


def test_every_row_may_be_a_fold_and_count_from_the_end():
    assert compare(X[:4], Y[:4], {"a": Ridge()}, 4).errors.shape == (1, 4)
    ends = [([0, 1], [-442, 441]), ([1, 2], [0])]
    assert compare(X, Y, {"a": Ridge()}, ends).errors.shape == (1, 2)
    hidden = np.ma.masked_array(X, X > 0.1)
    with pytest.raises(ValueError, match=r"^X must have no missing entries"):
        compare(hidden, Y, {"a": Ridge()})
    with pytest.raises(ValueError, match=r"^y must have no missing entries"):
        compare(X, np.ma.masked_array(Y, Y > 300), {"a": Ridge()})


def test_the_data_are_not_changed():
    X_before, y_before = X.copy(), Y.copy()
    frozen = X.copy()
    frozen.setflags(write=False)
    compare(frozen, Y, candidates(n_lams=5))
    np.testing.assert_array_equal(frozen, X_before)
    np.testing.assert_array_equal(Y, y_before)


class Fits:
    """Something that fits, but cannot be cloned."""

    def fit(self, X, y):
        return self


@pytest.mark.parametrize(
    ("chosen", "cv", "error", "message"),
    [
        ({}, 5, ValueError, "candidates must hold at least one"),
        ([Ridge()], 5, TypeError, "candidates must be a mapping"),
        ({"a": Ridge}, 5, TypeError, "candidates must hold scikit-learn estimators"),
        ({"a": 3}, 5, TypeError, "candidates must hold scikit-learn estimators"),
        ({"a": Fits()}, 5, TypeError, "candidates must hold scikit-learn estimators"),
        ({"a": Ridge()}, 1, ValueError, "cv must be an integer from 2 to"),
        ({"a": Ridge()}, 2.5, TypeError, "cv must be an integer from 2 to"),
        ({"a": Ridge()}, [([0, 1], [2])], ValueError, "Got 1 instead"),
        ({"a": Ridge()}, 443, ValueError, "cv must be an integer from 2 to"),
        *(
            ({"a": Ridge()}, [([0, 1], part), ([1, 2], [0])], ValueError, "of indices. Got the")
            for part in ([442], [-443], [0.5], [], [[0]])
        ),
    ],
)
def test_bad_input_is_named(chosen, cv, error, message):
    with pytest.raises(error, match=message):
        compare(X, Y, chosen, cv)


@pytest.fixture(scope="module")
def client():
    """Two worker processes on this machine's loopback; skipped where Dask is not installed."""
    if "REGKIT_REQUIRE_ALL" not in os.environ:
        pytest.importorskip("distributed")
    import dask
    from distributed import Client, LocalCluster

    quiet = {"distributed.worker.memory.terminate": False, "distributed.admin.tick.limit": "1h"}
    with (
        dask.config.set(quiet),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # any port that is free
            silence_logs=50,
        ) as cluster,
        Client(cluster) as client,
    ):
        client.wait_for_workers(2)
        client.amm.stop()  # it would drop copies of the data within seconds, as the chapter says
        client.run(_find_this_module, str(Path(__file__).parent))
        yield client


def _find_this_module(folder):
    import sys

    if folder not in sys.path:
        sys.path.append(folder)


@pytest.mark.slow
def test_a_cluster_gives_the_same_numbers(client):
    alone = compare(X, Y, candidates(n_lams=10), 3)
    with joblib.parallel_config("dask", scatter=[X, Y], wait_for_workers_timeout=60):
        cluster = compare(X, Y, candidates(n_lams=10), 3)
    np.testing.assert_array_equal(alone.errors, cluster.errors)
    assert str(alone) == str(cluster)


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_changes_nothing(client, tmp_path):
    chosen = {"a": Stumbling(str(tmp_path), fails=3, how="kill"), "b": LinearRegression()}
    workers = {info["pid"] for info in client.run(_pid).values()}
    with joblib.parallel_config("dask", scatter=[X, Y], wait_for_workers_timeout=60):
        result = compare(X, Y, chosen, 6)
    assert (tmp_path / "stumbled").exists()
    assert os.getpid() not in workers
    client.wait_for_workers(2, timeout=60)
    after = {info["pid"] for info in client.run(_pid).values()}
    assert len(after - workers) == 1  # one died, and another took its place
    np.testing.assert_array_equal(result.errors[0], result.errors[1])


def _pid():
    return {"pid": os.getpid()}


def test_classes_are_compared_by_their_error_rate_in_stratified_folds():
    X, y = load_breast_cancer(return_X_y=True)
    X, y = X[:120, ::6], np.where(y[:120] == 1, "benign", "malignant")
    found = compare(X, y, candidates("logistic", n_lams=8, cv=3), cv=3)
    assert found.names == ("L1", "L2", "Elastic Net")
    folds = StratifiedKFold(3, shuffle=True, random_state=0).split(X, y)
    for f, (train, test) in enumerate(folds):
        model = candidates("logistic", n_lams=8, cv=3)["L1"].fit(X[train], y[train])
        assert found.errors[0, f] == np.mean(model.predict(X[test]) != y[test])
    with pytest.raises(ValueError, match="loss must be one of"):
        candidates("hinge")


def test_a_lock_that_a_killed_process_took_along_halts_nothing():
    """tqdm's is shared by processes; a thread that waits for it would wait for ever."""
    from tqdm import tqdm

    held = tqdm.get_lock()
    with held:
        done = threading.Thread(
            target=lambda: compare(X, Y, {"l2": Ridge()}, cv=2, progress=True), daemon=True
        )
        done.start()
        done.join(20)
    assert not done.is_alive()
