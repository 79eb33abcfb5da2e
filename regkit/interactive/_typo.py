"""The book's first interactive: one report is retyped, and two forecasts answer."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regkit._validate import finite, integer, number, real
from regkit.datasets import LOANS_MIDDLE, powers
from regkit.figures._style import line, panel
from regkit.figures._svg import describe, elements, own_ids, picture_html, themed
from regkit.interactive._predict import Choice
from regkit.interactive._slider import Axis, Explore, Sketch
from regkit.linear import fit
from regkit.penalties import L2

__all__ = ["DEGREES", "Typo", "forecast"]

DEGREES = (9, 10)  # through every report without a penalty; one more, under a penalty
_MID = _HALF = LOANS_MIDDLE  # u = (x - mid) / half, as the page computes it, too
_XLIM, _YLIM = (0.0, 2 * _HALF), (-12.0, 16.0)


def forecast(
    loans: npt.ArrayLike, cash_flow: npt.ArrayLike, degree: int, lam: float, at: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """``powers(at) w + b`` for the w, b that fit the reports under ``lam ||w||_2^2``.

    Parameters
    ----------
    loans, cash_flow : array_like (n,)
    degree : int >= 1
    lam : float >= 0
        0 is least squares.
    at : array_like (m,)
        Loans to forecast for.

    Returns
    -------
    ndarray (m,)

    Raises
    ------
    TypeError, ValueError
        As `regkit.datasets.powers` and `regkit.fit`.

    Examples
    --------
    >>> from regkit.datasets import bank
    >>> from regkit.interactive import forecast
    >>> forecast(*bank(), degree=9, lam=0, at=[3.25]).round(1)
    array([-5.8])
    """
    y, x = real("cash_flow", cash_flow), real("at", at)
    solution = fit(powers(loans, degree), y, L2(lam), standardize=False, tol=1e-12)
    curve: npt.NDArray[np.float64] = powers(x, degree) @ solution.coef + solution.intercept
    return curve


def _money(value: float) -> str:
    return f"{'−' if value < 0 else ''}${abs(value):.2f}k"


class Typo(Explore):
    """Ten reports that you can drag, one forecast, and two curves; solved in the page itself.

    Parameters
    ----------
    loans, cash_flow : array_like (10,)
        The reports, in thousands of dollars.
    suspect : int
        Which report the slider retypes.
    at : float
        The loans to forecast for.
    lam : float
        Where the slider of the penalty starts.
    predict : Choice
    sketch : callable
        Where each guess would put the forecast, as in `explore`.
    reveal : str

    Raises
    ------
    TypeError, ValueError
        If there is not one finite cash flow for each loan, ``suspect`` is none of them, or as
        `explore`.

    Examples
    --------
    >>> from regkit.datasets import bank
    >>> from regkit.figures import panel
    >>> from regkit.interactive import Choice, Typo
    >>> Typo(
    ...     *bank(),
    ...     suspect=8,
    ...     at=3.25,
    ...     lam=0.01,
    ...     predict=Choice("Where does it go?", {"Up": "Yes.", "Down": "No."}, answer="Up"),
    ...     sketch=lambda guess, shift, lam: panel(xlabel="loans", ylabel="cash flow")[0],
    ...     reveal="Far up.",
    ... )
    Typo(10 reports)
    """

    _kind = "typo"

    def __init__(
        self,
        loans: npt.ArrayLike,
        cash_flow: npt.ArrayLike,
        *,
        suspect: int,
        at: float,
        lam: float,
        predict: Choice,
        sketch: Sketch,
        reveal: str,
    ) -> None:
        self._x = finite("loans", real("loans", loans)).astype(np.float64)
        self._y = finite("cash_flow", real("cash_flow", cash_flow)).astype(np.float64)
        if self._x.ndim != 1 or self._x.shape != self._y.shape:
            raise ValueError(
                "cash_flow must hold one number for each of the loans. "
                f"Got the shapes {self._y.shape} and {self._x.shape} instead."
            )
        if integer("suspect", suspect, 0) >= len(self._x):
            raise ValueError(f"suspect must be below {len(self._x)}. Got {suspect!r} instead.")
        self._suspect, self._at = suspect, number("at", at, "a finite number", math.isfinite)
        axes = {
            "shift": Axis(
                [round(0.1 * k, 1) for k in range(-10, 11)],
                f"Retype the report at ${self._x[suspect]:g}k, in $k",
                ends=("lower", "higher"),
            ),
            "lam": Axis(
                [0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 10.0],
                "λ, the price of weights",
                ends=("weak", "strong"),
            ),
        }
        posters = [{"shift": 0.0, "lam": lam}, {"shift": 0.1, "lam": lam}]
        super().__init__(self._drawing, axes, predict, posters, reveal, sketch=sketch)

    def __repr__(self) -> str:
        return f"Typo({len(self._x)} reports)"

    def _stage(self) -> tuple[Figure, Axes]:
        return panel(
            title="Ten reports and two forecasts",
            xlabel="new loans ($k)",
            ylabel="cash flow ($k)",
            xlim=_XLIM,
            ylim=_YLIM,
        )

    def _drawing(self, shift: float, lam: float) -> Figure:
        y = self._y.copy()
        y[self._suspect] += shift
        figure, axes = self._stage()
        axes.axvline(self._at, **line("truth", linewidth=2))
        axes.annotate(
            "forecast",
            (self._at, _YLIM[1]),
            xytext=(-10, -22),
            textcoords="offset points",
            ha="right",
        )
        grid = np.linspace(*_XLIM, 161)
        says = []
        for degree, strength, name in zip(DEGREES, (0.0, lam), ("loss", "l2"), strict=True):
            axes.plot(grid, forecast(self._x, y, degree, strength, grid), **line(name))
            now, before = (
                forecast(self._x, cash_flow, degree, strength, [self._at])[0]
                for cash_flow in (y, self._y)
            )
            axes.plot([self._at], [now], **line(name) | {"marker": "D", "markersize": 14})
            penalty = f"with λ = {strength:g}" if strength else "without a penalty"
            says.append(
                f"Degree {degree} {penalty}: {_money(now)}, moved by {_money(now - before)}"
            )
        others = np.arange(len(y)) != self._suspect
        axes.plot(self._x[others], y[others], **line("data"))
        place = self._x[self._suspect], y[self._suspect]
        axes.plot(*place, **line("data", markerfacecolor="none", markeredgewidth=3))
        axes.annotate("this one", place, xytext=(0, -34), textcoords="offset points", ha="center")
        return describe(figure, f"Forecast at ${self._at:g}k. {'. '.join(says)}.")

    def _motion(self) -> dict[str, Any]:
        figure, _ = self._stage()
        stage = elements(figure)
        own_ids(stage, "f0")
        figure, axes = self._stage()
        (left, bottom), (right, top) = axes.transData.transform(
            [(_XLIM[0], _YLIM[0]), (_XLIM[1], _YLIM[1])]
        )
        return {
            "x": self._x.tolist(),
            "y": self._y.tolist(),
            "mid": _MID,
            "half": _HALF,
            "at": self._at,
            "suspect": self._suspect,
            "degrees": DEGREES,
            "shifts": self._axes["shift"].values,
            "lams": self._axes["lam"].values,
            "panel": picture_html([stage], "Reports, two curves, and a forecast for each"),
            "box": {
                "left": round(left, 3),
                "bottom": round(figure.bbox.height - bottom, 3),
                "xlim": _XLIM,
                "ylim": _YLIM,
                "xscale": round((right - left) / (_XLIM[1] - _XLIM[0]), 6),
                "yscale": round((top - bottom) / (_YLIM[1] - _YLIM[0]), 6),
            },
            "styles": [
                f"stroke:{themed('loss')}",
                f"stroke:{themed('l2')};stroke-dasharray:24 10",
            ],
            "mark": f"stroke:{themed('ink')};stroke-dasharray:2 5",
            "dot": f"fill:{themed('ink')};stroke:{themed('ink')}",
        }
