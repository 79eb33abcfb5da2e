"""Pack the built pages into one file that works when unpacked anywhere: open index.html.

python tools/archive.py [_build/regularization.zip]
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
FOLDER = "regularization"


def pack(to: Path) -> None:
    """Write every file of the pages, in order and without its time: equal pages, equal bytes."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(SITE.rglob("*")):
            if path.is_file() and path.name != ".buildinfo":
                entry = zipfile.ZipInfo(f"{FOLDER}/{path.relative_to(SITE).as_posix()}")
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes())
    print(f"{to}: {to.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    pack(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "_build" / "regularization.zip")
