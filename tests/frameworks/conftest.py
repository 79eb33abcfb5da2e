"""Keras on PyTorch; and no tests where the frameworks are not installed, as in `make test`."""

import os
from importlib.util import find_spec

os.environ.setdefault("KERAS_BACKEND", "torch")

if any(find_spec(name) is None for name in ("torch", "keras", "statsmodels", "optax")):
    collect_ignore_glob = ["test_*.py"]
