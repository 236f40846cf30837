"""The formats under the add-in: compression and compound files agree with what other programs read."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlclv.workbook.addin import compound, package, project, template
from xlclv.workbook.addin.compression import compress, decompress

olefile: Any = pytest.importorskip("olefile", reason="oletools brings olefile: pip install '.[test]'")

TEXTS = st.one_of(
    st.binary(max_size=300),
    st.text("ab \r\n", max_size=6000).map(str.encode),
    st.integers(4090, 9000).map(lambda n: bytes(i * i % 251 for i in range(n))),
)


@given(TEXTS)
@settings(max_examples=60)
def test_compression_gives_back_what_it_got(data: bytes) -> None:
    """Any source comes back, to its length where a last chunk was stored whole and filled up."""
    back = decompress(compress(data))
    assert back[: len(data)] == data
    assert not back[len(data) :].strip(b"\0")


@given(st.text("abc \r\n'", max_size=9000))
@settings(max_examples=30)
def test_another_program_reads_our_compression(text: str) -> None:
    """oletools finds the very source."""
    from oletools.olevba import decompress_stream

    data = text.encode()
    assert bytes(decompress_stream(bytearray(compress(data)))) == data


@given(st.dictionaries(st.text("abcXYZ_", min_size=1, max_size=12), st.binary(max_size=9000), max_size=12))
@settings(max_examples=40)
def test_another_program_reads_our_compound_files(streams: dict[str, bytes]) -> None:
    """Every stream, small, large or empty, is found by name and whole; so do we find it."""
    streams = {name: data for name, data in {n.upper(): d for n, d in streams.items()}.items() if name != "FOLDER"}
    tree: compound.Tree = {**streams, "FOLDER": dict(streams)}
    written = compound.write(tree)
    assert written == compound.write(tree)
    assert compound.read(written) == tree
    if streams:
        ole = olefile.OleFileIO(io.BytesIO(written))
        assert not ole.parsing_issues
        for name, data in streams.items():
            assert ole.openstream(name).read() == data
            assert ole.openstream(["FOLDER", name]).read() == data


def test_a_project_read_and_written_keeps_its_sources() -> None:
    """What xlwings wrote comes back module by module, lines ended as VBA ends them."""
    first = project.read(template.vba_project())
    again = project.read(first.packed("MyAddin"))
    assert [(m.name, m.kind) for m in again.modules] == [(m.name, m.kind) for m in first.modules]
    for before, after in zip(first.modules, again.modules, strict=True):
        assert after.source.splitlines() == before.source.splitlines()
    cookie = 0x13
    assert [r for r in again.head if r[0] != cookie] == [r for r in first.head if r[0] != cookie]
    assert dict(again.head)[cookie] == b"\xff\xff", "MS-OVBA 2.3.4.2.3: a writer has to say FFFF"


def test_our_project_needs_no_library_but_offices_own() -> None:
    """A reference that a machine has not got keeps all functions from running; the template has FM20.DLL and a path."""
    head = project.read(package.vba_project()).head
    assert [data for kind, data in head if kind == 0x16] == [b"Office"]
    assert not [data for _, data in head if b"MSForms" in data or b"C:\\Users" in data]


def test_nothing_compiled_is_in_the_project() -> None:
    """Source alone, and the mark that makes Excel compile it: 2.3.4.1 and a module offset of 0."""
    tree = compound.read(package.vba_project())
    storage = tree["VBA"]
    assert isinstance(storage, dict)
    assert storage["_VBA_PROJECT"] == bytes.fromhex("CC61FFFF000000")
    assert not [name for name in storage if name.startswith("__SRP")]
    listed = tree["PROJECT"]
    assert isinstance(listed, bytes)
    for name in set(storage) - {"dir", "_VBA_PROJECT"}:
        assert f"={name}".encode() in listed
