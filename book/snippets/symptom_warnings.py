import textwrap
import warnings

import numpy as np
from regkit import L1, L2, cross_validate, fit

rng = np.random.default_rng(0)
X = rng.standard_normal((60, 5))
y = X @ [2, 1, 0, 0, 0] + 0.1 * rng.standard_normal(60)


def show(call, *arguments, **settings):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call(*arguments, **settings)
    for one in caught:
        said = f"{one.category.__name__}: {one.message}"
        print(textwrap.fill(said, 78, subsequent_indent="    "))


show(fit, X * [1, 1, 1, 1, 4000], y, L1(0.1))
wide = rng.standard_normal((60, 200))
show(fit, wide, y, L1(1e-4), standardize=False, max_iter=1)
show(cross_validate, X, y, L1(), lams=[1, 0.5, 0.2], standardize=False)
noisy = y + 20 * rng.standard_normal(60)
show(cross_validate, X, noisy, L2(), lams=[1e-3, 1e-4], standardize=False)
