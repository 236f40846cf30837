"""A VBA project (MS-OVBA): modules taken from one, changed, and written back as source alone.

Excel compiles the source when it loads the file, as it does for any project of another version than its own: what it
compiled before is left out, and `_VBA_PROJECT` says so.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from xlclv.workbook.addin import compound
from xlclv.workbook.addin.compression import compress, decompress

_PAGE = "cp1252"  # the template's code page
_NOT_COMPILED = bytes.fromhex("CC61FFFF000000")  # 2.3.4.1: written by something else than Office
_NAME, _VERSION, _MODULES, _COOKIE = 0x04, 0x09, 0x0F, 0x13
_REFERENCE_NAME, _REFERENCES = 0x16, (0x16, 0x3E, 0x33, 0x2F, 0x30, 0x0D, 0x0E)
_MODULE_NAME, _STREAM_NAME, _OFFSET, _PROCEDURAL, _DOCUMENT, _MODULE_END = 0x19, 0x1A, 0x31, 0x21, 0x22, 0x2B
_KINDS = {"Module": _PROCEDURAL, "Document": _DOCUMENT, "Class": _DOCUMENT}


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its source begins with its attributes. `kind` is the word of the PROJECT stream."""

    name: str
    source: str
    kind: str = "Module"


@dataclass(frozen=True, slots=True)
class Project:
    """Modules, and the parts of a project that stay as they are: references, versions, protection."""

    modules: tuple[Module, ...]
    head: tuple[tuple[int, bytes], ...]  # records of the dir stream before the modules
    text: str  # the PROJECT stream

    def packed(self, name: str) -> bytes:
        """The project as Excel's vbaProject.bin."""
        streams: compound.Tree = {m.name: compress(_encoded(m.source)) for m in self.modules}
        streams["dir"] = compress(b"".join(self._records(name)))
        streams["_VBA_PROJECT"] = _NOT_COMPILED
        names = "".join(f"{m.name}\0" for m in self.modules)
        pairs = b"".join(n.encode(_PAGE) + b"\0" + (n + "\0").encode("utf-16-le") for n in names.split("\0")[:-1])
        text = self._text(name).encode(_PAGE)
        return compound.write({"VBA": streams, "PROJECT": text, "PROJECTwm": pairs + b"\0\0"})

    def referring_to(self, *libraries: str) -> Project:
        """The project with these of its references alone: one that is not on a machine keeps all code from running."""
        kept: list[tuple[int, bytes]] = []
        wanted = True
        for kind, data in self.head:
            if kind == _REFERENCE_NAME:
                wanted = data.decode(_PAGE) in libraries
            if wanted or kind not in _REFERENCES:
                kept.append((kind, data))
        return replace(self, head=tuple(kept))

    def _records(self, name: str) -> Iterator[bytes]:
        for kind, data in self.head:
            if kind == _NAME:
                data = name.encode(_PAGE)
            if kind == _MODULES:
                data = struct.pack("<H", len(self.modules))
            if kind == _COOKIE:
                data = b"\xff\xff"  # 2.3.4.2.3: what a writer has to say
            yield _record(kind, data)
        for module in self.modules:
            short, wide = module.name.encode(_PAGE), module.name.encode("utf-16-le")
            yield _record(_MODULE_NAME, short) + _record(0x47, wide)
            yield _record(_STREAM_NAME, short) + _record(0x32, wide)
            yield _record(0x1C) + _record(0x48)  # no description
            yield _record(_OFFSET, b"\0" * 4)  # the source begins at once: nothing compiled before it
            yield _record(0x1E, b"\0" * 4) + _record(0x2C, b"\xff\xff")
            yield _record(_KINDS[module.kind]) + _record(_MODULE_END)
        yield _record(0x10)

    def _text(self, name: str) -> str:
        """The PROJECT stream with our name and our list of modules; identity and protection as they were."""
        ends = {"Document": "/&H00000000"}
        listed = [f"{m.kind}={m.name}{ends.get(m.kind, '')}" for m in self.modules]
        windows = [f"{m.name}=0, 0, 0, 0, C" for m in self.modules]
        kept = self.text.split("[Workspace]")[0].splitlines()
        lines = [line for line in kept if line.split("=")[0] not in _KINDS]
        lines[1:1] = listed  # after the ID
        text = "\r\n".join([*lines, "[Workspace]", *windows, ""])
        return re.sub(r'(?m)^Name="[^"]*"', f'Name="{name}"', text, count=1)


def read(binary: bytes) -> Project:
    """The project in a vbaProject.bin."""
    tree = compound.read(binary)
    storage, text = tree["VBA"], tree["PROJECT"]
    if isinstance(storage, bytes) or not isinstance(text, bytes):
        raise ValueError("not a VBA project")
    streams = {name: data for name, data in storage.items() if isinstance(data, bytes)}
    kinds = {name: kind for kind, name in re.findall(r"(?m)^(Module|Document|Class)=([^/\r\n]+)", text.decode(_PAGE))}
    head: list[tuple[int, bytes]] = []
    modules: list[Module] = []
    name = ""
    for kind, data in _read_records(decompress(streams["dir"])):
        if kind == _MODULE_NAME:
            name = data.decode(_PAGE)
        elif kind == _OFFSET:
            source = decompress(streams[name][struct.unpack("<I", data)[0] :]).decode(_PAGE)
            modules.append(Module(name, source, kinds[name]))
        if not name:
            head.append((kind, data))
    return Project(tuple(modules), tuple(head), text.decode(_PAGE))


def _read_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind, size = struct.unpack_from("<HI", data, at)
        size = 6 if kind == _VERSION else size  # its size field says 4, yet a minor version of 2 bytes follows
        yield kind, data[at + 6 : at + 6 + size]
        at += 6 + size


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", kind, 4 if kind == _VERSION else len(data)) + data


def _encoded(source: str) -> bytes:
    """Lines end as VBA's do, whatever the file on disk had."""
    return "\r\n".join(source.splitlines()).encode(_PAGE) + b"\r\n"
