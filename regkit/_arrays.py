"""The checks of arrays, by the name that `regkit.linear` knows them by."""

from regkit._validate import column, column_names, finite, plain, real, unmasked

__all__ = ["column", "column_names", "finite", "plain", "real", "unmasked"]
