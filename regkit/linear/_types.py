"""The names of arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]
Index = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
