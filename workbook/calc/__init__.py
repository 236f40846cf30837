"""The Calc add-in: an .oxt made on any system, without LibreOffice or its SDK, from the terms' words."""

from xlclv.workbook.calc.doctor import examine
from xlclv.workbook.calc.package import build
from xlclv.workbook.calc.place import NO_OFFICE, Office, find_office, install, uninstall

__all__ = ["NO_OFFICE", "Office", "build", "examine", "find_office", "install", "uninstall"]
