"""What a delivery covers, derived from its rows, against what it replaces and what it should hold.

A part is one combination of the contract's `replaces.parts` (a unit, say). Where a newer delivery replaces only the
parts it covers, the rest stays in force; where it replaces the whole, a part that is gone becomes empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from rjh_warehouse.contract.contract import Column
from rjh_warehouse.contract.month_name import first_day
from rjh_warehouse.contract.part_key import part_key_sql
from rjh_warehouse.intake.controls.examination import (
    NOTED,
    PERIODS,
    SAMPLE,
    ControlResult,
    Examination,
    is_draft,
    parquet,
)
from rjh_warehouse.lake.store import DeliveryRecord, by_knowledge

BLOCKING_SHARE = 0.25  # of the parts of a predecessor that is replaced whole: more gone is no correction
HALF = 0.5
USUAL_SHARE = 0.02  # of what every earlier delivery held
UNIT, BUDGET, REGISTER = "unit_code", "budget_month", "unit_register"
FOR_EVER = (("from", "0001-01-01"), ("to", "9999-12-31"))  # where a validity does not say when it begins or ends
ORGANISATION, KIND = "organisation_code", "period_kind"


def coverage(e: Examination) -> Iterator[ControlResult]:
    """Parts of the version before that this one does not hold: they stay in force, or become empty."""
    replaces = e.delivery.contract.replaces
    holders = _holders(e)
    if not replaces.parts:
        return
    if not holders:
        yield e.not_checked(", ".join(replaces.parts))
        return
    own = {part for (part,) in e.own(_parts(e))}
    gone = [p for p in holders if p not in own]
    yield _told(e, sorted(own), sorted(gone), holders)
    if replaces.what == "covered":
        yield _ambiguous(e, own, holders)


def _ambiguous(e: Examination, own: set[str], holders: dict[str, DeliveryRecord]) -> ControlResult:
    """Rows that a covered part had and has no longer: taken away, or only not repeated? A person says which."""
    parts = e.delivery.contract.replaces.parts
    inside = [k for k in e.table.key if k not in parts and k in e.names]
    values = [c for c in e.table.value_columns if c.type in ("amount", "number")]
    lost: list[tuple[str, str]] = []
    for record in sorted({r.delivery_id: r for r in holders.values()}.values(), key=by_knowledge):
        files = e.delivery.rows_files(e.table.name, [record], *inside, *parts, *(c.name for c in values))
        mine = [p for p in own if p in holders and holders[p].delivery_id == record.delivery_id]
        if files and mine:
            names = f"{part_key_sql(parts)} AS part, {part_key_sql(inside)} AS cell"
            cells = f"SELECT DISTINCT {names} FROM {{}} WHERE {e.data}"
            had = cells.format(parquet(files)) + (f" AND ({' OR '.join(map(_says, values))})" if values else "")
            lost += e.rows(
                f"SELECT part, cell FROM ({had}) AS had WHERE part IN (SELECT UNNEST(?::TEXT[]))"
                f" EXCEPT SELECT part, cell FROM ({cells.format('delivered')}) AS held ORDER BY part, cell",
                mine,
            )
    affected = sorted({part for part, _ in lost})
    places = {
        "mode": "ambiguous",
        "parts": _listed(affected),
        "example": ", ".join(lost[0]) if lost else "",
        "file": ", ".join(sorted({holders[p].file_name for p in affected})),
    }
    result = e.result(len(lost), column=", ".join(inside), found=_listed(affected) or None)
    return replace(result, severity="block", places=places)


def _says(column: Column) -> str:
    """SQL: whether a cell says something: an amount of 0 kronor is nothing, a measured 0 is not."""
    return f'COALESCE("{column.name}", 0) <> 0' if column.type == "amount" else f'"{column.name}" IS NOT NULL'


def _holders(e: Examination) -> dict[str, DeliveryRecord]:
    """Each part in force when this delivery became known, and the delivery that holds it."""
    replaces = e.delivery.contract.replaces
    if not replaces.parts:
        return {}
    before = [r for r in e.delivery.family if r.known_on <= e.delivery.record.known_on]
    if replaces.what == "whole":
        before = before[-1:]
    holders: dict[str, DeliveryRecord] = {}
    for record in before:
        for rows in e.each(_parts(e), [record], *replaces.parts):
            holders |= dict.fromkeys((part for (part,) in rows), record)
    return holders


def _parts(e: Examination) -> str:
    """SQL: the parts in rows."""
    return f"SELECT DISTINCT {part_key_sql(e.delivery.contract.replaces.parts)} FROM {{}} WHERE {e.data}"


def _told(e: Examination, covered: list[str], gone: list[str], holders: dict[str, DeliveryRecord]) -> ControlResult:
    """What is covered of all, and which files hold the rest: as before, or no longer."""
    replaces = e.delivery.contract.replaces
    part = ", ".join(replaces.parts)
    files = ", ".join(sorted({holders[p].file_name for p in gone}))
    total = len({*covered, *holders})
    is_block = replaces.what == "whole" and len(gone) > BLOCKING_SHARE * len(holders)
    result = e.result(
        len(gone),
        column=part,
        found=f"{len(covered)}/{total}: {_listed(covered)}",
        expected=f"{files}: {_listed(gone)}" if gone else None,
    )
    places = {
        "mode": replaces.what, "part": part, "file": files, "covered": _listed(covered), "gone": _listed(gone),
        "covers": str(len(covered)), "gone_count": str(len(gone)), "total": str(total),
    }  # fmt: skip
    is_usual = gone and replaces.what == "covered"
    state = NOTED if is_usual else result.state  # a revision of some units is no error
    return replace(result, severity="block" if is_block else "warn", state=state, places=places)


def _listed(codes: list[str]) -> str:
    return ", ".join(codes[:SAMPLE]) + (" …" if len(codes) > SAMPLE else "")


def usual_rows(e: Examination) -> Iterator[ControlResult]:
    """Combinations of the columns that every one of the latest comparable deliveries held, and this one does not.

    How a file that was cut at the end of a line is seen, whatever it is sorted by. Units that the register has
    closed by then are not expected, nor what is measured by the year in a file of months; where only covered parts
    are replaced, only those are looked at.
    """
    columns = e.columns
    if not columns:
        return
    columns = [*columns, *({KIND} & set(e.names) - set(columns))]
    items = f"SELECT DISTINCT {', '.join(_text(c) for c in columns)} FROM {{}} WHERE {e.data}"
    earlier = e.each(items, e.delivery.siblings("usual_rows"), *columns)
    if not earlier:
        yield e.not_checked(", ".join(columns))
        return
    held = set(e.own(items))
    expected = _of_open_units(e, columns, list(set(earlier[0]).intersection(*earlier[1:])))
    if KIND in columns:
        at = columns.index(KIND)
        kinds = {row[at] for row in held}
        expected = [row for row in expected if row[at] in kinds]
    if _holders(e) and e.delivery.contract.replaces.what == "covered":
        places = [columns.index(p) for p in e.delivery.contract.replaces.parts if p in columns]
        own = {tuple(row[at] for at in places) for row in held}
        expected = [row for row in expected if tuple(row[at] for at in places) in own]
    missing = sorted(set(expected) - held, key=str)
    share = len(missing) / len(expected) if expected else 0.0
    limit = USUAL_SHARE if e.control.limit is None else e.control.limit
    result = e.result(
        len(missing) if share > limit else 0,
        column=", ".join(columns),
        found=_listed(["/".join(str(v) for v in row) for row in missing]) or None,
        expected=str(len(expected)),
    )
    yield replace(result, severity="block") if share > HALF else result


def _text(column: str) -> str:
    return f'CAST("{column}" AS TEXT) AS "{column}"'


def _of_open_units(e: Examination, columns: Sequence[str], items: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The items whose unit is valid in the file's period; an organisation that the register never had is no unit."""
    place = next((c for c in (UNIT, ORGANISATION) if c in columns), None)
    valid = {unit for unit, _ in _registered(e, None)}
    if place is None or not valid:
        return items
    ceased = _ever_registered(e) - valid
    at = columns.index(place)
    return [i for i in items if (i[at] in valid if place == UNIT else i[at] not in ceased)]


def expected_parts(e: Examination) -> Iterator[ControlResult]:
    """Units of the sender that the register, or the year's budget, has for the period and the file has not.

    Units that the files of other periods lacked as well (they have no staff, say) are told once; of a first file
    the limit says how many of them are no question. A year's closing is of a few units, and no question.
    """
    if e.delivery.is_year_end:
        return
    board = e.delivery.record.attributes.get("board_code")
    for column in (c for c in e.columns if c == UNIT):
        units_of = f'SELECT DISTINCT CAST("{column}" AS TEXT) FROM {{}} WHERE {e.data}'
        own = {u for (u,) in e.own(units_of)} | set(_holders(e))
        before = e.each(units_of, e.delivery.siblings(""), column)
        usual = {u for rows in before for (u,) in rows} if before else None
        for source, units in (("register", _registered(e, board)), ("budget", _budgeted(e, board))):
            if not units:
                yield e.not_checked(column)
                continue
            missing = sorted(
                f"{u} {name}".strip() for u, name in units if u not in own and (usual is None or u in usual)
            )
            limit = (e.control.limit or 0.0) if usual is None else 0.0  # later files know what the first one lacked
            places = {"mode": source, "missing": str(len(missing)), "total": str(len(units))}
            result = e.result(len(missing), column=column, found=_listed(missing) or None, expected=source)
            state = NOTED if 0 < len(missing) <= limit * len(units) else result.state
            yield replace(result, state=state, places=places)


def _span(e: Examination) -> tuple[str, str] | None:
    """The first day of the file's first month and of its last one, as ISO days."""
    stated = e.delivery.record.attributes
    period = next((stated[name] for name in PERIODS if stated.get(name)), None)
    if period and (day := first_day(period)):
        return day, day
    year = stated.get("fiscal_year")
    return (f"{year}-01-01", f"{year}-12-01") if year and year.isdecimal() else None


def _registered(e: Examination, board: str | None) -> list[tuple[str, str]]:
    """Codes and names of the units (of a board) that are valid in the whole of the file's period."""
    span = _span(e)
    files = e.delivery.known.register_files(REGISTER, e.delivery.record.is_simulated)
    held = set.intersection(*(e.delivery.columns_of(f) for f in files)) if files else set()
    if span is None or not {UNIT, "valid_from", "valid_to"} | ({"board_code"} if board else set()) <= held:
        return []
    name, of = (column if column in held else "''" for column in ("unit_name", "board_code"))
    first, last = (f"COALESCE(CAST(valid_{end} AS DATE), DATE '{day}')" for end, day in FOR_EVER)
    known = e.kept(f"SELECT DISTINCT {UNIT}, {name}, {of}, {first}, {last} FROM {{}} WHERE row_kind = 'data'", files)
    begins, ends = (dt.date.fromisoformat(day) for day in span)
    valid = {(u, n) for u, n, b, first, last in known if first <= begins and last >= ends and board in (None, b)}
    return sorted(valid, key=str)


def _ever_registered(e: Examination) -> set[str]:
    files = e.delivery.known.register_files(REGISTER, e.delivery.record.is_simulated)
    return {unit for (unit,) in e.kept(f"SELECT DISTINCT {UNIT} FROM {{}}", files)} if files else set()


def _budgeted(e: Examination, board: str | None) -> list[tuple[str, str]]:
    """Units that the board's decided budgets of the year name; none for a budget itself."""
    span = _span(e)
    if span is None or board is None or e.table.name == BUDGET:
        return []
    wanted = {"board_code": board, "fiscal_year": span[0][:4]}
    records = [
        r
        for r in e.delivery.known.of_table(BUDGET, e.delivery.record.is_simulated)
        if wanted.items() <= r.attributes.items() and not is_draft(r)
    ]
    files = e.delivery.rows_files(BUDGET, records, UNIT, "amount")
    if not files:
        return []
    query = f"SELECT DISTINCT {UNIT}, '' FROM {{}} WHERE row_kind = 'data' AND COALESCE(amount, 0) <> 0 ORDER BY 1"
    return e.kept(query, files)
