"""The three templates on disk, as the command writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xlclv.workbook import templates

WRITERS: dict[str, Callable[..., None]] = {
    "calculator": lambda path, **more: templates.write_calculator(path, currency="EUR", **more),
    "service-roi": lambda path, **more: templates.write_service_roi(path, currency="EUR", **more),
    "functions": templates.write_functions,
}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each template by its name."""
    folder = tmp_path_factory.mktemp("templates")
    for name, write in WRITERS.items():
        write(folder / f"{name}.xlsx")
    return {name: folder / f"{name}.xlsx" for name in WRITERS}
