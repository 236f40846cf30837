"""The command line `xlclv`: the main program, which reads orders, asks the engine and has the workbook written.

Only its first step is here: whatever takes time is imported where Ctrl-C already ends in a line.
"""

import sys


def main() -> None:
    """Run the command; a failure is one line on standard error and a distinct exit code, never a traceback."""
    try:
        from xlclv.cli.start import run
        from xlclv.cli.stopping import Stop

        stop = Stop()
    except KeyboardInterrupt:  # before there is anybody to answer it
        print("xlclv: stopped; nothing was written", file=sys.stderr)
        sys.exit(130)
    run(stop)
