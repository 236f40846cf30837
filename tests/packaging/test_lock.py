"""The versions a maintainer develops with are versions that the project allows."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED = [*PROJECT["dependencies"], *(line for extra in PROJECT["optional-dependencies"].values() for line in extra)]


def locked() -> dict[str, Requirement]:
    lines = (ROOT / ".ci" / "lock.txt").read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(one.name): one for one in found}


@pytest.mark.parametrize("line", sorted({line for line in ASKED if not line.startswith("xlclv[")}))
def test_every_requirement_is_locked_to_a_version_it_allows(line: str) -> None:
    """A dependency that is added or bounded otherwise without the lock being made again is noticed."""
    asked = Requirement(line)
    (pinned,) = locked()[canonicalize_name(asked.name)].specifier
    assert pinned.operator == "=="
    assert asked.specifier.contains(pinned.version, prereleases=True)
