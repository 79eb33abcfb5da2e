"""One penalty, spelled in every framework's parameters, and read back from them.

Throughout the book the objective is ``mean loss + lam1 ||w||_1 + lam2 ||w||_2^2``, with
``1/2 (prediction - target)^2`` as the squared error of a sample, summed over outputs. A framework
that sums where this averages, that drops or adds a 1/2, or that mixes the two parts in its own
way reaches the same weights with other numbers. ``to_x`` gives those numbers, ``from_x`` reads
them::

    to_sklearn(L1(0.1) + L2(0.02), estimator="ElasticNet")   # {'alpha': 0.14, 'l1_ratio': 0.71...}

Each function takes what its framework can need to know, by keyword; it asks for what the answer
depends on, and refuses what the chosen estimator does not read:

===============  ===================================================================
``estimator``    which class or optimizer of the framework
``loss``         ``"squared_error"``, ``"logistic"`` (two classes, one logit) or
                 ``"cross_entropy"`` (a softmax: a logit for each class)
``n``            number of samples the framework sums its loss over, an integer >= 1
``y_sd``         standard deviation of the target, dividing by n (``numpy.std(y)``)
``outputs``      columns of the last layer, an integer >= 1
``batch_size``   samples in a minibatch, an integer >= 1
===============  ===================================================================

A mixing parameter keeps the weaker part only to the precision of the stronger one: a part
1e-16 times the other is lost on the way. Intercepts are taken to be free of penalty, as in
regkit; where a framework penalizes them the function says so. The penalty is that of the weights
which the framework holds: with two classes that may be one vector or a softmax's two.
"""

from regkit.conventions._linear import (
    from_glmnet,
    from_skglm,
    from_sklearn,
    from_statsmodels,
    from_xgboost,
    to_glmnet,
    to_skglm,
    to_sklearn,
    to_statsmodels,
    to_xgboost,
)
from regkit.conventions._networks import (
    from_keras,
    from_optax,
    from_torch,
    to_keras,
    to_optax,
    to_torch,
)
from regkit.conventions._papers import (
    from_article,
    from_l1_percent,
    from_zou_hastie,
    to_article,
    to_l1_percent,
    to_zou_hastie,
)

__all__ = [
    "from_article",
    "from_glmnet",
    "from_keras",
    "from_l1_percent",
    "from_optax",
    "from_skglm",
    "from_sklearn",
    "from_statsmodels",
    "from_torch",
    "from_xgboost",
    "from_zou_hastie",
    "to_article",
    "to_glmnet",
    "to_keras",
    "to_l1_percent",
    "to_optax",
    "to_skglm",
    "to_sklearn",
    "to_statsmodels",
    "to_torch",
    "to_xgboost",
    "to_zou_hastie",
]
