"""Inside LibreOffice: the worksheet functions, called in the Python that has xlclv. Standard library only, from 3.8."""

import os
import pickle
import struct
import subprocess
import threading
import time

# Calc's numbers for the errors that a cell can show; the names it has no number for are shown as #VALUE!.
CODES = {"#NULL!": 521, "#DIV/0!": 532, "#VALUE!": 519, "#REF!": 524, "#NAME?": 525, "#NUM!": 503, "#N/A": 32767}
NAMELESS = ("#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA", "#CONNECT!", "#BLOCKED!", "#UNKNOWN!")
MISSING = 511  # Calc's own error for a compulsory argument that was left out
PROGRAM = "xlclv.calc_process"
FLAGS = ("-P", "-X", "utf8")  # xlclv/children.py says why; it cannot be imported in here
_AGAIN = 10  # seconds before a Python that did not start is tried again
_LENGTH = struct.Struct("<I")


class NoPythonError(Exception):
    """The functions cannot be reached; the text says why and what to do."""


def error_value(code):
    """What a cell takes for an error: a number that is none, with the error's code in it."""
    return struct.unpack("<d", struct.pack("<Q", 0x7FF8000000000000 | code))[0]


def cell(value):
    """One value of an answer as Calc takes it."""
    if isinstance(value, str):
        if value in CODES:
            return error_value(CODES[value])
        return error_value(CODES["#VALUE!"]) if value in NAMELESS else value
    return value if isinstance(value, bool) else float(value)


def cells(answer):
    """An answer as rows of cells."""
    rows = answer if isinstance(answer, list) else [[answer]]
    return tuple(tuple(cell(value) for value in row) for row in rows)


class Bridge:
    """A process with the functions, started at the first call and again when it has died."""

    def __init__(self, settings):
        self.settings = settings
        self._process = None
        self._failed = (float("-inf"), "")
        self._lock = threading.Lock()  # one call at a time goes through the pipe

    def call(self, name, given):
        """The cells of =name(given); NoPythonError when there is nobody to ask."""
        function = self.settings["functions"][name]
        given = list(given)
        while given and given[-1] is None:  # left out: the function's own default holds
            given.pop()
        if len(given) < function["required"]:
            return ((error_value(MISSING),),)
        try:
            kind, answer = self._ask((name, given))
        except NoPythonError as error:
            if function["speaks"]:
                return ((str(error),),)
            return ((error_value(CODES["#NAME?"]),),)
        if kind == "cells":
            return cells(answer)
        return ((answer if function["speaks"] else error_value(CODES["#VALUE!"]),),)

    def close(self):
        """End the process, if there is one."""
        if self._process is not None:
            self._process.stdin.close()
            self._process.stdout.close()
            self._process.wait()
            self._process = None

    def _ask(self, call):
        with self._lock:
            for _ in range(2):
                if self._process is None:
                    self._start()
                try:
                    _send(self._process.stdin, call)
                    return _receive(self._process.stdout)
                except (OSError, EOFError):
                    self._process.kill()
                    self._process.communicate()
                    self._process = None
            raise NoPythonError("xlclv: the Python of the functions stopped while it was asked; try a smaller range")

    def _start(self):
        at, why = self._failed
        if time.monotonic() - at < _AGAIN:
            raise NoPythonError(why)
        try:
            self._process = self._started()
        except NoPythonError as error:
            self._failed = (time.monotonic(), str(error))
            raise

    def _started(self):
        interpreter = self.settings["interpreter"]
        fix = "run 'xlclv addin install --for calc' where xlclv is installed, then restart LibreOffice"
        environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH", "PYTHONIOENCODING")}
        if self.settings["pythonpath"]:
            environment["PYTHONPATH"] = self.settings["pythonpath"]
        try:
            process = subprocess.Popen(
                [interpreter, *FLAGS, "-m", PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise NoPythonError(f"xlclv: {interpreter} does not start ({error.strerror}); {fix}") from error
        try:
            _receive(process.stdout)
        except (OSError, EOFError) as error:
            said = process.communicate()[1].decode("utf-8", "replace").strip().splitlines()
            why = said[-1] if said else "it said nothing"
            raise NoPythonError(f"xlclv: {interpreter} cannot run the functions ({why}); {fix}") from error
        process.stderr.close()
        return process


def _send(stream, message):
    body = pickle.dumps(message, 4)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def _receive(stream):
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    return pickle.loads(stream.read(_LENGTH.unpack(head)[0]))
