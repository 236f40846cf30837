"""The Excel add-in: an .xlam made on any system, without Excel, from xlwings' own template and the terms' words."""

from workbook.addin.doctor import Finding, examine
from workbook.addin.intellisense import xml as intellisense_xml
from workbook.addin.machine import Machine, this_machine
from workbook.addin.package import NOTICE, build
from workbook.addin.place import install, startup_folder, uninstall
from xlclv.atomic import write_bytes

__all__ = [
    "NOTICE",
    "Finding",
    "Machine",
    "build",
    "examine",
    "install",
    "intellisense_xml",
    "startup_folder",
    "this_machine",
    "uninstall",
    "write_bytes",
]
