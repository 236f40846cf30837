"""The list of licences holds every package that xlclv needs, with the licence that the package itself states."""

from __future__ import annotations

import importlib.metadata as installed
import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).parents[2] / "docs" / "licences.md"
EXTRAS = ("", "excel", "orders", "page")
# How a package's own words are read; the first that fits. Words that name no version of BSD are the three clauses.
SPELLED = (
    (r"^$|^UNKNOWN$", ""), (r"(?i)apache", "Apache-2.0"), (r"(?i)^mit\b", "MIT"), (r"(?i)python software", "PSF-2.0"),
    (r"(?i)bsd|enthought", "BSD-3-Clause"),
)  # fmt: skip
ALLOWED = {"MIT", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "PSF-2.0", "Zlib", "CC0-1.0"}


def needed(name: str, extras: tuple[str, ...], found: set[str]) -> set[str]:
    """All packages that one brings on this machine, one level after the other."""
    for line in installed.requires(name) or []:
        asked = Requirement(line)
        if asked.marker and not any(asked.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        own = canonicalize_name(asked.name)
        if own == "xlclv" or (own in found and not asked.extras):
            continue
        found.add(own)
        needed(own, ("", *asked.extras), found)
    return found


def stated(name: str) -> str:
    """The licence a package states: as an expression, else as its classifier or words say."""
    about = installed.metadata(name)
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    classified = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if "License ::" in line]
    words = classified[0] if classified else (about.get("License") or "").partition("\n")[0]
    return next((name for pattern, name in SPELLED if re.search(pattern, words)), words)


def test_every_licence_is_listed_and_goes_with_ours() -> None:
    """Each package of each extra, by name and licence; none that is gone; none that would bind who uses xlclv."""
    cells = [line.split(" | ") for line in PAGE.read_text(encoding="utf-8").partition("On some")[0].splitlines()]
    listed = {row[0].strip("| "): row[1] for row in cells if len(row) == 3 and row[0] != "| package"}
    packages = needed("xlclv", EXTRAS, set())
    assert {name: listed.get(name, "not listed") for name in packages} == {name: stated(name) for name in packages}
    assert set(listed) == packages
    for licence in listed.values():
        assert set(re.split(r" (?:AND|OR) ", licence)) <= ALLOWED
