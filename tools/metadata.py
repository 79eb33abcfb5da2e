"""What the package says of its repository, whose address only a build that publishes is told.

``REGKIT_REPOSITORY=https://github.com/owner/name`` says it, as for the pages. Without it the
package names no address, and the README stays as it is.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Addresses(MetadataHookInterface):
    """Fills in the fields ``readme`` and ``urls``."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Write addresses, and lead the README's links to the repository."""
        readme = Path(self.root, "README.md").read_text(encoding="utf-8")
        address = os.environ.get("REGKIT_REPOSITORY", "").removesuffix("/").removesuffix(".git")
        if address:
            metadata["urls"] = {
                "Repository": address,
                "Issues": f"{address}/issues",
                "Changelog": f"{address}/blob/HEAD/CHANGELOG.md",
            }
            for ending, view in ((".md", "blob"), (".png", "raw")):
                here = rf"\]\((?!http)([^)]+{re.escape(ending)})\)"
                readme = re.sub(here, rf"]({address}/{view}/HEAD/\1)", readme)
        metadata["readme"] = {"content-type": "text/markdown", "text": readme}
