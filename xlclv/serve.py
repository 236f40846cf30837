"""The process behind Excel's add-in: the worksheet functions as a COM object that its bridge asks for by number.

The object is there before the libraries are: Excel waits for Python and pywin32 alone (a few tenths of a second), the
rest is loaded in a thread while the user goes on, and the first call waits for what is left of that. What prevents a
start is written to a file that the bridge and the doctor read, because nobody sees this process's output.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread, Timer
from typing import Any

if not __package__:  # started by its path, from a folder that is not among those where Python looks
    sys.path.insert(0, str(Path(__file__).parents[1]))

from xlclv import __version__, reason

_FAILED = -2147467259  # E_FAIL: the call failed, the server lives
_LATE = 20  # seconds; the DLL alone would wait for two minutes
# xlwings loads them if they are there. No function needs them; its paid part has a licence of its own, and 10 MB.
_LEFT_OUT = ("pandas", "polars", "matplotlib", "PIL", "xlwings.pro")


class Server:
    """What Excel may ask for, and nothing else: a function's answer, and who it is that answers."""

    _public_methods_ = ("Ask", "About")

    def __init__(self, loading: Future[Any], error: type[Exception]) -> None:
        self._loading, self._error = loading, error

    def Ask(self, name: str, given: Any) -> Any:
        """The cells of =name(given), through xlwings: a value, a row, or rows."""
        try:
            from xlclv.terms.catalogue import FUNCTIONS

            xlwings = self._loading.result()
            if name not in FUNCTIONS:
                raise LookupError(f"there is no function {name}")
            return xlwings.CallUDF("xlclv.udfs", name, given, None, None)
        except Exception as error:
            said = " ".join(str(error).split())
            raise self._error(description=f"{type(error).__name__}: {said}", scode=_FAILED) from error  # type: ignore[call-arg]

    def About(self) -> str:
        """Who answers, for the ribbon and the doctor."""
        python = ".".join(map(str, sys.version_info[:3]))
        return f"xlclv {__version__}, Python {python}, {sys.executable}, process {os.getpid()}"


def main() -> None:
    """Serve until Excel ends."""
    reason.forget()
    late = Timer(_LATE, _give_up)
    late.daemon = True
    late.start()
    try:
        os.chdir(sys.prefix)  # no folder of the user's is kept from being moved, and none is looked into
        _serve(sys.argv[1], late)
    except Exception as error:
        reason.leave(error)
        sys.exit(1)


def _give_up() -> None:
    """Excel stands still until the object is offered or this process ends."""
    reason.leave(f"not ready after {_LATE} s; is another program, such as a virus scanner, holding it?")
    os._exit(1)


def _serve(number: str, late: Timer) -> None:
    """Offer the object under the number that the bridge made up, and answer."""
    com: Any = import_module("pythoncom")
    policy: Any = import_module("win32com.server.policy")
    error = import_module("win32com.server.exception").COMException
    wrap = import_module("win32com.server.util").wrap
    loading: Future[Any] = Future()
    ours = import_module("pywintypes").IID(number)

    class Policy(policy.DefaultPolicy):  # type: ignore[misc]
        """How pywin32 makes objects: ours without any entry in the registry."""

        def _CreateInstance_(self, asked: Any, interface: Any) -> Any:
            if asked == ours:
                return wrap(Server(loading, error), interface)
            return super()._CreateInstance_(asked, interface)

    policy.DefaultPolicy = Policy
    factory = com.MakePyFactory(ours)
    offered = com.CoRegisterClassObject(ours, factory, com.CLSCTX_LOCAL_SERVER, com.REGCLS_MULTIPLEUSE)
    late.cancel()
    Thread(target=_load, args=(loading,), daemon=True).start()
    com.PumpMessages()
    com.CoRevokeClassObject(offered)


def _load(loading: Future[Any]) -> None:
    """xlwings' own server object and the functions, ready to be called."""
    try:
        with _lean():
            xlwings = import_module("xlwings.com_server").XLPython()
            import_module("xlclv.udfs")
        loading.set_result(xlwings)
    except Exception as error:
        loading.set_exception(error)


@contextmanager
def _lean() -> Iterator[None]:
    """xlwings without what it would load for others, and without the classes it would write for itself."""
    cache: Any = import_module("win32com.client.gencache")
    absent = [name for name in _LEFT_OUT if name not in sys.modules]
    sys.modules |= dict.fromkeys(absent)  # type: ignore[arg-type]
    written, cache.EnsureModule = cache.EnsureModule, lambda *_, **__: None
    try:
        yield
    finally:
        cache.EnsureModule = written
        for name in absent:
            del sys.modules[name]


if __name__ == "__main__":
    main()
