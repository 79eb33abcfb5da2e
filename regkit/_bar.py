"""A bar that shows how far a long computation is."""

from __future__ import annotations

import threading
from typing import Any

from regkit._distribution import extra


def bar(steps: Any, **shown: Any) -> Any:
    """Return tqdm's bar over ``steps``, with a lock of its own.

    Processes share that of tqdm: one that was killed as it held it would halt all others for ever.
    """
    with extra("progress=True"):
        from tqdm.auto import tqdm
    return type(tqdm.__name__, (tqdm,), {"_lock": threading.RLock()})(steps, **shown)
