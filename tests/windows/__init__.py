"""What must hold on Windows, played without Excel: the add-in's way to Python and the functions behind it.

The tests run where `sys.platform` is win32: on a real Windows by `python -m pytest tests/windows`, and on Linux by
`.ci/windows`, which makes a Windows out of Wine and Windows' own CPython (`python -m tests.windows`).
"""
