"""What order files are tested for holds for contract files: signals, full disks, pseudonyms, chance, odd files."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.contracts.by_hand import AS_OF, simulated, written
from tests.faults.sample import ROOT, listed
from tests.fuzz.__main__ import outcome
from tests.fuzz.contracts import seeds, tried
from tests.fuzz.mutate import mutated
from xlclv.cli.program import xlclv
from xlclv.contracts.reading import Asked, options, read
from xlclv.errors import InputError

ROWS = simulated(120, 0.8, 3.0, 1.2, 2)
_STRUCK = """
import os, signal, sys
from pathlib import Path
import xlclv.atomic
from tests.contracts.by_hand import AS_OF
from xlclv.workbook import contracts as book
from xlclv.contracts.build import build
from xlclv.contracts.reading import Asked, options, read
from xlclv.contracts.values import Terms
at, number = int(sys.argv[1]), getattr(signal, sys.argv[2])
made, calls = build(read([Path("c.csv")], options(), Asked(as_of=AS_OF)), Terms(margin=0.5)), 0
def count(frame, event, argument):
    global calls
    if event == "call" and frame.f_code.co_filename == xlclv.atomic.__file__:
        calls += 1
        if calls == at:
            os.kill(os.getpid(), number)
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.setprofile(count)
book.write(made, "out/contracts.xlsx")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that has kill -9")
@pytest.mark.parametrize(("number", "at"), [("SIGKILL", 2), ("SIGINT", 3), ("SIGTERM", 4)])
def test_a_signal_inside_the_save_leaves_the_old_file_or_the_new(tmp_path: Path, number: str, at: int) -> None:
    """Struck in the atomic writer, the target is what stood there or a whole workbook, never something between."""
    written(tmp_path / "c.csv", ROWS)
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "contracts.xlsx"
    target.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", _STRUCK, str(at), number],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}, capture_output=True,
        encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode in (-signal.SIGKILL, -signal.SIGTERM, 130, 143, 1, 0, -signal.SIGINT), done.stderr
    assert done.returncode != 0, "the signal struck"
    kept = target.read_bytes()
    assert kept == b"old" or kept[:4] == b"PK\x03\x04"
    if number != "SIGKILL":
        assert listed(tmp_path / "out") == ["contracts.xlsx"], done.stderr


def test_what_cannot_be_written_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    """A limit on the size of files inside the save: exit 5, one line, the old file stays, nothing beside it."""
    resource = pytest.importorskip("resource", reason="limits on a process are POSIX'")
    written(tmp_path / "c.csv", ROWS)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "c.xlsx").write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-m", "xlclv", "contracts", "c.csv", "--as-of", AS_OF.isoformat(), "-o", "out/c.xlsx"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 5, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert (tmp_path / "out" / "c.xlsx").read_bytes() == b"old"
    assert listed(tmp_path / "out") == ["c.xlsx"]


def test_pseudonyms_are_those_of_orders_and_change_no_number(tmp_path: Path) -> None:
    """With a key no id is left in scores, workbook or JSON; equity is the same."""
    written(tmp_path / "c.csv", [(f"Smith{row[0]}", *row[1:]) for row in ROWS])
    (tmp_path / "key").write_text("a secret that is long enough to be one", encoding="utf-8")
    call = ["contracts", str(tmp_path / "c.csv"), "--as-of", AS_OF.isoformat(), "--json"]
    more = ["--pseudonymise", "--pseudonym-key", str(tmp_path / "key"), "--to", str(tmp_path / "s.csv")]
    plain, hidden = (CliRunner().invoke(xlclv, [*call, *add]) for add in ([], more))
    assert hidden.exit_code == 0, hidden.output
    one, other = json.loads(plain.stdout), json.loads(hidden.stdout)
    assert other["customer_equity"] == pytest.approx(one["customer_equity"], rel=1e-12)
    assert other["lost_by_renewals"] == one["lost_by_renewals"]
    told = (tmp_path / "s.csv").read_text(encoding="utf-8")
    assert "Smith" not in hidden.stdout + told
    assert len(told.splitlines()) == other["running"] + 1


def test_files_that_chance_has_broken_are_read_or_refused_in_one_line(tmp_path: Path) -> None:
    """Broken files of all layouts are read, valued and reconcile, or are refused; tests.fuzz has more of them."""
    files, said = seeds(), []
    for case in range(20):
        rng = random.Random(f"contracts-{case}")
        name = rng.choice(sorted(files))
        path = tmp_path / name
        path.write_bytes(mutated(name, files[name], rng))
        said.append(outcome(tried, path))
    assert set(said) == {"read", "refused"}, said
    assert min(said.count("read"), said.count("refused")) >= 2


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"", True),
        (b"customer_id,start_date,end_date,fee\n", True),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, True),
        ("customer_id,start_date,end_date,fee\nA,2026-01-01,,30\n".encode("utf-16"), False),
        ("customer_id\tstart_date\tend_date\tfee\r\nA\t2026-01-01\t\t30\r\n".encode("cp1252"), False),
    ],
)
def test_odd_files(tmp_path: Path, content: bytes, refused: bool) -> None:
    """No rows, no text, other encodings and separators: read as orders are, or refused with a sentence."""
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    if not refused:
        assert read([path], options(), Asked()).ids == ["A"]
        return
    with pytest.raises(InputError) as raised:
        read([path], options(), Asked())
    assert str(raised.value).startswith("odd.csv")
    assert "\n" not in str(raised.value)
