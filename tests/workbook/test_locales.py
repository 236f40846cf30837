"""A reader's country: every number on every sheet follows it, in sentences too; read as LibreOffice shows them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .recalculation import ALWAYS

_ALL = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1"  # as shown, every sheet
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d+)*(?:\.\d+)?(?![.,]?\d)|\bTRUE$", re.MULTILINE)
_SPACES = re.compile("[\u00a0\u202f]")
# Texts that were read, or that name a version or a file: they stay as they are in every country.
_DATA = re.compile(r"17850\.0|openpyxl [\d.]+|xlclv [\d.]+")
_PLACES = """<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{place}</value></prop></item></oor:items>"""


def shown(path: Path, place: str, folder: Path) -> dict[str, str]:
    """What each sheet shows to a reader in that country, recalculated there."""
    profile, out = folder / f"profile {place}", folder / place
    (profile / "user").mkdir(parents=True)
    settings = ALWAYS.replace("</oor:items>", _PLACES.format(place=place))
    (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", _ALL, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return {file.stem.rpartition("-")[2]: file.read_text(encoding="utf-8") for file in out.iterdir()}


def german(number: str) -> str:
    """1.234,5 and WAHR"""
    return number.translate(str.maketrans(",.", ".,")).replace("TRUE", "WAHR")


def french(number: str) -> str:
    """1 234,5, with a space that does not break, and VRAI"""
    return number.translate(str.maketrans(",.", " ,")).replace("TRUE", "VRAI")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.libreoffice
@pytest.mark.parametrize(("place", "translated"), [("de-DE", german), ("fr-FR", french)])
def test_every_number_follows_the_country(
    written: Path, tmp_path: Path, place: str, translated: Callable[[str], str]
) -> None:
    """Page 1 and all sheets show there what they show elsewhere, each number in that country's style."""
    here, there = shown(written, "en-US", tmp_path), shown(written, place, tmp_path)
    assert here.keys() == there.keys() >= {"Summary", "Data check", "Checks"}
    for sheet, text in here.items():
        expected = _NUMBER.sub(lambda number: translated(number[0]), _DATA.sub("", text)).splitlines()
        found = _SPACES.sub(" ", _DATA.sub("", there[sheet])).splitlines()
        apart = [(one, other) for one, other in zip(found, expected, strict=True) if one != other]
        assert not apart, (sheet, apart[:5])
    assert re.search(r"€\d+,\d{3}", here["Summary"])
    assert not re.search(r"€\d+,\d{3}", there["Summary"])
