"""Where Excel's functions lie in a wheel: hatchling moves folders by pyproject.toml alone, single files only so."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Functions(BuildHookInterface[Any]):
    """udfs.py becomes xlclv/udfs.py; with pip install -e it stays where it is, without a copy that grows old."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build_data["force_include"]["udfs.py"] = "xlclv/udfs.py"
