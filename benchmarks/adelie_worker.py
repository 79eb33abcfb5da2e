"""Solve problems with adelie, in its own environment; see Worker in peers.py for the protocol."""

import sys
import time
from pathlib import Path

import adelie as ad
import numpy as np

folder = Path(sys.argv[1])
for line in sys.stdin:
    word, *rest = line.split()
    if word == "load":
        n, p, ratio = int(rest[0]), int(rest[1]), float(rest[2])
        X = np.asfortranarray(np.fromfile(folder / "X").reshape(p, n).T)
        y = np.fromfile(folder / "y")
        lams = np.fromfile(folder / "lams")
        print("done 0", flush=True)
    elif word == "version":
        print("done", ad.__version__, flush=True)
    else:
        start = time.process_time()
        state = ad.grpnet(
            X=X, glm=ad.glm.gaussian(y=y), alpha=ratio, lmda_path=lams, intercept=False,
            tol=float(rest[0]), early_exit=False, adev_tol=1.0, ddev_tol=0.0,
            progress_bar=False, n_threads=1,
        )  # fmt: skip
        seconds = time.process_time() - start
        weights = np.zeros((len(lams), p))
        found = state.betas.toarray()
        weights[: len(found)] = found
        weights.tofile(folder / "W")
        print("done", seconds, flush=True)
