"""The .oxt itself: what LibreOffice installs as an extension, as deterministic bytes."""

from __future__ import annotations

import io
import json
import zipfile
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from xlclv import __version__
from xlclv.terms.catalogue import FUNCTIONS
from xlclv.workbook.calc import words

IDENTIFIER = "org.xlclv.calc"
RUN_IN, FOUND_IN = "They run in ", "They are found in "
_OFFICE = ("component.py", "pythonpath/xlclv_bridge.py", "pythonpath/xlclv_reread.py")
_MANIFEST = "http://openoffice.org/2001/manifest"
_DESCRIPTION = "http://openoffice.org/extensions/description/2006"
_KIND = "application/vnd.sun.star"
_KINDS = {
    "xlclv.idl": f"{_KIND}.uno-typelibrary;type=RDB",
    "component.py": f"{_KIND}.uno-component;type=Python",
    "functions.xcu": f"{_KIND}.configuration-data",
    "jobs.xcu": f"{_KIND}.configuration-data",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_THEN = (1980, 1, 1, 0, 0, 0)  # every part's time: equal contents, equal bytes


def build(interpreter: str, pythonpath: str = "") -> bytes:
    """The extension, with the Python that its functions run in, and where that looks for them besides its packages."""
    office = files("xlclv.workbook.calc") / "office"
    parts = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(),
        "description.txt": _told(interpreter, pythonpath),
        "xlclv.idl": words.interface(),
        "functions.xcu": words.add_in(),
        "jobs.xcu": words.jobs(),
        "settings.json": json.dumps(settings(interpreter, pythonpath), indent=1),
        **{name: (office / name).read_text(encoding="utf-8") for name in _OFFICE},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, _THEN), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def settings(interpreter: str, pythonpath: str) -> dict[str, Any]:
    """What the code inside LibreOffice must know."""
    functions = {
        f.name: {
            "method": words.method(f),
            "required": sum(a.required and a.take != "rest" for a in f.arguments),
            "rest": any(a.take == "rest" for a in f.arguments),
            "speaks": f.name in ("CLV_WHY", "CLV_SELFTEST"),  # answers in words where others show an error
        }
        for f in FUNCTIONS.values()
    }
    return {"interpreter": interpreter, "pythonpath": pythonpath, "version": __version__, "functions": functions}


def _told(interpreter: str, pythonpath: str) -> str:
    """What the list of extensions says, for people and for our doctor."""
    words = f"Customer lifetime value: =CLV() and {len(FUNCTIONS) - 1} functions around it.\n"
    return f"{words}{RUN_IN}{interpreter}\n" + (f"{FOUND_IN}{pythonpath}\n" if pythonpath else "")


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in _KINDS.items()
    )
    return f'{_HEAD}<manifest:manifest xmlns:manifest="{_MANIFEST}">{entries}</manifest:manifest>\n'


def _description() -> str:
    """What LibreOffice's list of extensions shows."""
    return (
        f'{_HEAD}<description xmlns="{_DESCRIPTION}" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<identifier value="{IDENTIFIER}"/><version value="{escape(__version__)}"/>'
        '<display-name><name lang="en">xlclv</name></display-name><extension-description>'
        '<src lang="en" xlink:href="description.txt"/></extension-description></description>\n'
    )
