"""What every test of the house stands on."""

from __future__ import annotations

import signal

from hypothesis import HealthCheck, settings

# Cases are the same on every machine and may take their time on a slow one; a test says how many it wants.
settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

# What a shell starts in the background ignores Ctrl-C, and so would every program that a test starts and interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
