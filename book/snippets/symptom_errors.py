import textwrap

import numpy as np
import pandas as pd
from regkit import L1, SGD, Network, fit, train

rng = np.random.default_rng(0)
frame = pd.DataFrame(rng.standard_normal((20, 2)), columns=["age", "income"])
y = frame["age"] + rng.standard_normal(20)
solution = fit(frame, y, L1(0.1))


def show(call):
    try:
        call()
    except (ArithmeticError, TypeError, ValueError) as error:
        print(
            textwrap.fill(
                f"{type(error).__name__}: {error}", 78, subsequent_indent="    "
            )
        )


show(lambda: solution.predict(frame[["income", "age"]]))
show(lambda: fit(frame, y, L1(0.1), normalize=True))
ill = np.where(y > 0, "yes", "no")
show(lambda: fit(frame, ill, L1(0.1), loss="logistic"))
network = Network((2, 1), loss="squared_error")
show(lambda: train(network, 1000 * frame, y, optimizer=SGD(3e-6)))
