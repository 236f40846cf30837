"""DuckDB as Ibis drives it, without pandas: no result of ours passes through it, and its import costs a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ibis.backends.duckdb import Backend
from ibis.formats.pyarrow import PyArrowData

from xlclv.orders.waiting import waited

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


class Embedded(Backend):  # type: ignore[misc]  # Ibis gives its classes no types
    """The backend of `engine.connect`."""

    def to_pyarrow(self, expr: ir.Expr, /, **options: Any) -> pa.Table | pa.Array | pa.Scalar:
        """What an expression gives, in Arrow; Ibis' own way imports pandas to look up a class it does not use here."""
        found = waited(self._to_duckdb_relation(expr, **options).to_arrow_table, self.con.interrupt)
        return expr.__pyarrow_result__(found, data_mapper=PyArrowData)
