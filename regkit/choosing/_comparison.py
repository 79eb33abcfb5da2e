"""What a comparison found: means, paired differences with their spread, and what it cost."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from regkit._distribution import extra
from regkit._judging import margin, standard_error

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["Comparison"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Errors of candidates on the same folds; made by `compare`, shown as a table.

    Attributes
    ----------
    names : tuple of str (m,)
    errors : ndarray (m, folds)
    kept : ndarray (m, folds)
        Features with a weight other than 0.
    fits : ndarray (m,)
        Models fitted, over all folds.
    passes : ndarray (m,)
        Training sets handed to a solver, over all folds, in units of a fold's.
    seconds : ndarray (m,)
        Time to fit, over all folds. No table shows it unless asked to: it is never the same.
    test_to_train : float
        Test rows over training rows.

    Examples
    --------
    >>> import numpy as np
    >>> from regkit.choosing import Comparison
    >>> found = Comparison(
    ...     names=("L1", "L2"),
    ...     errors=np.array([[1.0, 1.1, 0.9, 1.0], [2.0, 2.2, 1.8, 2.0]]),
    ...     kept=np.array([[3, 3, 3, 3], [8, 8, 8, 8]]),
    ...     fits=np.array([4, 4]),
    ...     passes=np.array([4.0, 4.0]),
    ...     seconds=np.zeros(2),
    ...     test_to_train=0.25,
    ... )
    >>> found.best, found.tied, found.behind
    ('L1', ('L1',), array([0., 1.]))
    """

    names: tuple[str, ...]
    errors: Array
    kept: Array
    fits: npt.NDArray[np.int_]
    passes: Array
    seconds: Array
    test_to_train: float

    @property
    def mean(self) -> Array:
        """Mean error of each candidate, (m,)."""
        mean: Array = self.errors.mean(axis=1)
        return mean

    @property
    def se(self) -> Array:
        """``sqrt(1/J + n_test / n_train) s``: standard error of ``mean``, (m,), for J folds."""
        return standard_error(self.errors, self.test_to_train)

    @property
    def best(self) -> str:
        """The candidate with the smallest mean error."""
        return self.names[int(np.argmin(self.mean))]

    @property
    def behind(self) -> Array:
        """Mean paired difference from the best, (m,)."""
        behind: Array = self.mean - self.mean.min()
        return behind

    @property
    def behind_se(self) -> Array:
        """``sqrt(1/J + n_test / n_train) s``: its standard error, (m,), for J folds.

        s is the standard deviation (ddof 1) of the paired differences. The second term allows
        for the rows that training sets share (see `interval`).
        """
        paired = self.errors - self.errors[np.argmin(self.mean)]
        return standard_error(paired, self.test_to_train)

    @property
    def margin(self) -> Array:
        """Half of the 95 % interval of ``behind``, (m,): that of `interval`."""
        half: Array = margin(self.errors.shape[1]) * self.behind_se
        return half

    @property
    def tied(self) -> tuple[str, ...]:
        """Candidates that cannot be told from the best: behind by no more than ``margin``."""
        close = self.behind <= self.margin
        return tuple(name for name, near in zip(self.names, close, strict=True) if near)

    @property
    def one_se(self) -> str:
        """The candidate with the fewest features, of those at most one ``behind_se`` behind.

        If several keep as few, the one that took the fewest fits.
        """
        near = np.flatnonzero(self.behind <= self.behind_se)
        features = self.kept.mean(axis=1)
        return self.names[min(near, key=lambda k: (features[k], self.fits[k]))]

    def verdict(self) -> str:
        """Say who won, or that it cannot be told, and which candidate is the simplest."""
        others = [name for name in self.tied if name != self.best]
        won = (
            f"{self.best} has the smallest error, by more than chance explains."
            if not others
            else f"Cannot tell: {self.best} has the smallest error, but so might "
            f"{' or '.join(others)}."
        )
        return f"{won} The simplest within one standard error: {self.one_se}."

    def table(self, *, seconds: bool = False) -> list[list[str]]:
        """Return the table as rows of texts, the head first.

        Parameters
        ----------
        seconds : bool
            Whether to add the time each candidate took.
        """
        head = ["candidate", "error", "± se", "behind", "± se", "kept", "fits", "passes"]
        columns = [
            list(self.names),
            [f"{v:.4g}" for v in self.mean],
            [_two(v) for v in self.se],
            ["best" if v == 0 else _two(v) for v in self.behind],
            ["" if v == 0 else _two(v) for v in self.behind_se],
            [f"{v:.1f}" for v in self.kept.mean(axis=1)],
            [f"{v:,}" for v in self.fits],
            [f"{v:,.0f}" for v in self.passes],
        ]
        if seconds:
            head.append("seconds")
            columns.append([f"{v:.2f}" for v in self.seconds])
        return [head, *map(list, zip(*columns, strict=True))]

    def to_frame(self, *, seconds: bool = False) -> pd.DataFrame:
        """Return the numbers of the table, unrounded, as a data frame of pandas.

        Parameters
        ----------
        seconds : bool
            Whether to add the time each candidate took.

        Returns
        -------
        pandas.DataFrame
            A row for each candidate, its name as the index; ``margin`` is half of the 95 %
            interval of ``behind``.

        Raises
        ------
        ModuleNotFoundError
            If pandas is not installed.
        """
        with extra("Comparison.to_frame"):
            import pandas as pd
        columns = {
            "error": self.mean,
            "se": self.se,
            "behind": self.behind,
            "behind_se": self.behind_se,
            "margin": self.margin,
            "kept": self.kept.mean(axis=1),
            "fits": self.fits,
            "passes": self.passes,
        }
        if seconds:
            columns["seconds"] = self.seconds
        return pd.DataFrame(columns, index=pd.Index(self.names, name="candidate"))

    def __str__(self) -> str:
        rows = self.table()
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = []
        for name, *numbers in rows:
            cells = [c.rjust(w) for c, w in zip(numbers, widths[1:], strict=True)]
            lines.append("  ".join([name.ljust(widths[0]), *cells]))
        return "\n".join([*lines, self.verdict()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        (first, *heads), *body = self.table()
        head = "".join(f'<th scope="col" style="text-align:right">{t}</th>' for t in heads)
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{html.escape(name)}</th>'
            + "".join(f'<td style="text-align:right">{html.escape(t)}</td>' for t in cells)
            + "</tr>"
            for name, *cells in body
        )
        return (
            f'<table class="table"><caption>{html.escape(self.verdict())}</caption><thead><tr>'
            f'<th scope="col" style="text-align:left">{first}</th>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )

    def figure(self) -> Figure:
        """Draw how far each candidate is behind the best, with its 95 % interval."""
        from regkit.figures import COLORS, describe, panel

        ink, grey = COLORS["ink"].light, COLORS["loss"].light
        figure, axes = panel(title="Behind the best, 95 %", xlabel="difference in error", ylabel="")
        place = axes.get_position()
        axes.set_position((0.34, place.y0, 0.63, place.height))
        rows = np.arange(len(self.names))
        axes.axvline(0, color=grey, linewidth=2)
        axes.errorbar(
            self.behind,
            rows,
            xerr=self.margin,
            fmt="o",
            color=ink,
            linewidth=3,
            markersize=12,
        )
        axes.set_yticks(rows, self.names)
        axes.set_ylim(len(self.names) - 0.5, -0.5)
        told = "; ".join(
            f"{name} {far:.3g} (± {half:.2g})"
            for name, far, half in zip(self.names, self.behind, self.margin, strict=True)
        )
        return describe(figure, f"Behind the best: {told}. {self.verdict()}")


def _two(value: float) -> str:
    """Write two digits, and never a power of ten for a large number."""
    return f"{value:.0f}" if value >= 99.5 else f"{value:.2g}"
