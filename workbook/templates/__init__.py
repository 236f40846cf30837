"""Workbooks for people without data or add-in: a calculator, the contact centre's return, a gallery of functions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlclv.workbook.writer import Book


def write_calculator(
    path: str | os.PathLike[str], *, currency: str = "", period: str = "year", lambdas: bool = False
) -> None:
    """Write the calculator, or raise OutputError and leave what stood at `path`."""
    from xlclv.workbook.templates import calculator

    _save(calculator.lay_out(currency, period), path, lambdas)


def write_service_roi(path: str | os.PathLike[str], *, currency: str = "", lambdas: bool = False) -> None:
    """Write the contact centre's return on investment, or raise OutputError and leave what stood at `path`."""
    from xlclv.workbook.templates import service_roi

    _save(service_roi.lay_out(currency), path, lambdas)


def write_functions(path: str | os.PathLike[str], *, lambdas: bool = False) -> None:
    """Write the gallery of worksheet functions, or raise OutputError and leave what stood at `path`."""
    from xlclv.workbook.templates import gallery

    _save(gallery.lay_out(), path, lambdas)


def _save(book: Book, path: str | os.PathLike[str], lambdas: bool) -> None:
    if lambdas:
        from xlclv.workbook.lambdas import add_lambdas

        add_lambdas(book)
    book.save(path)
