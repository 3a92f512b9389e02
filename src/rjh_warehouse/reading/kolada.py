"""Kolada's API v3 as saved JSON: pages of values by indicator, municipality, year and gender.

A file holds one page or a list of pages: `{"count": …, "next_url": …, "values": [{"kpi", "municipality",
"period", "values": [{"gender", "count", "status", "value"}]}]}`. Each innermost value is one record; its row
number is its running number in the file. Nothing is fetched here.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from rjh_warehouse.contract.contract import Column, Contract, Table
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.reading.table.result import (
    DeliveryError,
    Finding,
    NonData,
    ReadResult,
    Rejection,
    RowSink,
    TableResult,
)
from rjh_warehouse.reading.table.schema import table_schema

MAX_FILE_BYTES = 20 << 20  # some 150 000 values
MAX_BRACKETS = 600_000  # objects and lists in a file
MAX_UNKNOWN = 50  # fields that are told one by one
BATCH_ROWS = 50_000
VALUE_DECIMALS = 6  # the lake's decimal(18,6); Kolada gives binary fractions with up to 17 digits
_HALF_LETTER = re.compile(r"\\u[dD][89a-fA-F]")
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_PAGE_FIELDS = {"count", "values", "next_url", "previous_url"}
_SKIPPED_FIELDS = {"values", "isdeleted"}


class _Refused(Exception):
    """A value that cannot be loaded: code of the catalogue and what was expected (see `CellFault`)."""

    def __init__(self, code: str, expected: str, expected_en: str | None = None) -> None:
        super().__init__(code)
        self.code, self.expected, self.expected_en = code, expected, expected_en


def read_kolada(path: Path, contract: Contract, origin: Origin | None, sink: RowSink) -> ReadResult:
    """Read one saved answer of the API against its contract.

    Raises:
        DeliveryError: no JSON, not this layout, no day of fetch, or larger than MAX_FILE_BYTES.
    """
    pages = _read_pages(path)
    result = ReadResult(encoding="utf-8")
    for table in contract.tables:
        records = _Records(table, _fetched_on(path, origin), result)
        for batch in records.batches(path.name, pages):
            sink.write(table.name, batch)
    return result


def _read_pages(path: Path) -> list[dict[str, Any]]:
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        found, expected = f"{size:,} B", f"{MAX_FILE_BYTES:,} B"
        raise DeliveryError("error.json_too_large", file=path.name, found=found, expected=expected)
    try:
        data = path.read_bytes()
        if (count := data.count(b"{") + data.count(b"[")) > MAX_BRACKETS:
            found, expected = f"{count:,} {{ [", f"{MAX_BRACKETS:,}"
            raise DeliveryError("error.json_too_large", file=path.name, found=found, expected=expected)
        text = data.decode("utf-8-sig")
        content = json.loads(
            text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_unique_fields
        )
        if _HALF_LETTER.search(text):  # half a letter, which no file can hold: an escape of a surrogate alone
            json.dumps(content, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        raise DeliveryError(
            "error.not_json", file=path.name, row=error.lineno, column=str(error.colno), found=error.msg
        ) from error
    except RecursionError as error:
        raise DeliveryError("error.json_too_deep", file=path.name) from error
    except ValueError as error:
        raise DeliveryError("error.not_json", file=path.name, found=str(error)[:200]) from error
    pages = content if isinstance(content, list) else [content]
    for page in pages:
        if not isinstance(page, dict) or not isinstance(page.get("values"), list):
            raise DeliveryError(
                "error.kolada_layout", file=path.name, found=_shown(page)[:80], expected='{"values": [...]}'
            )
    return pages


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON number")


def _unique_fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        twice = sorted(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"a field stands twice: {twice}")
    return fields


def _fetched_on(path: Path, origin: Origin | None) -> dt.date:
    if origin is not None and origin.received_on is not None:
        return origin.received_on
    for text in _DAY.findall(path.name):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            continue
    if origin is not None:
        return origin.dated
    raise DeliveryError("error.kolada_fetch_date", file=path.name)


@dataclass
class _Records:
    """The records of one table, as batches; refused ones and what was not a record go to the result."""

    table: Table
    fetched_on: dt.date
    result: ReadResult
    row_number: int = 0
    _unknown: set[str] = field(default_factory=set)
    _rounded: int = 0

    def batches(self, file_name: str, pages: list[dict[str, Any]]) -> Iterator[pa.RecordBatch]:
        """Typed batches of at most BATCH_ROWS rows; at least one, maybe empty."""
        counts = self.result.tables[self.table.name] = TableResult()
        schema = table_schema(self.table)
        rows: list[dict[str, object]] = []
        for number, page in enumerate(pages, start=1):
            self._look_at_page(number, page, is_last=number == len(pages))
            for delivered in self._values(file_name, number, page):
                counts.rows_read += 1
                row = self._typed(delivered)
                if row is None:
                    counts.rows_rejected += 1
                    continue
                counts.rows_loaded += 1
                rows.append(row)
                if len(rows) == BATCH_ROWS:
                    yield pa.RecordBatch.from_pylist(rows, schema=schema)
                    rows = []
        yield pa.RecordBatch.from_pylist(rows, schema=schema)
        self._say_rest()

    def _look_at_page(self, number: int, page: dict[str, Any], *, is_last: bool) -> None:
        stated, found = page.get("count"), len(page["values"])
        if stated is not None and stated != found:
            self._say("finding.kolada_count", number, found=str(found), expected=str(stated))
        if is_last and page.get("next_url"):
            self._say("finding.kolada_more_pages", number, found=str(page["next_url"]))
        self._unknown.update(set(page) - _PAGE_FIELDS)

    def _say(self, code: str, page: int, *, found: str, expected: str | None = None) -> None:
        self.result.findings.append(Finding(code, row_number=page, found=found, expected=expected))

    def _values(self, file_name: str, number: int, page: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Each innermost value with the fields of the group that it stands in."""
        for group in page["values"]:
            inner = group.get("values") if isinstance(group, dict) else None
            if not isinstance(inner, list) or not all(isinstance(v, dict) for v in inner):
                raise DeliveryError(
                    "error.kolada_layout",
                    file=file_name,
                    row=number,
                    found=_shown(group)[:80],
                    expected='{"kpi", "municipality", "period", "values": [{…}]}',
                )
            shared = {k: v for k, v in group.items() if k not in _SKIPPED_FIELDS}
            if not inner:
                self._leave("empty_group", _shown(shared))
            for value in inner:
                self.row_number += 1
                if value.get("isdeleted") is True:
                    self._leave("deleted", _shown({**shared, **value}))
                    continue
                yield {**shared, **{k: v for k, v in value.items() if k not in _SKIPPED_FIELDS}}

    def _leave(self, kind: str, text: str) -> None:
        self.result.tables[self.table.name].non_data[kind] += 1
        self.result.non_data.append(NonData(self.table.name, None, self.row_number, kind, text))

    def _typed(self, delivered: dict[str, Any]) -> dict[str, object] | None:
        row: dict[str, object] = {"row_number": self.row_number, "row_kind": "data"}
        is_good = True
        known: set[str] = set()
        for column in self.table.columns:
            name = next((n for n in (column.name, *column.aliases) if n in delivered), column.name)
            known.add(name)
            value = self.fetched_on if column.name == "fetched_on" else delivered.get(name)
            try:
                row[column.name] = self._checked(column, value)
            except _Refused as refused:
                is_good = False
                found = None if value is None else _shown(value)
                self.result.rejections.append(
                    Rejection(
                        self.table.name,
                        None,
                        self.row_number,
                        name,
                        None,
                        found,
                        refused.expected,
                        refused.code,
                        refused.expected_en,
                    )
                )
            if column.type == "number" and isinstance(row.get(column.name), Decimal):
                row[f"{column.name}_text"] = _shown(value)
                row[f"{column.name}_unit"] = column.unit
                row[f"{column.name}_decimals"] = _decimals(row[column.name])
        self._unknown.update(set(delivered) - known)
        return row if is_good else None

    def _checked(self, column: Column, value: object) -> object:
        if value is None or value == "":
            if column.required:
                raise _Refused("reject.kolada_empty", column.type)
            return None
        if column.type in {"text", "code"}:
            return _checked_text(column, value)
        if column.type in {"year", "integer"}:
            if isinstance(value, bool) or not isinstance(value, int):
                raise _Refused("reject.kolada_type", "whole number")
            if column.type == "year" and not 1900 <= value <= 2100:
                raise _Refused("reject.kolada_type", "1900–2100")
            if abs(value) >= 1 << 63:
                raise _Refused("reject.kolada_type", "< 2^63")
            return value
        if column.type == "number":
            return self._number(value)
        return value

    def _number(self, value: object) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise _Refused("reject.kolada_type", "number")
        number = Decimal(value)
        if number.is_zero():
            return Decimal(0)
        if not -19 < number.adjusted() < 18 - VALUE_DECIMALS:
            raise _Refused("reject.kolada_type", f"< 10^{18 - VALUE_DECIMALS}")
        rounded = number.quantize(Decimal(1).scaleb(-VALUE_DECIMALS), rounding=ROUND_HALF_EVEN)
        self._rounded += rounded != number
        return rounded

    def _say_rest(self) -> None:
        for name in sorted(self._unknown)[:MAX_UNKNOWN]:
            self.result.findings.append(Finding("finding.kolada_unknown_field", column_name=name, found=name))
        if self._rounded:
            self.result.findings.append(
                Finding("finding.kolada_rounded", found=str(self._rounded), expected=str(VALUE_DECIMALS))
            )


def _checked_text(column: Column, value: object) -> str:
    if not isinstance(value, str):
        raise _Refused("reject.kolada_type", "text")
    if "\0" in value or "\ufffd" in value:
        raise _Refused("reject.broken_text", "text")
    if column.pattern and column.form and not re.fullmatch(column.pattern, value):
        raise _Refused("reject.kolada_code", *column.form)
    if column.values and value not in column.values:
        raise _Refused("reject.kolada_code", ", ".join(column.values))
    return value


def _decimals(number: object) -> int:
    """Decimals without trailing zeros."""
    exponent = number.normalize().as_tuple().exponent if isinstance(number, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)[:500] if not isinstance(value, Decimal) else str(value)
