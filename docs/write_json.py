"""Write json.md, the keys of what commands print with --json, from their tables: python docs/write_json.py"""

from __future__ import annotations

from pathlib import Path

from xlclv.cli.schema import handbook

TARGET = Path(__file__).with_name("json.md")

if __name__ == "__main__":
    TARGET.write_text(handbook(), encoding="utf-8")
