"""What `pip install xlclv` puts on a machine, and where."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("version", ["standard", "editable"])
def test_the_one_name_claimed_is_xlclv(version: str, tmp_path: Path) -> None:
    """No workbook.py or udfs.py of somebody else is overwritten or hidden; with -e, nothing is copied."""
    built = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=[version]))
    with zipfile.ZipFile(built) as wheel:
        names = [name for name in wheel.namelist() if ".dist-info/" not in name]
        told = wheel.read(next(name for name in wheel.namelist() if name.endswith("METADATA"))).decode()
    if version == "editable":
        assert names == ["_xlclv.pth"]
        return
    assert {name.split("/")[0] for name in names} == {"xlclv"}
    links = re.findall(r"\]\(([^)]+)\)", told)
    assert links
    assert [link for link in links if not link.startswith("https://")] == []  # no file lies beside it on an index
    assert "The handbook" in told
    assert "Description-Content-Type: text/markdown" in told
    ours = {f"xlclv/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "workbook").rglob("*.py")}
    assert ours | {"xlclv/udfs.py", "xlclv/handbook/quick-start.md", "xlclv/py.typed"} <= set(names)
