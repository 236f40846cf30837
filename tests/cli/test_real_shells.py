"""Completion typed into the shells themselves: bash, zsh on a terminal, fish."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("xlclv")
PATIENCE = 120  # seconds for an answer, on a machine however busy

ZSHRC = 'autoload -Uz compinit\ncompinit -u\nPS1="ready> "\n. "$ZDOTDIR/script"\n'


def in_bash(script: Path, environment: Mapping[str, str]) -> str:
    asked = f'source "{script}"; COMP_WORDS=(xlclv summarize --mar); COMP_CWORD=2; _xlclv_completion xlclv'
    return answered(["bash", "-c", asked + '; echo "${COMPREPLY[@]}"'], environment)


def in_fish(script: Path, environment: Mapping[str, str]) -> str:
    return answered(["fish", "-c", f'source "{script}"; complete -C "xlclv summarize --mar"'], environment)


def in_zsh(script: Path, environment: Mapping[str, str]) -> str:
    """zsh completes on a terminal alone: one is lent to it, a line typed, the Tab key pressed twice."""
    (script.parent / ".zshrc").write_text(ZSHRC, encoding="utf-8")
    terminal, lent = os.openpty()
    surroundings = {**environment, "ZDOTDIR": str(script.parent), "TERM": "dumb"}
    ends = {"stdin": lent, "stdout": lent, "stderr": lent}
    with subprocess.Popen(["zsh", "-i"], env=surroundings, start_new_session=True, **ends) as zsh:
        try:
            shown = seen(terminal, lambda text: "ready> " in text)
            os.write(terminal, b"xlclv summarize --mar\t")
            shown = seen(terminal, lambda text: "--margin" in text)
            os.write(terminal, b"\t")
            return shown + seen(terminal, lambda text: "--margin-column" in text)
        finally:
            zsh.kill()
            os.close(lent)
            os.close(terminal)


def seen(terminal: int, enough: Callable[[str], bool]) -> str:
    """What the terminal shows until there is enough of it."""
    import select

    text = ""
    while not enough(text):
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        assert ready, f"nothing more came after {text!r}"
        text += os.read(terminal, 4096).decode("utf-8", "replace")
    return text


def answered(command: list[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=True)
    return done.stdout


SHELLS = {"bash": in_bash, "zsh": in_zsh, "fish": in_fish}


@pytest.mark.skipif(not PROGRAM.exists(), reason="xlclv is not installed beside this Python")
@pytest.mark.parametrize("shell", SHELLS)
def test_a_real_shell_completes_an_option(shell: str, tmp_path: Path) -> None:
    """With the script that `xlclv completion` prints, --mar and the Tab key offer the two options that begin so."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed; .ci/run installs it")
    environment = {**os.environ, "HOME": str(tmp_path), "PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"}
    script = tmp_path / "script"
    script.write_text(answered([str(PROGRAM), "completion", shell], environment), encoding="utf-8")
    answer = SHELLS[shell](script, environment)
    assert "--margin" in answer
    assert "--margin-column" in answer
    assert "--rate" not in answer
