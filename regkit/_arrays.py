"""The checks of arrays, by the name that `regkit.linear` and `regkit.choosing` know them by."""

from regkit._validate import column, column_names, finite, plain, real, unmasked

__all__ = ["column", "column_names", "finite", "plain", "real", "unmasked"]
