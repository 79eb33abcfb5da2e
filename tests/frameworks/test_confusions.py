"""Each confusion's code prints what the book shows, and what it prints is the point."""

from __future__ import annotations

import ast
import re

import numpy as np
import pytest
from snippets import SNIPPETS, rscript, run, same_as_shown

NAMES = sorted(path.stem for path in SNIPPETS.glob("*.py") if "elastic_net" not in path.stem)


@pytest.mark.parametrize("name", NAMES)
def test_prints_what_the_book_shows(name):
    same_as_shown(name, run(f"{name}.py")[1])


def numbers(name: str) -> list[list[float]]:
    """Return the decimal numbers of each printed line, after its colon."""
    lines = run(f"{name}.py")[1].splitlines()
    return [[float(x) for x in re.findall(r"-?\d+\.?\d*", line.split(":", 1)[1])] for line in lines]


def test_01_a_loss_term_gives_near_zeros_a_prox_zeros():
    loss_term, prox = numbers("confusion_01_near_zero")
    assert loss_term[0] == 0
    assert loss_term[2] == 18  # of 20 are below 0.01
    assert prox[0] == 18


def test_02_one_penalty_has_many_spellings():
    variables, printed = run("confusion_02_mixes.py")
    penalty = variables["penalty"]
    assert (penalty.lam1, penalty.lam2) == pytest.approx((0.05, 0.15))
    settings = [ast.literal_eval(found) for found in re.findall(r"{.*}", printed)]
    shares = [settings[1]["l1_ratio"], settings[2]["alpha"], settings[3]["l1_percent"]]
    assert len({0.75, *shares}) == 4


def test_03_what_is_summed_changes_with_n():
    lasso, ridge, strong, weak = numbers("confusion_03_divided_by_n")
    assert lasso[-2] == lasso[-1]
    assert ridge[-1] > 1.2 * ridge[-2]
    assert weak[-1] > 5 * strong[-1]  # the larger C regularizes less


def test_04_keras_pulls_twice_as_hard():
    keras, torch = numbers("confusion_04_a_half")
    assert keras[0] == 2 * torch[0]


def test_05_adam_rests_at_the_penalty_and_adamw_between_it_and_none():
    free, ridge, sgd, adam, batches, at_once = numbers("confusion_05_weight_decay")
    assert sgd == pytest.approx(ridge, abs=0.02)
    assert adam == pytest.approx(ridge, abs=0.02)
    assert ridge[1] + 0.2 < batches[1] < free[1] - 0.1
    assert free[1] - 0.1 < at_once[1] <= free[1]
    page = (SNIPPETS.parent / "frameworks.md").read_text(encoding="utf-8")
    story = " ".join(page.split("**One letter more.**")[1].split("\n\n")[0].split())
    ends = [float(x) for x in re.findall(r"\d\.\d\d", story)]
    assert ends == [adam[1], batches[1], at_once[1], free[1]]


def test_06_a_decayed_bias_misses_the_mean():
    decayed, free = numbers("confusion_06_biases")
    assert decayed[0] == 40
    assert free[0] == 50


def test_07_the_lasso_depends_on_the_unit():
    dollars, standard_1, millions, standard_2 = numbers("confusion_07_scale")
    assert dollars[0] > dollars[1]
    assert millions[0] == 0
    assert standard_1 == standard_2


def test_08_the_penalized_losses_point_the_wrong_way():
    (weak_loss, weak_mse), (strong_loss, strong_mse) = numbers("confusion_08_comparing_losses")
    assert weak_loss == weak_mse
    assert strong_loss > weak_loss
    assert strong_mse < weak_mse


def test_09_the_lasso_changes_its_mind_and_may_keep_both():
    printed = run("confusion_09_unstable_selection.py")[1]
    lasso, elastic_net = (ast.literal_eval(found) for found in re.findall(r"{.*}", printed))
    assert min(lasso["first"], lasso["second"], lasso["both"]) > 5
    assert elastic_net == {"both": 100}


def test_10_scikit_learn_and_glmnet_do_not_rescale(tmp_path):
    variables, _ = run("confusion_10_double_shrinkage.py")
    naive, lam1, lam2 = (variables[name] for name in ("naive", "lam1", "lam2"))
    assert naive == pytest.approx([(2 - lam1) / (1 + 2 * lam2), (1 - lam1) / (1 + 2 * lam2)])
    X, y = variables["X"], variables["y"]
    table = tmp_path / "data.csv"
    np.savetxt(table, np.column_stack([X, y]), delimiter=",")
    printed = rscript(
        f"""
        suppressMessages(library(glmnet))
        data <- as.matrix(read.csv("{table}", header = FALSE))
        s <- sqrt(mean((data[, 3] - mean(data[, 3]))^2)); lambda <- {lam1} + 2 * s * {lam2}
        model <- glmnet(data[, 1:2], data[, 3], alpha = {lam1} / lambda, lambda = lambda,
                        standardize = FALSE, thresh = 1e-20)
        writeLines(sprintf("%.17g", as.vector(coef(model))[-1]))
        """
    )
    assert list(map(float, printed.split())) == pytest.approx(list(naive), rel=1e-4)


def test_exercises_come_out_as_the_solutions_say():
    assert run("exercise_port.py")[0]["decay"] == pytest.approx(4 * 10 / 400)
    assert run("exercise_more_data.py")[0]["settings"]["C"] == pytest.approx(0.5)


def test_keras_averages_the_activity_penalty_only():
    kernel_1, kernel_10, activity_1, activity_10 = numbers("also_activity")
    assert kernel_1[-1] == kernel_10[-1] == kernel_10[-2]
    assert activity_10[-2] == 10 * activity_1[-2]
    assert activity_10[-1] == activity_1[-1]


def test_batch_normalization_undoes_the_size_of_weights():
    assert numbers("also_batch_norm")[0][0] == 0


def test_three_outputs_divide_the_decay():
    minimum, as_for_one, as_for_three = (line[-1] for line in numbers("also_outputs"))
    assert as_for_one < 0.7 * minimum
    assert as_for_three == minimum


def test_eps_stands_elsewhere_in_keras():
    assert numbers("also_epsilon") == [[0.495], [0.4998]]


def test_cv_glmnet_interpolates_unless_strengths_are_given():
    printed = rscript('source("cv_glmnet.R")')
    same_as_shown("cv_glmnet.R", printed)
    own, given = map(float, re.findall(r"\d+\.\d{4}", printed))
    assert abs(own / given - 1) > 1e-3
