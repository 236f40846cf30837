"""The Excel add-in: an .xlam made on any system, without Excel, from xlwings' own template and the terms' words."""

from workbook.addin.bundle import Wanted, bundle
from workbook.addin.doctor import examine
from workbook.addin.finding import Finding
from workbook.addin.installed import read
from workbook.addin.intellisense import xml as intellisense_xml
from workbook.addin.machine import Machine, this_machine
from workbook.addin.package import NOTICE, build
from workbook.addin.place import NO_EXCEL, install, refuse_private, shared_folder, startup_folder, uninstall
from xlclv.atomic import write_bytes

__all__ = [
    "NOTICE",
    "NO_EXCEL",
    "Finding",
    "Machine",
    "Wanted",
    "build",
    "bundle",
    "examine",
    "install",
    "intellisense_xml",
    "read",
    "refuse_private",
    "shared_folder",
    "startup_folder",
    "this_machine",
    "uninstall",
    "write_bytes",
]
