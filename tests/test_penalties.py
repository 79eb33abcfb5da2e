"""Penalties: value, gradient and prox, and the arithmetic that builds them."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from regkit.penalties import L1, L2, ElasticNet, NoPenalty, Penalty

strengths = st.floats(0, 100).map(lambda s: 0.0 if s < 1e-6 else s)
penalties = st.one_of(
    st.builds(L1, strengths),
    st.builds(L2, strengths),
    st.builds(ElasticNet, strengths, strengths),
    st.just(NoPenalty()),
)
shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
values = st.floats(-100, 100, width=32)
arrays = shapes.flatmap(lambda shape: hnp.arrays(np.float64, shape, elements=values))
steps = st.floats(1e-3, 10)


@st.composite
def points_and_steps(draw):
    """A point, and one step for all of it or one for each entry."""
    v = draw(arrays)
    step = draw(steps | hnp.arrays(np.float64, v.shape, elements=steps))
    return v, step


def objective(penalty: Penalty, w, v, step) -> float:
    return penalty.value(w) + float(np.sum((w - v) ** 2 / (2 * np.asarray(step))))


@given(penalties, arrays)
def test_value_is_the_documented_formula(penalty, w):
    expected = sum(penalty.lam1 * abs(x) + penalty.lam2 * x * x for x in w.ravel().tolist())
    assert penalty.value(w) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(penalties, hnp.arrays(np.float64, 4, elements=st.floats(0.01, 10)), st.integers(0, 15))
def test_gradient_agrees_with_finite_differences(penalty, size, signs):
    w = size * [1 if signs >> j & 1 else -1 for j in range(4)]
    h = 1e-5
    for j in range(4):
        e = np.eye(4)[j] * h
        slope = (penalty.value(w + e) - penalty.value(w - e)) / (2 * h)
        assert penalty.gradient(w)[j] == pytest.approx(slope, rel=1e-5, abs=1e-5)


@given(penalties)
def test_gradient_at_the_kink_is_zero(penalty):
    assert np.array_equal(penalty.gradient(np.zeros(3)), np.zeros(3))


@given(penalties, st.floats(-50, 50), steps)
def test_prox_is_no_worse_than_any_point_of_a_grid(penalty, v, step):
    best = objective(penalty, penalty.prox(v, step), v, step)
    for w in np.linspace(-60, 60, 241):
        assert best <= objective(penalty, w, v, step) + 1e-9 * (1 + abs(best))


@given(penalties, points_and_steps(), st.data())
def test_three_point_inequality(penalty, point_and_step, data):
    # F(w) >= F(prox) + sum (w - prox)^2 / (2 step), for F = R + sum (. - v)^2 / (2 step)
    v, step = point_and_step
    w = data.draw(hnp.arrays(np.float64, v.shape, elements=values))
    p = penalty.prox(v, step)
    best = objective(penalty, p, v, step)
    bound = best + float(np.sum((w - p) ** 2 / (2 * np.asarray(step))))
    assert objective(penalty, w, v, step) >= bound - 1e-8 * (1 + abs(bound))


@given(strengths, strengths, arrays, steps)
def test_moreaus_identity_with_the_dual(lam1, lam2, v, step):
    # v = prox_{step R}(v) + step prox_{R* / step}(v / step), where the conjugate of
    # lam1 |w| + lam2 w^2 is max(|u| - lam1, 0)^2 / (4 lam2), or the interval's indicator
    u = v / step
    over = np.maximum(np.abs(u) - lam1, 0)
    shrunk = 2 * lam2 * step * over / (1 + 2 * lam2 * step) if lam2 else 0 * over
    dual = np.sign(u) * (np.minimum(np.abs(u), lam1) + shrunk)
    primal = ElasticNet(lam1, lam2).prox(v, step)
    np.testing.assert_allclose(primal + step * dual, v, rtol=1e-9, atol=1e-9)


@given(strengths, points_and_steps())
def test_reductions(lam, point_and_step):
    v, step = point_and_step
    for single, double in ((L1(lam), ElasticNet(lam, 0)), (L2(lam), ElasticNet(0, lam))):
        assert np.array_equal(single.prox(v, step), double.prox(v, step))
        assert np.array_equal(single.gradient(v), double.gradient(v))
        assert single.value(v) == double.value(v)
    np.testing.assert_allclose(L2(lam).prox(v, step), v / (1 + 2 * lam * np.asarray(step)))
    assert np.array_equal(NoPenalty().prox(v, step), v)


@given(penalties, points_and_steps(), st.sampled_from([np.float32, np.float64]))
def test_arrays_keep_shape_and_type_and_are_not_written_to(penalty, point_and_step, dtype):
    v, step = point_and_step
    v = v.astype(dtype)
    before = v.copy()
    v.flags.writeable = False
    for result in (penalty.prox(v, step), penalty.gradient(v)):
        assert result.shape == v.shape
        assert result.dtype == dtype
        assert not np.shares_memory(result, v)
    assert isinstance(penalty.value(v), float)
    assert np.array_equal(v, before)


def test_prox_leaves_no_negative_zero():
    assert not np.signbit(L1(1).prox([-0.5, 0.5, -1.0], 1.0)).any()
    # nor where a denormal underflows to zero on its way
    assert not np.signbit(L2(1).prox([-5e-324], 1.0)).any()


def test_lists_and_integers_are_accepted():
    assert L1().value([2, 4]) == 6
    assert L2().gradient([1, -2]).dtype == np.float64
    assert np.array_equal(L1().prox([3, -1], 1), [2, 0])
    assert np.array_equal(L1().prox([3, -1], 0.5), [2.5, -0.5])


def test_integers_do_not_overflow_in_their_own_type():
    assert L1().value(np.array([-128], np.int8)) == 128
    assert L2().value(np.array([4_000_000_000])) == 1.6e19


def test_sums_are_taken_in_double_precision():
    w = np.full(2, 3e38, np.float32)
    assert L1().value(w) == pytest.approx(6e38)
    assert L2().value(w) == pytest.approx(1.8e77)


def test_what_no_float_can_hold_is_infinite_without_a_word():
    assert L2().value([1e200]) == np.inf
    assert np.array_equal(L2(1e200).gradient([1e200, -1e200]), [np.inf, -np.inf])


def test_strengths_are_1_unless_given():
    assert L1() == L1(1)
    assert L2() == L2(1)
    for half in ({}, {"lam1": 3}, {"lam2": 3}):  # of two strengths, none is meant silently
        with pytest.raises(TypeError, match="missing"):
            ElasticNet(**half)


def test_the_ends_of_the_mix_are_lasso_and_ridge():
    assert ElasticNet.mix(0) == L1()
    assert ElasticNet.mix(1) == L2()


@given(penalties, penalties, st.floats(0, 10))
def test_arithmetic(a, b, factor):
    assert (a + b).lam1 == a.lam1 + b.lam1
    assert (a + b).lam2 == a.lam2 + b.lam2
    assert a + b == b + a
    assert factor * a == a * factor
    assert (factor * a).lam1 == factor * a.lam1
    assert type(factor * a) is type(a)
    assert a + NoPenalty() == a
    assert a / 4 == 0.25 * a
    assert type(a / 4) is type(a)


def test_code_reads_like_the_formula():
    assert 0.1 * L1() == L1(0.1)
    assert L1(0.1) + L2(0.02) == ElasticNet(lam1=0.1, lam2=0.02)
    assert 0.5 * ElasticNet.mix(l2_share=0.25) == ElasticNet(0.375, 0.125)
    assert isinstance(L1(1) + L1(2), L1)
    assert isinstance(L1(1) + L2(2), ElasticNet)
    assert sum([L1(1), L2(2)], NoPenalty()) == ElasticNet(1, 2)


@given(penalties)
def test_values_are_immutable_equal_hashable_and_print_as_code(penalty):
    again = eval(repr(penalty))
    assert again == penalty
    assert hash(again) == hash(penalty)
    assert type(again) is type(penalty)
    assert copy.deepcopy(penalty) == pickle.loads(pickle.dumps(penalty)) == penalty
    assert penalty.smooth == (penalty.lam1 == 0)
    assert penalty != "a penalty"
    assert hash(penalty) == hash(ElasticNet(penalty.lam1, penalty.lam2))
    with pytest.raises(AttributeError, match="does not change"):
        penalty.lam1 = 3.0
    with pytest.raises(AttributeError, match="does not change"):
        del penalty.lam1


def test_a_strength_of_minus_zero_prints_as_zero():
    assert repr(L1(-0.0)) == "L1(lam=0.0)"


def test_the_hash_tells_strengths_apart():
    different = [L1(1), L1(2), L2(1), L2(2), ElasticNet(1, 2), NoPenalty()]
    assert len({hash(penalty) for penalty in different}) == len(different)


@pytest.mark.parametrize("bad", [-1, np.nan, np.inf, -np.inf])
def test_bad_strengths(bad):
    for make in (L1, L2):
        with pytest.raises(ValueError, match=r"^lam must be a finite number >= 0. Got .*instead"):
            make(bad)
    for name in ("lam1", "lam2"):
        with pytest.raises(ValueError, match=rf"^{name} must be a finite number >= 0. Got .*inst"):
            ElasticNet(**{"lam1": 1, "lam2": 1} | {name: bad})
    with pytest.raises(ValueError, match=r"^factor must be"):
        bad * L1()


@pytest.mark.parametrize("bad", ["1", None, 1j, [1], True, np.array([1.0])])
def test_bad_types_of_strengths(bad):
    with pytest.raises(TypeError, match=r"^lam must be a finite number >= 0"):
        L1(bad)


def test_other_errors():
    with pytest.raises(
        ValueError, match=r"^l2_share must be a number in the range .0, 1.. Got 1.5"
    ):
        ElasticNet.mix(1.5)
    with pytest.raises(TypeError, match=r"^l2_share must be a number"):
        ElasticNet.mix("half")
    with pytest.raises(ValueError, match=r"^lam1 must be a finite"):
        1e300 * L1(1e300)
    with pytest.raises(ValueError, match=r"^lam2 must be a finite number >= 0. Got inf instead"):
        1e300 * L2(1e300)
    for step in (0, -1, np.nan, np.inf, [1.0, 0.0]):
        with pytest.raises(ValueError, match=r"^step must be positive and finite"):
            L1().prox([1.0, 2.0], step)
    with pytest.raises(ValueError, match=r"^step must be a positive number or an array of the sh"):
        L1().prox([1.0, 2.0], [1.0, 1.0, 1.0])
    with pytest.raises(TypeError, match=r"^v must hold real numbers"):
        L1().prox(["a"], 1)
    with pytest.raises(TypeError, match=r"^w must hold real numbers"):
        L1().value([1j])
    with pytest.raises(TypeError, match=r"^w must hold real numbers. Got an array of complex128"):
        L1().gradient([1j])
    with pytest.raises(TypeError, match=r"^step must hold real numbers"):
        L1().prox([1.0], ["1"])
    with pytest.raises(TypeError):
        L1() + 1
    with pytest.raises(TypeError):
        L1() * "2"
