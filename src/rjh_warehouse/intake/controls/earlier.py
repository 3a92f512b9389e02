"""Checks against what was delivered before: size, sign, content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rjh_warehouse.contract.contract import NUMERIC_TYPES, Column
from rjh_warehouse.intake.controls.examination import (
    PERIOD_TEXT,
    TIMES,
    ControlResult,
    Examination,
    parquet,
)
from rjh_warehouse.lake.store import DeliveryRecord

SPAN = "months_of_file"  # attribute: which months the delivery's file holds
# What a sum with a sign is about, most telling first.
SIGN_ITEMS = ("account_code", "cost_type_code", "cost_type_label")
ONE_SIDED = 0.5  # |sum| over the sum of absolute amounts from which an item has a side
MOST_OF_A_CLASS = 0.5
FEW_DIFFERENT = 3  # so few figures other than nought (rows, where there is no figure) may be equal by chance


def magnitude(e: Examination) -> Iterator[ControlResult]:
    """Thousands for millions: the mean size in kronor against the previous version, else the latest deliveries.

    Amounts are compared as a whole; numbers and percentages, which differ in kind between rows, by the first
    column of the key. The limit is a factor.
    """
    limit = e.control.limit or 300
    previous = e.delivery.previous_version
    compared = [previous] if previous else e.delivery.others("magnitude")
    for name in e.columns:
        column = e.column(name)
        is_amount = column is not None and column.type == "amount"
        group = next((k for k in e.table.key if k != name), None) if not is_amount else None
        files = e.delivery.rows_files(e.table.name, compared, *e.with_unit(name), *([group] if group else []))
        if not files:
            yield e.not_checked(name)
            continue
        what = f'CAST("{group}" AS TEXT)' if group else "''"
        size = (
            f"SELECT {what} AS what, AVG(ABS({e.kronor(name)})) AS size FROM {{}}"
            f' WHERE {e.data} AND "{name}" <> 0 GROUP BY 1'
        )
        off = e.rows(
            f"SELECT n.what, n.size, b.size, COUNT(*) OVER () FROM ({size.format('delivered')}) AS n"
            f" JOIN ({size.format(parquet(files))}) AS b ON n.what IS NOT DISTINCT FROM b.what"
            " WHERE n.size / b.size > ?::DOUBLE OR b.size / n.size > ?::DOUBLE ORDER BY 1 LIMIT 1",
            limit,
            limit,
        )
        if not off:
            yield e.result(0, column=name)
            continue
        key, new, before, count = off[0]
        unit = " kr" if is_amount else ""
        found = f"{key}: {_size(new)}" if key else f"{_size(new)}{unit}"
        yield e.result(count, column=name, found=found, expected=f"≈ {_size(before)}{unit}")


def _size(number: float) -> str:
    """A mean to be read by people: whole from a thousand on, with spaces between thousands."""
    return f"{number:,.0f}".replace(",", " ") if number >= 1000 else f"{number:.4g}"


def sign(e: Examination) -> Iterator[ControlResult]:
    """Accounts or cost types whose amounts have changed side against the latest deliveries of other subjects.

    An item has a side when its sum is at least half of its absolute amounts. Accounts are told by class (first
    digit), and only where accounts that changed side hold most of the class: a credit month of one small
    account is no turned sign.
    """
    item = next((n for n in SIGN_ITEMS if n in e.names), None)
    for name in e.columns:
        wanted = [*e.with_unit(name), *([item] if item else [])]
        files = e.delivery.rows_files(e.table.name, e.delivery.others("sign"), *wanted)
        if not files:
            yield e.not_checked(name)
            continue
        turned = e.rows(_turned(e, name, item, parquet(files)), ONE_SIDED, ONE_SIDED, MOST_OF_A_CLASS)
        classes = ", ".join(t[0] for t in turned)
        yield e.result(sum(t[1] for t in turned), column=name, found=classes or None)


def _turned(e: Examination, name: str, item: str | None, before: str) -> str:
    what = f'"{item}"' if item else "''"
    group = f"LEFT(n.what, 1) || '{'x' * 3}'" if item == "account_code" else "n.what"
    amount = e.kronor(name) + (f' * "{name}_sign"' if f"{name}_sign" in e.names else "")
    sums = (
        f"SELECT {what} AS what, SUM({amount}) / NULLIF(SUM(ABS({amount})), 0) AS side, SUM(ABS({amount})) AS weight"
        f" FROM {{}} WHERE {e.data} AND {what} IS NOT NULL GROUP BY 1"
    )
    has_turned = "SIGN(n.side) <> SIGN(b.side) AND ABS(n.side) >= ? AND ABS(b.side) >= ?"
    return (
        f"WITH compared AS (SELECT {group} AS what, n.weight, {has_turned} AS has_turned"
        f" FROM ({sums.format('delivered')}) AS n JOIN ({sums.format(before)}) AS b ON n.what = b.what)"
        " SELECT what, COUNT(*) FILTER (has_turned) FROM compared GROUP BY 1"
        " HAVING SUM(CASE WHEN has_turned THEN weight ELSE 0 END) > ? * SUM(weight) ORDER BY 1"
    )


def adopted_changed(e: Examination) -> Iterator[ControlResult]:
    """An adopted budget is delivered again with other content: it should have been a revision."""
    is_adopted = e.delivery.record.attributes.get("version_label") == "adopted"
    other = [r for r in e.delivery.versions if r.file_sha256 != e.delivery.record.file_sha256]
    failed = is_adopted and bool(other)
    yield e.result(int(failed), found=other[-1].file_name if failed else None)


def same_content(e: Examination) -> Iterator[ControlResult]:
    """Last month's file sent again: the same bytes under another subject, or the same rows but for their period.

    The months of one file have its bytes, and are no twins.
    """
    own = e.delivery.record
    alike = [r for r in e.delivery.earlier if r.file_sha256 == own.file_sha256 and r.subject != own.subject]
    twins = [r for r in alike if SPAN not in own.attributes or own.attributes[SPAN] != r.attributes.get(SPAN)]
    result = e.result(len(twins), found=twins[-1].file_name if twins else None)
    copied = None if twins else _copied(e)
    if copied is None:
        yield replace(result, places={"mode": "bytes"})
    else:
        yield replace(e.result(1, found=copied.file_name), severity="warn", places={"mode": "rows"})


def _copied(e: Examination) -> DeliveryRecord | None:
    """The latest delivery of another thing that has these rows, whatever their days, months and years."""
    family = e.delivery.contract.family
    own = family(e.delivery.record.file_name)  # a budget may be adopted as it was drafted
    others = [r for r in reversed(e.delivery.others("same_content")) if family(r.file_name) != own]
    told = [c for c in e.table.value_columns if not c.is_given and c.type not in TIMES and c.name != PERIOD_TEXT]
    if not others or not told:
        return None
    names = ", ".join(f'"{c.name}"' for c in told)
    rows = f"SELECT {names} FROM {{}} WHERE {e.data}"
    if _different(e, rows.format("delivered"), told) <= FEW_DIFFERENT:
        return None
    return next((r for r in others if _has_rows(e, r, rows, [c.name for c in told])), None)


def _different(e: Examination, rows: str, told: list[Column]) -> int:
    """How many figures there are but nought, each once; of a table without figures how many rows."""
    figures = (c.name for c in told if c.type in NUMERIC_TYPES)
    each = " UNION ".join(f'SELECT "{name}" FROM ({rows}) AS own WHERE "{name}" <> 0' for name in figures)
    (different,) = e.row(f"SELECT COUNT(*) FROM ({each or f'SELECT DISTINCT * FROM ({rows}) AS own'}) AS different")
    return int(different)


def _has_rows(e: Examination, other: DeliveryRecord, rows: str, names: list[str]) -> bool:
    """Whether another delivery has the rows of this one and no more."""
    files = e.delivery.rows_files(e.table.name, [other], *names)
    if not files:
        return False
    own, before = rows.format("delivered"), rows.format(parquet(files))
    counts = {e.row(f"SELECT COUNT(*) FROM ({part}) AS part") for part in (own, before)}
    return len(counts) == 1 and not e.rows(f"({own} EXCEPT ALL {before}) LIMIT 1")


def other_source(e: Examination) -> Iterator[ControlResult]:
    """The same board and month of the table from another kind of file (a ledger as CSV and as SIE)."""
    own = e.delivery.record
    place = {k: v for k, v in own.attributes.items() if k in ("board_code", "period")}
    others = [
        r
        for r in e.delivery.known.of_table(e.table.name, own.is_simulated)
        if r.contract_code != own.contract_code and place and place.items() <= r.attributes.items()
    ]
    yield e.result(len(others), found=" ".join(place.values()), expected=others[-1].file_name if others else None)
