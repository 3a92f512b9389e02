"""Checks that count: rows per key, rejected rows, and what the sender says the file holds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rjh_warehouse.contract.contract import NUMERIC_TYPES, Column
from rjh_warehouse.intake.controls.examination import SAMPLE, ControlResult, Examination
from rjh_warehouse.reading.table.numbers import NumberFault, NumberRules, parse_number

FEW_ROWS = 20  # a difference of so few rows is no sign of a file cut short


def grain_unique(e: Examination) -> Iterator[ControlResult]:
    """The contract's key stands once among the plain rows; empty key cells count as equal."""
    key = e.table.key
    if not key:
        return
    names = ", ".join(f'"{k}"' for k in key)
    twice = e.rows(
        f"SELECT {names}, MIN(row_number), MAX(row_number), COUNT(*) OVER () FROM delivered WHERE {e.data}"
        f" GROUP BY {names} HAVING COUNT(*) > 1 ORDER BY MIN(row_number) LIMIT {SAMPLE}"
    )
    yield e.result(
        twice[0][-1] if twice else 0,
        column=", ".join(key),
        found=", ".join("–" if v is None else str(v) for v in twice[0][: len(key)]) if twice else None,
        rows=tuple(dict.fromkeys(n for row in twice for n in row[-3:-1])),
    )


def rejected_share(e: Examination) -> Iterator[ControlResult]:
    """Rejected records over the limit (a share of the records read, by default a half), or nothing loaded."""
    limit = 0.5 if e.control.limit is None else e.control.limit
    read, rejected = e.counts["rows_read"], e.counts["rows_rejected"]
    share = rejected / read if read else 0.0
    is_over = share > limit or (rejected > 0 and rejected == read)
    yield e.result(rejected if is_over else 0, found=_percent(share), expected=f"≤ {_percent(limit)}")


def _percent(share: float) -> str:
    """A share as people write it: "5,0 %"."""
    return f"{100 * share:.1f} %".replace(".", ",")


def row_count(e: Examination) -> Iterator[ControlResult]:
    """Many more or fewer records than the previous version: cut short, or filled twice. The limit is a factor."""
    previous = e.delivery.previous_version
    before = previous.tables.get(e.table.name, {}).get("rows_read") if previous else None
    if before is None:
        yield e.not_checked()
        return
    read, limit = e.counts["rows_read"], e.control.limit or 1.5
    is_off = abs(read - before) > FEW_ROWS and (read > before * limit or before > read * limit)
    yield e.result(int(is_off), found=str(read), expected=str(before))


def whole_answer(e: Examination) -> Iterator[ControlResult]:
    """A paged answer that says that it has more pages or another number of values than the file holds."""
    lacking = [
        f for f in e.delivery.record.findings if f["code"] in ("finding.kolada_more_pages", "finding.kolada_count")
    ]
    yield e.result(len(lacking), found=lacking[0]["found"] if lacking else None)


def control_total(e: Examination) -> Iterator[ControlResult]:
    """What the sender states in the origin's attributes: control_rows, control_sum_<column>.

    Rows are lines or sheet rows of plain data, or all records read; sums are of plain loaded rows in the
    file's own unit and sign. A delivery of several tables states `control_rows_<table>` and
    `control_sum_<table>_<column>`.
    """
    is_alone = len(e.delivery.contract.tables) == 1
    stated = e.delivery.record.attributes
    rows = stated.get(f"control_rows_{e.table.name}") or (stated.get("control_rows") if is_alone else None)
    if rows is not None:
        counts = {e.counts["rows_read"], _data_rows(e)}
        wanted = _number(rows)
        yield e.result(int(wanted not in counts), found=str(min(counts)), expected=rows)
    for column in e.table.value_columns:
        total = stated.get(f"control_sum_{e.table.name}_{column.name}") or (
            stated.get(f"control_sum_{column.name}") if is_alone else None
        )
        if total is not None and column.type in (NUMERIC_TYPES | {"integer"}):
            yield _sum_result(e, column, total)


def _sum_result(e: Examination, column: Column, wanted: str) -> ControlResult:
    (total,) = e.row(f'SELECT COALESCE(SUM("{column.name}"), 0) FROM delivered WHERE {e.data}')
    is_wrong = _number(wanted) != total
    return e.result(int(is_wrong), column=column.name, found=_plain(Decimal(total)), expected=wanted)


def _data_rows(e: Examination) -> int:
    """Lines or sheet rows that hold plain data, loaded or rejected."""
    loaded = e.rows(f"SELECT DISTINCT COALESCE(sheet, ''), row_number FROM delivered WHERE {e.data}")
    stated = e.rows("SELECT DISTINCT COALESCE(sheet, ''), row_number FROM delivered WHERE row_kind <> 'data'")
    rejected = {(r.sheet or "", r.row_number) for r in e.delivery.rejections if r.table == e.table.name}
    return len(set(loaded) | (rejected - set(stated)))


def _number(text: str) -> Decimal | None:
    """A stated number in the Swedish grammar; None when it is none, which equals nothing."""
    try:
        return parse_number(text, NumberRules(thousands_point=False)).value
    except NumberFault:
        return None


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
