"""When the world breaks: full disks, limits, folders without permission, odd targets, three writers at once.

Every fault gives one line and its exit code, leaves what stood there, and leaves nothing beside it.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace, TracebackType

import pytest

from xlclv.cli.failing import failed

from .sample import ROOT, listed, write

posix = pytest.mark.skipif(os.name != "posix", reason="limits, links and modes as POSIX knows them")
root = pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="only root may mount a small disk")
OLD = b"old"
CALCULATOR = ("template", "calculator", "-o")
Before = Callable[[], object] | None


def start(*arguments: str, folder: Path, before: Before = None) -> subprocess.Popen[str]:
    """The command as its own process; `before` runs in it first."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"  # under a limit on files it would keep the half of a module for later
    return subprocess.Popen(
        [sys.executable, "-m", "xlclv", *arguments],
        cwd=folder,
        env=environment,
        preexec_fn=before,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def ended(run: subprocess.Popen[str]) -> str:
    """What the command said on standard error; one that hangs is ended, else the test would wait for it for ever."""
    try:
        return run.communicate(timeout=300)[1]
    except subprocess.TimeoutExpired:
        run.kill()
        raise


def refused(*arguments: str, folder: Path, code: int, before: Before = None) -> str:
    """The one line that the command ends with."""
    with start(*arguments, folder=folder, before=before) as run:
        said = ended(run)
    lines = said.strip().splitlines()
    assert run.returncode == code, said
    assert len(lines) == 1, said
    return lines[0]


def limited(kind: str, size: int) -> Callable[[], None]:
    def limit() -> None:
        import resource

        resource.setrlimit(getattr(resource, kind), (size, size))

    return limit


def as_ordinary_user() -> None:
    """In a child of root: modes hold for it as for anyone (without CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH)."""
    if os.getuid() == 0:
        for capability in (1, 2):
            assert not ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@posix
def test_a_limit_on_file_sizes(tmp_path: Path) -> None:
    """RLIMIT_FSIZE inside the save is one line, and the old file stays."""
    target = tmp_path / "old.xlsx"
    target.write_bytes(OLD)
    line = refused(*CALCULATOR, "old.xlsx", folder=tmp_path, code=5, before=limited("RLIMIT_FSIZE", 8192))
    assert line == (
        "xlclv: old.xlsx could not be written: file too large; nothing was changed; raise the limit on the size of "
        "files, or write to another disk"
    )
    assert listed(tmp_path) == ["old.xlsx"]
    assert target.read_bytes() == OLD


@root
def test_a_full_disk(tmp_path: Path) -> None:
    """ENOSPC at several moments of the save is one line, the old file stays, no temporary takes up the last space."""
    for size in (8, 16, 24, 200):
        with disk(tmp_path, size) as folder:
            target = folder / "old.xlsx"
            target.write_bytes(OLD)
            if size == 200:  # enough: the same command works where there is space
                with start(*CALCULATOR, "old.xlsx", folder=folder) as run:
                    run.communicate(timeout=120)
                assert run.returncode == 0
                continue
            line = refused(*CALCULATOR, "old.xlsx", folder=folder, code=5)
            assert line == (
                "xlclv: old.xlsx could not be written: no space left on device; nothing was changed; free some space, "
                "or write to another disk"
            )
            assert listed(folder) == ["old.xlsx"]
            assert target.read_bytes() == OLD


@contextlib.contextmanager
def disk(where: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of that size."""
    folder = where / f"disk{kilobytes}"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"this container may not mount: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


SMALL = """
import resource, sys
from pathlib import Path
import xlclv.cli
from xlclv.workbook import templates, writer
from xlclv.workbook.templates import calculator
more, inside = int(sys.argv.pop()), writer.Book._fill
def fill(self, file, poll):
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    size = pages * 4096 + more
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    inside(self, file, poll)
    if not more:
        bytes(64 << 20)  # what was freed before may do for the sheets, never for this
writer.Book._fill = fill
xlclv.cli.main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")
@pytest.mark.parametrize("more", [0, 150_000, 300_000])
def test_memory_runs_out_inside_the_save(tmp_path: Path, more: int) -> None:
    """RLIMIT_AS a little above what is in use when saving begins: one line, exit 5, the old file stays."""
    target = tmp_path / "old.xlsx"
    target.write_bytes(OLD)
    done = subprocess.run(
        [sys.executable, "-c", SMALL, *CALCULATOR, "old.xlsx", str(more)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False,
        timeout=120,
    )  # fmt: skip
    assert listed(tmp_path) == ["old.xlsx"]
    if done.returncode == 0:  # freed memory was enough
        assert target.read_bytes()[:2] == b"PK"
        assert more > 0
        return
    assert done.returncode == 5, done.stderr
    assert done.stderr.strip() == (
        "xlclv: old.xlsx could not be written: out of memory; nothing was changed; close other programs and try again"
    )
    assert target.read_bytes() == OLD


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")
@pytest.mark.parametrize("megabytes", [150, 600, 1200])
def test_memory_runs_out_early(tmp_path: Path, megabytes: int) -> None:
    """Too little memory to load libraries, or to read and fit, leaves the old file alone and nothing beside it."""
    write(tmp_path / "orders.csv")
    (tmp_path / "old.xlsx").write_bytes(OLD)
    limit = limited("RLIMIT_AS", megabytes << 20)
    with start("summarize", "orders.csv", "-o", "old.xlsx", folder=tmp_path, before=limit) as run:
        said = ended(run)
    # Native code may die of it before we can speak; OpenBLAS says so itself and ends the process with a code it chose.
    assert run.returncode not in (0, 1, 2, 3) or said.startswith("OpenBLAS error: Memory"), said
    assert "Traceback" not in said
    assert (tmp_path / "old.xlsx").read_bytes() == OLD


_MEMORY = "out of memory; nothing was written; close other programs, or give fewer orders"
_THREADS = (
    "no more threads or processes could be started; nothing was written; close other programs, or raise the limit on "
    "them (ulimit -u) or on memory"
)
_OPEN = "too many files are open; nothing was written; close other programs, or raise the limit (ulimit -n)"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), _MEMORY),
        (ImportError("libx.so: failed to map segment"), _MEMORY),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), _MEMORY),
        (SystemError("error return without exception set"), _MEMORY),
        (SystemError("<function _find_and_load> returned NULL without setting an exception"), _MEMORY),
        (RuntimeError("Out of Memory Error: failed to pin block of size 256.0 KiB (9.5 MiB/9.5 MiB used)"), _MEMORY),
        (RuntimeError("can't start new thread"), _THREADS),
        (RuntimeError("Unknown error: Failed to launch worker thread"), _THREADS),
        (RuntimeError("Resource temporarily unavailable"), _THREADS),  # all that a thread of C++ says
        (RuntimeError("pthread_create failed: Resource temporarily unavailable"), _THREADS),
        (OSError(errno.EMFILE, "Too many open files"), _OPEN),
        (OSError(errno.EMFILE, "Too many open files", "orders.csv"), _OPEN),
    ],
)
def test_what_is_short_in_words(error: Exception, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """However a library words it, too little memory, too few threads or files are one line of their own, and exit 6."""
    assert failed(error) == 6
    assert capsys.readouterr().err == f"xlclv: {told}\n"


def test_a_clock_centuries_ahead_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Python cannot count its seconds, wherever it first looks at the clock: it was an internal error."""
    assert failed(OverflowError("timestamp too large to convert to C _PyTime_t")) == 3
    assert "the clock of this machine is centuries ahead" in capsys.readouterr().err


class _DatabaseError(RuntimeError):
    """As the database's own: no OSError, and without a number."""


@pytest.mark.parametrize(
    "words",
    [
        "Out of Memory Error: failed to offload data block of size 32.0 KiB (1.7 MiB/1.7 MiB used).\nThis limit was "
        "set by the 'max_temp_directory_size' setting.",
        'IO Error: Could not write file "/spill/a.tmp": No space left on device',
    ],
)
def test_no_room_for_what_memory_does_not_hold(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The database calls a full disk too little memory: the disk is named by its folder, and it is exit 5."""
    assert failed(_DatabaseError(words)) == 5
    assert capsys.readouterr().err == f"xlclv: {_no_room(tempfile.gettempdir())}\n"


def _no_room(folder: object) -> str:
    return (
        f"the disk of {folder} is full, where orders are kept that memory has no room for; nothing was written; free "
        "some space, set TMPDIR to a folder on a larger disk, or give more memory (--memory-limit)"
    )


@root
def test_a_full_disk_for_what_memory_does_not_hold(tmp_path: Path) -> None:
    """Orders beyond the memory given go to TMPDIR, and where that is full it says so."""
    orders = tmp_path / "big.csv"
    with orders.open("w", encoding="utf-8") as file:
        file.write("customer,date,amount\n")
        file.writelines(
            f"customer-{row * 7919 % 200003},2024-{row % 12 + 1:02}-{row % 28 + 1:02},{row % 97}.{row % 90 + 10}\n"
            for row in range(600_000)
        )
    with disk(tmp_path, 2048) as folder:
        line = refused("check", str(orders), "--memory-limit", "60MB", folder=folder, code=5)
        assert line == f"xlclv: {_no_room(folder)}"


def tails(trace: TracebackType | None) -> Iterator[TracebackType]:
    """A traceback, and what of it lies deeper, step by step."""
    while trace is not None:
        yield trace
        trace = trace.tb_next


@posix
def test_what_is_busy_is_no_thread(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The system says of a lock or a pipe what it says of a process: only where one was to start, it was one."""
    busy = BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    def full(*_: object) -> None:
        raise busy

    monkeypatch.setattr("xlclv.cli.failing._drop_output", lambda: None)
    told = "a file or stream could not be read or written: resource temporarily unavailable; try again"
    assert failed(BlockingIOError(*busy.args)) == 5
    assert capsys.readouterr().err == f"xlclv: {told}\n"
    assert failed(OSError(*busy.args, "orders.csv")) == 3
    assert capsys.readouterr().err == "xlclv: orders.csv: resource temporarily unavailable; fix that and try again\n"
    monkeypatch.setattr(subprocess, "_fork_exec", full)
    monkeypatch.setattr(subprocess, "_USE_POSIX_SPAWN", False)
    with pytest.raises(BlockingIOError) as none:
        subprocess.run(["true"], check=True)
    last = next(each for each in tails(none.value.__traceback__) if each.tb_frame.f_code.co_name == "_execute_child")
    # As the system's own call, which has no frame, would have left it.
    none.value.__traceback__ = TracebackType(None, last.tb_frame, last.tb_lasti, last.tb_lineno)
    assert failed(none.value) == 6
    assert capsys.readouterr().err == f"xlclv: {_THREADS}\n"


@posix
@pytest.mark.parametrize("most", [4, 5])
def test_few_files_may_be_open(tmp_path: Path, most: int) -> None:
    """One line, also where not even the temporary folder can be looked at in the end; 6 files are enough for all."""
    (tmp_path / "old.xlsx").write_bytes(OLD)
    (tmp_path / "a.csv").write_text("customer,date,amount\nA,2024-01-25,30\n", encoding="utf-8")
    limit = limited("RLIMIT_NOFILE", most)
    with start("score", "a.csv", "--to", "old.xlsx", folder=tmp_path, before=limit) as run:
        said = ended(run)
    if "init_import_site" in said:
        pytest.skip("where packages run code at its start, Python itself does not start with so few")
    assert run.returncode in (3, 4, 5, 6), said
    assert len(said.strip().splitlines()) == 1, said
    assert (tmp_path / "old.xlsx").read_bytes() == OLD


@posix
def test_a_read_only_folder(tmp_path: Path) -> None:
    """A folder one may not write to is one line that says where to write instead."""
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o555)
    line = refused(*CALCULATOR, "theirs/new.xlsx", folder=tmp_path, code=5, before=as_ordinary_user)
    assert line == (
        "xlclv: theirs/new.xlsx could not be written: permission denied; nothing was changed; write to a folder of "
        "your own"
    )
    folder.chmod(0o755)
    target = folder / "old.xlsx"
    target.write_bytes(OLD)
    target.chmod(0o444)
    line = refused(*CALCULATOR, "theirs/old.xlsx", folder=tmp_path, code=5, before=as_ordinary_user)
    assert line == "xlclv: theirs/old.xlsx is read-only; choose another name or allow writing"
    assert listed(folder) == ["old.xlsx"]


@posix
def test_links(tmp_path: Path) -> None:
    """A link is followed, one to a file that is not there yet too; a device is refused, so that none is replaced."""
    (tmp_path / "real").mkdir()
    for name, real in (("there.xlsx", OLD), ("not-yet.xlsx", None)):
        if real:
            (tmp_path / "real" / name).write_bytes(real)
        (tmp_path / name).symlink_to(f"real/{name}")
        with start(*CALCULATOR, name, folder=tmp_path) as run:
            run.communicate(timeout=120)
        assert run.returncode == 0
        assert (tmp_path / name).is_symlink()
        assert (tmp_path / "real" / name).read_bytes()[:2] == b"PK"
    (tmp_path / "null.xlsx").symlink_to(os.devnull)
    line = refused(*CALCULATOR, "null.xlsx", folder=tmp_path, code=5)
    assert line == "xlclv: null.xlsx is a device, not a file; choose another name"
    assert not Path(os.devnull).is_file()


@posix
def test_long_names(tmp_path: Path) -> None:
    """A name of 255 bytes is written, also of letters that take three each; one of 256 is refused in one line."""
    for stem in ("x" * 250, "表" * 83 + "x"):
        with start(*CALCULATOR, f"{stem}.xlsx", folder=tmp_path) as run:
            run.communicate(timeout=120)
        assert run.returncode == 0
        assert len(os.fsencode(f"{stem}.xlsx")) == 255
    assert len(listed(tmp_path)) == 2
    line = refused(*CALCULATOR, "x" * 251 + ".xlsx", folder=tmp_path, code=5)
    assert line.endswith("could not be written: file name too long; nothing was changed; give it a shorter name")
    assert len(listed(tmp_path)) == 2


def test_three_writers_at_once(tmp_path: Path) -> None:
    """One at least gets through; one who comes too late says so; the file is whole, and nothing lies beside it."""
    with start(*CALCULATOR, "alone.xlsx", folder=tmp_path) as run:
        run.communicate(timeout=120)
    writers = [start(*CALCULATOR, "shared.xlsx", folder=tmp_path) for _ in range(3)]
    ends = [(writer.communicate(timeout=120)[1].strip(), writer.returncode) for writer in writers]
    late = (
        "xlclv: shared.xlsx was changed by another program meanwhile; nothing was written: look at it, then try again "
        "or choose another name"
    )
    assert ("", 0) in ends
    assert set(ends) <= {("", 0), (late, 5)}
    assert listed(tmp_path) == ["alone.xlsx", "shared.xlsx"]
    assert (tmp_path / "shared.xlsx").read_bytes() == (tmp_path / "alone.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("lock", "program"), [("~$open.xlsx", "Excel"), (".~lock.open.xlsx#", "LibreOffice")], ids=["excel", "libreoffice"]
)
def test_open_elsewhere(tmp_path: Path, lock: str, program: str) -> None:
    """A workbook someone has open is refused before the work begins, with what to do when nobody has."""
    (tmp_path / "open.xlsx").write_bytes(OLD)
    (tmp_path / lock).write_bytes(b"")
    line = refused(*CALCULATOR, "open.xlsx", folder=tmp_path, code=5)
    assert line == (
        f"xlclv: open.xlsx is open in {program}; close it and try again ({lock} says so: delete that file if nobody "
        "has it open)"
    )
    assert (tmp_path / "open.xlsx").read_bytes() == OLD


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    """JSON sent to a full disk is one line and exit 5, not success."""
    write(tmp_path / "orders.csv")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "xlclv", "check", "orders.csv", "--json"], cwd=tmp_path, stdout=full,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, encoding="utf-8", check=False,
        )  # fmt: skip
    assert done.returncode == 5
    assert done.stderr.strip() == (
        "xlclv: the output could not be written: no space left on device; free some space, or send it elsewhere"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_is_printed_is_whole_or_an_error(tmp_path: Path, unbuffered: str) -> None:
    """A text that a disk takes in part alone, also where Python buffers nothing, as in containers: it ended with 0."""
    with (tmp_path / "out").open("w", encoding="utf-8") as out:
        done = subprocess.run(
            [sys.executable, "-c", "import resource, runpy, sys\n"
             "resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))\n"
             "sys.argv = ['xlclv', 'man']\nrunpy.run_module('xlclv', run_name='__main__')"],
            cwd=tmp_path, stdout=out, stderr=subprocess.PIPE, encoding="utf-8", check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered},
        )  # fmt: skip
    assert (done.returncode, (tmp_path / "out").stat().st_size) == (5, 2048)
    assert done.stderr.startswith("xlclv: the output could not be written: file too large")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
@pytest.mark.parametrize(
    ("words", "code"), [(["check", "nope.csv"], 3), (["check", "orders.csv"], 0), (["check", "--nothing"], 2)]
)
def test_what_is_said_aside_to_a_full_disk(tmp_path: Path, words: list[str], code: int) -> None:
    """Standard error on a full disk changes no exit code, as a closed one does not; every run ended with 1."""
    write(tmp_path / "orders.csv")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "xlclv", *words], cwd=tmp_path, stdout=subprocess.PIPE, stderr=full,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
    assert done.returncode == code
    assert bool(done.stdout) == (code == 0)


@root
def test_what_is_piped_in_where_its_disk_is_full(tmp_path: Path) -> None:
    """It is kept among the temporary files: their disk is at fault, and no output."""
    with disk(tmp_path, 256) as folder:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
        done = subprocess.run(
            [sys.executable, "-m", "xlclv", "check", "-"], input="customer,date,amount\n" + "A,2024-01-05,5\n" * 40_000,
            capture_output=True, encoding="utf-8", env=environment, cwd=tmp_path, check=False,
        )  # fmt: skip
        assert done.returncode == 3
        assert re.fullmatch(
            rf"xlclv: standard input: it does not end before the disk of {folder} is full, which has 0\.\d MB free; "
            "name the file of orders, or set TMPDIR to a larger disk\n",
            done.stderr,
        )
        assert not list(folder.iterdir())


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="Linux gives a file that cannot be read")
def test_an_input_that_cannot_be_read(tmp_path: Path) -> None:
    """A failing disk says so without a name: it is the input that is told, and no output."""
    line = refused("check", "/proc/self/mem", folder=tmp_path, code=3)
    assert line == "xlclv: mem: cannot be read (input/output error); see whether you may, and whether its disk is sound"


def test_a_full_disk_of_temporary_files_is_told_as_theirs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The system names no file where it has no room: the disk that has none is looked for."""
    monkeypatch.setattr("xlclv.cli.failing.shutil.disk_usage", lambda _: SimpleNamespace(free=4096))
    assert failed(OSError(errno.ENOSPC, "No space left on device")) == 5
    said = capsys.readouterr().err
    assert said.startswith(f"xlclv: the disk of {tempfile.gettempdir()} is full, where files are kept while they are")


def piped(*words: str, folder: Path, closed: str = "", script: str = "") -> subprocess.CompletedProcess[str]:
    """A run in a shell, with streams closed as `closed` says or piped to what `script` says."""
    line = f'"{sys.executable}" -m xlclv {" ".join(words)} {closed}{script}'
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.skipif(shutil.which("bash") is None, reason="closes streams as bash does")
@pytest.mark.parametrize(
    ("words", "closed", "code", "told"),
    [
        (("check", "orders.csv"), ">&-", 5, "could not be written: it is closed; send it elsewhere"),
        (("--version",), ">&-", 5, "could not be written: it is closed; send it elsewhere"),
        ((*CALCULATOR, "c.xlsx"), ">&-", 5, "it is closed; send it elsewhere; c.xlsx is written"),
        ((*CALCULATOR, "c.xlsx"), ">/dev/full", 5, "send it elsewhere; c.xlsx is written"),
        (("check", "orders.csv"), "2>&- >/dev/null", 0, ""),
        (("check", "orders.csv"), "<&- >/dev/null", 0, ""),
        ((*CALCULATOR, "c.xlsx"), "<&- >&- 2>&-", 5, ""),
    ],
)
def test_streams_that_are_closed(tmp_path: Path, words: tuple[str, ...], closed: str, code: int, told: str) -> None:
    """As under some daemons: what was asked for is missing, in one line; no file takes the stream's place."""
    write(tmp_path / "orders.csv")
    done = piped(*words, folder=tmp_path, closed=closed)
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == bool(told)
    if "c.xlsx" in words:
        assert (tmp_path / "c.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.skipif(shutil.which("bash") is None, reason="tells how each part of a pipe ended, as bash does")
@pytest.mark.parametrize("words", [("--help",), ("docs", "it"), ("check", "orders.csv", "--json")])
def test_a_reader_who_went_away(tmp_path: Path, words: tuple[str, ...]) -> None:
    """`| head` that has seen enough is no fault: exit code 0, and nothing is said."""
    write(tmp_path / "orders.csv")
    done = piped(*words, folder=tmp_path, script='| python3 -c "import sys; sys.stdin.close()"; echo ${PIPESTATUS[0]}')
    assert (done.stdout.strip(), done.stderr) == ("0", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows removes no folder that somebody stands in")
def test_the_current_folder_is_gone(tmp_path: Path) -> None:
    """One line that says so, for files in other folders as well."""
    write(tmp_path / "orders.csv")
    gone = tmp_path / "gone"
    gone.mkdir()
    line = refused("check", str(tmp_path / "orders.csv"), folder=gone, code=3, before=gone.rmdir)
    assert line == "xlclv: the current folder is gone; nothing was written; change to another one and try again"


def test_names_of_outputs_that_no_system_takes(tmp_path: Path) -> None:
    """Too long a name, and a link to a folder that is not there: exit code 5, the folder named whole."""
    write(tmp_path / "orders.csv")
    line = refused("summarize", "orders.csv", "-o", "1" * 300 + ".xlsx", folder=tmp_path, code=5)
    assert "could not be written: file name too long; nothing was changed" in line
    (tmp_path / "l.csv").symlink_to("/no/such/x.csv")
    line = refused("score", "orders.csv", "--to", "l.csv", folder=tmp_path, code=5)
    assert line == "xlclv: l.csv cannot be written: there is no folder /no/such; make it first"


@pytest.mark.parametrize("words", [("summarize", "n.csv"), ("score", "n.csv", "--to", "s.csv"), ("backtest", "n.csv")])
def test_orders_that_are_all_refunds(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Every command says the same, with the way out."""
    rows = [f"C{at % 9},2024-{at % 9 + 1:02}-11,-5" for at in range(30)]
    (tmp_path / "n.csv").write_text("\n".join(["customer,date,amount", *rows]) + "\n", encoding="utf-8")
    assert refused(*words, folder=tmp_path, code=3) == (
        "xlclv: orders: no customer has a purchase: all amounts are refunds; if sales are written with a minus, turn "
        "the signs"
    )
