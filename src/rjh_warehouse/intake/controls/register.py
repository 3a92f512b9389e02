"""A register against the version it replaces: what came, went and changed, and which booked kronor that touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq

from rjh_warehouse.contract.code_list import label_key
from rjh_warehouse.contract.contract import Column
from rjh_warehouse.intake.controls.examination import (
    NOTED,
    SAMPLE,
    VALIDITY,
    ControlResult,
    Examination,
    parquet,
    readable,
)

LEDGER, MAPPING = "ledger", "unit_mapping"
PLACES = ("department", "area")
UNIT_COLUMNS = {"unit_code", "unit_name", "board_code", "valid_from", "valid_to"} | {
    f"{level}_{what}" for level in PLACES for what in ("code", "name")
}
BOOKED = {"unit_code", "account_code"}  # what a ledger's rows are booked on and registers describe
BLOCKING_SHARE = 0.25  # of a register's codes that may go at once
ACCOUNTS = "account_plan"  # a change of its cost types without days would rewrite every year


def register_changed(e: Examination) -> Iterator[ControlResult]:
    """Codes that came, went and changed against the version before, and the booked kronor that this moves.

    A code's kronor are moved in a month when what the register says of it there (names apart) is another than before.
    What came, and what changes before anything is booked on it, is noted. A code that went, one whose booked kronor
    move, and a change in a register that no ledger is booked on (its kronor cannot be told) is a warning.
    In the account plan kronor that a change without a first day moves, or that lose their cost type, block. So does a
    register of units or accounts that more than a quarter of its codes have gone from: a register is exported whole.
    """
    previous = e.delivery.previous_version
    files = e.delivery.rows_files(e.table.name, [previous], *_keys(e)) if previous else []
    if not previous or not files:
        yield _first(e)
        return
    before = parquet(files)
    held = set(pq.read_schema(files[0]).names)
    sides = {"before": (before, held), "after": ("delivered", e.names)}
    texts = {side: _texts(e, *source) for side, source in sides.items()}
    came, went = (sorted(set(texts[a]) - set(texts[b])) for a, b in (("after", "before"), ("before", "after")))
    changed = sorted(c for c in set(texts["before"]) & set(texts["after"]) if texts["before"][c] != texts["after"][c])
    moved = _moved(e, sides)
    asked = sorted({code for code, _, _, is_asked in moved if is_asked}) if e.table.name == ACCOUNTS else []
    is_cut = e.table.key[0] in BOOKED and len(went) > max(1, BLOCKING_SHARE * len(texts["before"]))
    places = {
        "mode": "undated" if asked else "cut" if is_cut else "told",
        "file": previous.file_name, "asked": _listed(asked),
        "came": _counted(came), "went": _counted(went), "changed": _counted(changed), "money": _by_year(moved) or "–",
    }  # fmt: skip
    count = len({*came, *went, *changed})
    result = e.result(count, column=e.table.key[0], found=_listed(changed or went or came) or None)
    is_question = went or {code for code, *_ in moved} & set(changed) or (changed and _booked_on(e) not in BOOKED)
    state = NOTED if count and not is_question else result.state
    yield replace(result, severity="block" if asked or is_cut else e.control.severity, state=state, places=places)


def _first(e: Examination) -> ControlResult:
    """A first version has nothing before it but what is booked: codes with kronor that it does not know."""
    files = _booked_files(e) if e.table.key[0] in BOOKED else []
    if not files:
        return e.not_checked(", ".join(e.table.key))
    code = e.table.key[0]
    lacking: list[tuple[str, int, Decimal, bool]] = e.rows(
        f'SELECT "{code}", YEAR(period), ABS(SUM(amount)), FALSE FROM {parquet(files)} AS booked'
        f" WHERE row_kind = 'data' AND period IS NOT NULL"
        f' AND NOT EXISTS (SELECT 1 FROM delivered AS d WHERE d."{code}" = booked."{code}" AND d.{e.data})'
        " GROUP BY 1, 2 ORDER BY 2, 1"
    )
    codes = sorted({c for c, *_ in lacking})
    result = e.result(len(codes), column=code, found=_listed(codes) or None)
    return replace(result, places={"mode": "first", "money": _by_year(lacking)})


def code_reused(e: Examination) -> Iterator[ControlResult]:
    """Codes that the register gives to another unit: name and place, or name and a gap in validity, change together.

    With a mapping of the code the successor has the past; without one it is not comparable, and nobody's last year.
    """
    if not e.names >= UNIT_COLUMNS:
        yield e.not_checked()
        return
    known = e.delivery.known.register_files(MAPPING, e.delivery.record.is_simulated)
    mapped = (
        f"SELECT DISTINCT from_unit_code, to_unit_code, effective_on FROM {parquet(known)}"
        if known
        else "SELECT NULL::TEXT AS from_unit_code, NULL::TEXT AS to_unit_code, NULL::DATE AS effective_on WHERE FALSE"
    )
    begins = "COALESCE(valid_from, DATE '0001-01-01')"
    place = "CONCAT_WS('/', department_code, area_code, board_code)"
    reused = e.rows(
        f"WITH spell AS (SELECT unit_code, unit_name, {begins} AS valid_from, row_number,"
        f" {place} AS place, LAG(unit_name) OVER w AS old_name, LAG({place}) OVER w AS old_place,"
        f" LAG(valid_to) OVER w AS old_to, LAG({begins}) OVER w AS old_from"
        f" FROM delivered WHERE {e.data} WINDOW w AS (PARTITION BY unit_code ORDER BY {begins}))"
        " SELECT unit_code, old_name, unit_name, valid_from, row_number,"
        " COALESCE(BOOL_OR(m.to_unit_code IS NOT NULL), FALSE)"
        f" FROM spell LEFT JOIN ({mapped}) AS m ON m.from_unit_code = unit_code"
        " AND m.effective_on > old_from AND m.effective_on <= valid_from"
        " WHERE LOWER(TRIM(unit_name)) <> LOWER(TRIM(old_name)) AND (m.from_unit_code IS NOT NULL"
        " OR place <> old_place OR valid_from > old_to + INTERVAL 1 DAY)"
        " GROUP BY ALL HAVING NOT COALESCE(BOOL_OR(m.to_unit_code = unit_code), FALSE) ORDER BY unit_code, valid_from"
    )
    loose = [f"{code} {old} → {new} ({day})" for code, old, new, day, _, has in reused if not has]
    inherited = [f"{code} {old} → {new} ({day})" for code, old, new, day, _, has in reused if has]
    first = tuple(row for _, _, _, _, row, _ in reused[:SAMPLE])
    result = e.result(len(reused), column="unit_code", found=_listed(loose + inherited) or None, rows=first)
    yield replace(result, places={"unmapped": _listed(loose) or "–", "mapped": _listed(inherited) or "–"})
    for level in ("board", *PLACES):
        yield _place_reused(e, level, mapped)


def _place_reused(e: Examination, level: str, mapped: str) -> ControlResult:
    """Codes of boards, areas or departments that are given to another: on a day that no unit of the code passes, and
    nothing of it goes on (as `core.place_reused` has it).

    Args:
        mapped: SQL of the mapping in force: from_unit_code, to_unit_code.
    """
    code, name = f"{level}_code", "board_code" if level == "board" else f"{level}_name"
    place = (
        f"area_code || '/' || {label_key('area_name')}"
        if level == "board"
        else f"board_code || '/' || {label_key(name)}"
    )
    names = " || ' ' || ARG_MAX(s.name, s.first) FILTER (s.last < g.day)"
    names += " || ' → ' || ARG_MIN(s.name, s.first) FILTER (s.first >= g.day)"
    names = "" if level == "board" else names  # whose names no register has
    reused = e.rows(
        f"WITH spell AS (SELECT {code} AS code, {name} AS name, {place} AS place, unit_code, row_number,"
        " COALESCE(valid_from, DATE '0001-01-01') AS first, COALESCE(valid_to, DATE '9999-12-31') AS last"
        f" FROM delivered WHERE {e.data}),"
        " thread AS (SELECT code, 'unit/' || unit_code AS thread, first, last FROM spell"
        " UNION ALL SELECT code, 'place/' || place, first, last FROM spell"
        f" UNION ALL SELECT s.code, 'unit/' || m.to_unit_code, s.first, s.last FROM spell AS s JOIN ({mapped}) AS m"
        " ON m.from_unit_code = s.unit_code AND m.to_unit_code IS NOT NULL),"
        " told AS (SELECT d.code, d.day, t.thread, BOOL_OR(t.last < d.day) AS before,"
        " BOOL_OR(t.first >= d.day) AS after,"
        " BOOL_OR(t.first < d.day AND t.last >= d.day) AS passes"
        " FROM (SELECT DISTINCT code, first AS day FROM spell) AS d JOIN thread AS t ON t.code = d.code"
        " GROUP BY 1, 2, 3),"
        " given AS (SELECT code, day FROM told GROUP BY 1, 2"
        " HAVING BOOL_OR(before) AND NOT BOOL_OR(passes) AND NOT BOOL_OR(before AND after))"
        f" SELECT g.code{names} || ' (' || g.day || ')',"
        " MIN(s.row_number) FILTER (s.first >= g.day) FROM given AS g JOIN spell AS s ON s.code = g.code"
        " GROUP BY g.code, g.day ORDER BY 1"
    )
    found = _listed([text for text, _ in reused])
    rows = tuple(row for _, row in reused[:SAMPLE])
    return replace(e.result(len(reused), column=code, found=found, rows=rows), places={"mode": level})


def whole_shares(e: Examination) -> Iterator[ControlResult]:
    """Successors whose shares of a unit's past do not sum to the whole, on one day: a row is missing, or one too many.

    Without a share a successor has all of it.
    """
    code, day = next(iter(e.table.key), ""), "effective_on"
    for column in e.columns if {code, day} <= e.names else ():
        wrong = e.rows(
            f'SELECT "{code}", SUM(COALESCE("{column}", 100)), MIN(row_number) FROM delivered WHERE {e.data}'
            f' GROUP BY "{code}", "{day}" HAVING SUM(COALESCE("{column}", 100)) <> 100 ORDER BY 1, 3'
        )
        found = _listed([f"{unit}: {readable(Decimal(share).normalize())} %" for unit, share, _ in wrong])
        yield e.result(len(wrong), column=column, found=found or None, rows=tuple(row for *_, row in wrong[:SAMPLE]))


def _keys(e: Examination) -> tuple[str, ...]:
    """The columns of the register's key that say what a row is about."""
    return tuple(k for k in e.table.key if k not in VALIDITY)


def _texts(e: Examination, source: str, held: set[str]) -> dict[str, str]:
    """Code → all that a version says of it, as one text."""
    columns = [c.name for c in e.table.value_columns if c.name in held]
    said = " || '|' || ".join(f"COALESCE(CAST(\"{c}\" AS TEXT), '')" for c in columns)
    code = e.table.key[0]
    return dict(
        e.rows(
            f"SELECT COALESCE(CAST(\"{code}\" AS TEXT), ''), STRING_AGG({said}, chr(10) ORDER BY {said})"
            f" FROM {source} WHERE {e.data} GROUP BY 1"
        )
    )


def _booked_on(e: Examination) -> str:
    """The ledger's column that the register's codes stand in, if it has one."""
    return e.table.key[0].removeprefix("from_")


def _booked_files(e: Examination) -> list[Path]:
    """The ledgers that count and have a column of the register's codes."""
    wanted = {_booked_on(e), "period", "amount"}
    files = e.delivery.known.register_files(LEDGER, e.delivery.record.is_simulated)
    return [f for f in files if wanted <= set(pq.read_schema(f).names)]


def _moved(e: Examination, sides: dict[str, tuple[str, set[str]]]) -> list[tuple[str, int, Decimal, bool]]:
    """(code, year, kronor without sign, whether it is a question) of what another version says in other words."""
    code, booked_on, files = e.table.key[0], _booked_on(e), _booked_files(e)
    if not files:
        return []
    said = {side: _said(e, code, *source) for side, source in sides.items()}
    rows: list[tuple[str, int, Decimal, bool]] = e.rows(
        f'WITH booked AS (SELECT "{booked_on}" AS code, period AS month, ABS(SUM(amount)) AS sek FROM {parquet(files)}'
        f" WHERE row_kind = 'data' AND period IS NOT NULL GROUP BY 1, 2),"
        f" before AS ({said['before']}), after AS ({said['after']})"
        " SELECT b.code, YEAR(b.month), SUM(b.sek), BOOL_OR(o.said IS NOT NULL AND (n.said IS NULL OR NOT n.is_dated))"
        " FROM booked AS b LEFT JOIN before AS o ON o.code = b.code AND o.month = b.month"
        " LEFT JOIN after AS n ON n.code = b.code AND n.month = b.month"
        " WHERE o.said IS DISTINCT FROM n.said GROUP BY 1, 2 ORDER BY 2, 1"
    )
    return rows


def _said(e: Examination, code: str, source: str, held: set[str]) -> str:
    """SQL: what a version says of each booked code and month, names apart, and whether it says from when."""
    told = [c.name for c in e.table.columns if _tells(c) and c.name in held and c.name not in (code, *VALIDITY)]
    what = " || '|' || ".join(f"COALESCE(CAST(r.\"{c}\" AS TEXT), '')" for c in told) or "''"
    valid = []
    if "valid_from" in held:
        valid.append("b.month >= COALESCE(r.valid_from, DATE '0001-01-01')")
    if "valid_to" in held:
        valid.append("b.month <= COALESCE(r.valid_to, DATE '9999-12-31')")
    if "effective_on" in held:
        valid.append("b.month < r.effective_on")
    dated = (
        "BOOL_OR(r.valid_from IS NOT NULL OR r.valid_to IS NOT NULL)" if {"valid_from", "valid_to"} <= held else "FALSE"
    )
    return (
        f"SELECT b.code, b.month, STRING_AGG({what}, ';' ORDER BY {what}) AS said, {dated} AS is_dated"
        f" FROM booked AS b JOIN {source} AS r ON r.\"{code}\" = b.code AND r.row_kind = 'data'"
        f"{''.join(f' AND {v}' for v in valid)} GROUP BY 1, 2"
    )


def _tells(column: Column) -> bool:
    """Whether another value moves kronor: a name does not."""
    return not column.name.endswith("_name")


def _by_year(moved: list[tuple[str, int, Decimal, bool]]) -> str:
    years: dict[int, Decimal] = {}
    for _, year, amount, _ in moved:
        years[year] = years.get(year, Decimal(0)) + amount
    return ", ".join(f"{year}: {readable(amount.quantize(Decimal(1)))} kr" for year, amount in sorted(years.items()))


def _counted(codes: list[str]) -> str:
    return f"{len(codes)} ({_listed(codes)})" if codes else "0"


def _listed(codes: list[str]) -> str:
    return ", ".join(codes[:SAMPLE]) + (" …" if len(codes) > SAMPLE else "")
