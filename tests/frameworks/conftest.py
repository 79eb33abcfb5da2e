"""Keras on PyTorch, JAX in double precision; no tests where the frameworks are not installed."""

import os
from importlib.util import find_spec

os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.setdefault("JAX_ENABLE_X64", "1")

if any(
    find_spec(name) is None
    for name in ("torch", "keras", "statsmodels", "optax", "skglm", "xgboost")
):
    collect_ignore_glob = ["test_*.py"]
