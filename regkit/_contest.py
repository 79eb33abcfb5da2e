"""Who is compared wherever the book compares methods, and the draws of known truth to try them on.

The claims, the rules of thumb and the stored studies all take both from here.
"""

from __future__ import annotations

import numpy as np

from regkit.datasets import Array, LinearData, linear_data
from regkit.penalties import L1, L2, ElasticNet, Penalty

# from nearly lasso to nearly ridge
MIXES = tuple(ElasticNet.mix(alpha) for alpha in (0.2, 0.6, 0.9))
METHODS: dict[str, tuple[Penalty, ...]] = {"l1": (L1(),), "l2": (L2(),), "en": MIXES}


def draw(
    n: int,
    V: Array,
    relevant: int,
    seed: int,
    *,
    group: int = 1,
    zeros: float = 0.0,
    sigma: float = 0.5**0.5,
) -> LinearData:
    """Draw ``y = X w + sigma e``: some normal weights at random places, X w of variance 1.

    ``group`` neighbours share a weight, and matter together; a share ``zeros`` of the entries of X
    is 0, and the others are scaled to keep the variance. The same seed gives the same truth, up to
    its size, and related data for every other argument: their differences are paired.
    """
    if zeros and np.count_nonzero(V) > len(V):
        raise ValueError("zeros are for uncorrelated columns: they would change V otherwise.")
    p = len(V)
    rng = np.random.default_rng([seed, 0])
    order, sizes = rng.permutation(p // group), rng.standard_normal(p // group)
    w = np.zeros(p)
    chosen = order[: relevant // group]
    w.reshape(-1, group)[chosen] = sizes[chosen, None]
    w /= np.sqrt(w @ V @ w)
    data = linear_data(n, w, V, sigma=sigma, seed=[seed, 1])
    if zeros:
        X = data.X * (rng.random(data.X.shape) >= zeros) / np.sqrt(1 - zeros)
        data = data._replace(X=X, y=X @ w + (data.y - data.X @ w))
    return data
