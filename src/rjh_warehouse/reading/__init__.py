"""File and contract in; typed batches, rejections, non-data and findings out. Knows nothing of the lake."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rjh_warehouse.reading.content import content_of
from rjh_warehouse.reading.table.result import (
    DeliveryError,
    Finding,
    NonData,
    ReadResult,
    Rejection,
    RowSink,
    TableResult,
)

if TYPE_CHECKING:
    from rjh_warehouse.contract.contract import Contract
    from rjh_warehouse.contract.origin import Origin

__all__ = [
    "DeliveryError", "Finding", "NonData", "ReadResult", "Rejection", "RowSink", "TableResult",
    "read_delivery",
]  # fmt: skip


def read_delivery(
    path: Path, contract: Contract, origin: Origin | None, sink: RowSink, month: str | None = None
) -> ReadResult:
    """Read one file against its contract and write its typed rows to the sink.

    Args:
        month: YYYYMM; only what a file of several months holds of this one (see `reading.month`).

    The batches hold every column of `schema.table_schema(table)`: all of the lake's but `delivery_id`,
    which the sink adds.

    Raises:
        DeliveryError: the file as a whole cannot be read against the contract.
    """
    _refuse_other_content(path, contract)
    if month is not None:
        from rjh_warehouse.reading.month import read_month

        return read_month(path, contract, origin, sink, month)
    if contract.format == "csv":
        from rjh_warehouse.reading.text.text import read_text as read
    elif contract.format == "excel":
        from rjh_warehouse.reading.workbook.workbook import read_workbook as read
    elif contract.format == "sie":
        from rjh_warehouse.reading.sie.sie import read_sie as read
    else:
        from rjh_warehouse.reading.kolada import read_kolada as read
    return read(path, contract, origin, sink)


def _refuse_other_content(path: Path, contract: Contract) -> None:
    """A file that is not what its contract reads is told what it is; a workbook reader tells its own."""
    if contract.format != "csv":
        return
    try:
        content = content_of(path)
    except OSError as error:
        raise DeliveryError("error.unreadable", file=path.name, found=error.strerror) from error
    if content not in {"text", "xml"}:
        raise DeliveryError("error.other_content", file=path.name, found=content, expected="csv")
