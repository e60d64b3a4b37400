"""Sees to it that a wheel carries what the pages of the workbench use: nothing is fetched by who installs it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface):
    """Refuses to build a wheel or a source archive without the assets, or with old ones."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """An editable install goes without: they are built afterwards."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from dateline.serve import assets

        if not assets.up_to_date():
            raise RuntimeError(
                f"the assets of the workbench are not built, or are old: run `{assets.HOW}` first (`make setup` does it)"
            )
