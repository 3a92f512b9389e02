"""Checks of months: inside the file's period, and none missing of the span that it should have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rjh_warehouse.contract.month_name import YEAR_END
from rjh_warehouse.contract.period_rule import odd_period_sql
from rjh_warehouse.intake.controls.examination import PERIODS, SAMPLE, ControlResult, Examination, quoted

MONTHS = range(1, 13)
LAG = 1  # months that a file of the year so far may be behind


def _file_period(e: Examination) -> tuple[str, str] | None:
    """The file's period and how to print a date so that it can be compared; None without one."""
    stated = e.delivery.record.attributes
    for name in PERIODS:
        if period := stated.get(name):
            return period, "%Y%m"
    return (stated["fiscal_year"], "%Y") if stated.get("fiscal_year") else None


def period_in_file(e: Examination) -> Iterator[ControlResult]:
    """The month of every plain row is the period (or within the year) in the file's name."""
    yield from _outside(e)


def voucher_outside_period(e: Examination) -> Iterator[ControlResult]:
    """Dates outside the file's month (of a year's closing: outside the year): late postings, or a wrong date."""
    yield from _outside(e)


def _outside(e: Examination) -> Iterator[ControlResult]:
    period = _file_period(e)
    for column in e.columns:
        if period is None:
            yield e.not_checked(column)
            continue
        expected, layout = period
        if e.delivery.is_year_end and not _may_be_year_end(e, column):
            expected, layout = expected[:4], "%Y"
        said, of_period = _shown(e, column, layout)
        outside = e.rows(
            f"SELECT {said} AS day, COUNT(*), MIN(row_number, {SAMPLE})"
            f" FROM delivered WHERE {e.data} AND {of_period} <> {quoted(expected)}"
            " GROUP BY day ORDER BY COUNT(*) DESC, day"
        )
        yield e.result(
            sum(count for _, count, _ in outside),
            column=column,
            found=", ".join(day for day, _, _ in outside[:SAMPLE]) + (" …" if len(outside) > SAMPLE else "") or None,
            expected=expected,
            rows=tuple(sorted(row for _, _, rows in outside for row in rows)[:SAMPLE]),
        )


def _shown(e: Examination, column: str, layout: str) -> tuple[str, str]:
    """SQL: a column's day or month as it is told, and as it is compared with the file's period."""
    said = f'LEFT(CAST("{column}" AS TEXT), {7 if e.control.check == "period_in_file" else 10})'
    of_period = f"strftime(\"{column}\", '{layout}')"
    if not _may_be_year_end(e, column):
        return said, of_period
    closing = f'WHEN EXTRACT(DAY FROM "{column}") = 31 THEN YEAR("{column}") ||'  # a month is its first day
    return f"CASE {closing} '-{YEAR_END}' ELSE {said} END", f"CASE {closing} '{YEAR_END}' ELSE {of_period} END"


def _may_be_year_end(e: Examination, name: str) -> bool:
    column = e.column(name)
    return column is not None and column.year_end


def odd_period(e: Examination) -> Iterator[ControlResult]:
    """Periods of outcomes that a build will not count. Columns: kind of period, first day, text."""
    if len(e.columns) != 3:
        return
    kind, start, text = (f'"{column}"' for column in e.columns)
    odd = e.rows(
        f"SELECT CONCAT_WS(', ', {text}, {kind}, CAST({start} AS TEXT)) AS period, COUNT(*), MIN(row_number, {SAMPLE})"
        f" FROM delivered WHERE {e.data} AND {odd_period_sql(kind, start, text)}"
        " GROUP BY period ORDER BY MIN(row_number)"
    )
    yield e.result(
        sum(count for _, count, _ in odd),
        column=e.columns[1],
        found="; ".join(period for period, _, _ in odd[:SAMPLE]) + (" …" if len(odd) > SAMPLE else "") or None,
        rows=tuple(sorted(row for _, _, rows in odd for row in rows)[:SAMPLE]),
    )


def period_complete(e: Examination) -> Iterator[ControlResult]:
    """No month is missing of the span that the file should have.

    A cross-table has a column for each of the year's months, empty or not. In a table of rows each year that
    stands in the column has its months from January to the last one delivered, or to the file's own period; the
    year of the file's name reaches at least to the month whose books were closed when it was received.
    """
    for column in e.columns:
        if column == "month_number":
            present = {n for (n,) in e.rows(f"SELECT DISTINCT month_number FROM delivered WHERE {e.data}")}
            missing = [f"{m:02}" for m in MONTHS if m not in present]
        else:
            missing = _missing_of_rows(e, column)
        yield e.result(len(missing), column=column, found=", ".join(missing) or None)


def _closed_months(e: Examination, year: int) -> int:
    """The months of a year whose books were closed, and lay a month back, on the day the file was received."""
    known_on = dt.date.fromisoformat(e.delivery.record.known_on)
    return min(12, max(0, 12 * (known_on.year - year) + known_on.month - 1 - LAG))


def _missing_of_rows(e: Examination, column: str) -> list[str]:
    present: dict[int, set[int]] = {}
    for year, month in e.rows(
        f'SELECT DISTINCT YEAR("{column}"), MONTH("{column}") FROM delivered WHERE {e.data} AND "{column}" IS NOT NULL'
    ):
        present.setdefault(year, set()).add(month)
    if not present:
        return []
    ends = {year: max(months) for year, months in present.items()}
    for year in sorted(present)[:-1]:
        ends[year] = 12
    period = _file_period(e)
    if period and period[1] == "%Y%m" and int(period[0][:4]) in ends:
        year = int(period[0][:4])
        ends[year] = max(ends[year], min(12, int(period[0][4:])))
    elif period and int(period[0]) in ends:
        ends[int(period[0])] = max(ends[int(period[0])], _closed_months(e, int(period[0])))
    return [
        f"{year}-{month:02}"
        for year, months in sorted(present.items())
        for month in range(1, ends[year] + 1)
        if month not in months
    ]
