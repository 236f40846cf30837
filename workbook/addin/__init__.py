"""The Excel add-in: an .xlam made on any system, without Excel, from xlwings' own template and the terms' words."""

from xlclv.atomic import write_bytes
from xlclv.workbook.addin.bundle import Wanted, bundle
from xlclv.workbook.addin.command import flaw
from xlclv.workbook.addin.doctor import examine
from xlclv.workbook.addin.finding import Finding
from xlclv.workbook.addin.installed import read
from xlclv.workbook.addin.intellisense import xml as intellisense_xml
from xlclv.workbook.addin.machine import Machine, this_machine
from xlclv.workbook.addin.package import NOTICE, build
from xlclv.workbook.addin.place import NO_EXCEL, install, refuse_private, shared_folder, startup_folder, uninstall

__all__ = [
    "NOTICE",
    "NO_EXCEL",
    "Finding",
    "Machine",
    "Wanted",
    "build",
    "bundle",
    "examine",
    "flaw",
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
