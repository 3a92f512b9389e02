"""Checks against what was delivered before: size, sign, content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from math import inf
from typing import Any

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
Sides = dict[str, tuple[float, float]]
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
        what = f'CAST("{group}" AS TEXT)' if group else "''"
        sizes = (
            f'SELECT {what}, SUM(ABS({e.kronor(name)})), COUNT(*) FROM {{}} WHERE {e.data} AND "{name}" <> 0 GROUP BY 1'
        )
        earlier = e.each(sizes, compared, *e.with_unit(name), *([group] if group else []))
        if not earlier:
            yield e.not_checked(name)
            continue
        now, before = _means([e.own(sizes)]), _means(earlier)
        both = sorted(now.keys() & before, key=lambda what: (what is None, what))
        off = [what for what in both if _ratio(now[what], before[what]) > limit]
        if not off:
            yield e.result(0, column=name)
            continue
        unit = " kr" if is_amount else ""
        key, size = off[0], _size(now[off[0]])
        found = f"{key}: {size}" if key else f"{size}{unit}"
        yield e.result(len(off), column=name, found=found, expected=f"≈ {_size(before[key])}{unit}")


def _means(parts: list[list[tuple[Any, ...]]]) -> dict[str | None, float]:
    """The mean size of each item over several files' (item, sum, count)."""
    sums: dict[str | None, tuple[float, int]] = {}
    for what, total, count in chain.from_iterable(parts):
        so_far = sums.get(what, (0.0, 0))
        sums[what] = (so_far[0] + total, so_far[1] + count)
    return {what: total / count for what, (total, count) in sums.items()}


def _ratio(one: float, other: float) -> float:
    """How many times the smaller the larger is."""
    least, most = sorted((one, other))
    return most / least if least else inf


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
        what = f'"{item}"' if item else "''"
        amount = e.kronor(name) + (f' * "{name}_sign"' if f"{name}_sign" in e.names else "")
        sums = (
            f"SELECT CAST({what} AS TEXT), SUM({amount}), SUM(ABS({amount})) FROM {{}}"
            f" WHERE {e.data} AND {what} IS NOT NULL GROUP BY 1"
        )
        earlier = e.each(sums, e.delivery.others("sign"), *wanted)
        if not earlier:
            yield e.not_checked(name)
            continue
        turned = _turned(_sides([e.own(sums)]), _sides(earlier), item)
        yield e.result(sum(turned.values()), column=name, found=", ".join(turned) or None)


def _sides(parts: list[list[tuple[Any, ...]]]) -> Sides:
    """Each item's sum as a share of its weight (the sum of absolute amounts), and the weight, over several files."""
    sums: Sides = {}
    for what, total, weight in chain.from_iterable(parts):
        so_far = sums.get(what, (0.0, 0.0))
        sums[what] = (so_far[0] + (total or 0.0), so_far[1] + (weight or 0.0))
    return {what: (total / weight if weight else 0.0, weight) for what, (total, weight) in sums.items()}


def _turned(now: Sides, before: Sides, item: str | None) -> dict[str, int]:
    """The items (accounts by class) that have changed side, and how many of them."""
    weights: dict[str, float] = {}
    turned: dict[str, list[float]] = {}
    for what in sorted(now.keys() & before):
        (side, weight), old = now[what], before[what][0]
        group = f"{what[:1]}xxx" if item == "account_code" else what
        weights[group] = weights.get(group, 0.0) + weight
        if side * old < 0 and abs(side) >= ONE_SIDED and abs(old) >= ONE_SIDED:
            turned.setdefault(group, []).append(weight)
    return {group: len(found) for group, found in turned.items() if sum(found) > MOST_OF_A_CLASS * weights[group]}


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
    return next((r for r in others if _has_rows(e, r, rows, told)), None)


def _different(e: Examination, rows: str, told: list[Column]) -> int:
    """How many figures there are but nought, each once; of a table without figures how many rows."""
    figures = (c.name for c in told if c.type in NUMERIC_TYPES)
    each = " UNION ".join(f'SELECT "{name}" FROM ({rows}) AS own WHERE "{name}" <> 0' for name in figures)
    (different,) = e.row(f"SELECT COUNT(*) FROM ({each or f'SELECT DISTINCT * FROM ({rows}) AS own'}) AS different")
    return int(different)


def _has_rows(e: Examination, other: DeliveryRecord, rows: str, told: list[Column]) -> bool:
    """Whether another delivery has the rows of this one and no more; asked in whole only where their sums agree."""
    names = [c.name for c in told]
    files = e.delivery.rows_files(e.table.name, [other], *names)
    if not files:
        return False
    sums = "".join(f', SUM("{c.name}")' for c in told if c.type in NUMERIC_TYPES)
    totals = f"SELECT COUNT(*){sums} FROM {{}} WHERE {e.data}"
    if e.each(totals, [other], *names) != [e.own(totals)]:
        return False
    return not e.rows(f"({rows.format('delivered')} EXCEPT ALL {rows.format(parquet(files))}) LIMIT 1")


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
