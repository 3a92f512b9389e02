"""A region's own layout mapped onto an existing kind of delivery, so that its rows reach that kind's marts.

The lake keeps tables of one name and one schema together, whichever contract read them: a draft that has a kind's table
and columns feeds what is built from it. Each of the kind's columns is found under its own heading or one that means the
same, given by the file's name, or asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rjh_warehouse.contract.contract import MONEY, UNANSWERED, Column, Contract, Table
from rjh_warehouse.contract.month_name import MONTH_GROUPS
from rjh_warehouse.intake.draft.file_name import wanted_groups
from rjh_warehouse.reading.table.header import header_key, units_in

SAME = {
    "account_code": r"konto|account|sachkonto",
    "unit_code": r"ansvar|kostnadsställe|kst|enhet(?:skod)?|cost cent(?:er|re)",
    "unit_name": r"benämning|(?:enhets)?namn|ansvarstext|enhetsbenämning",
    "period": r"period|månad|month|bokföringsperiod",
    "activity_code": r"verksamhet|aktivitet",
    "project_code": r"projekt|objekt",
    "counterparty_code": r"motpart",
    "voucher_number": r"ver(?:ifikat(?:ion)?)?s? ?(?:nr|nummer)?",
    "voucher_on": r"(?:ver(?:ifikat(?:ions)?)?|bokförings)? ?dat(?:um|e)",
    "entry_text": r"text|beskrivning|kommentar|radtext",
    "cost_type_label": r"kostnadsslag|slag|kontogrupp|rad",
    "board_code": r"nämnd|styrelse|board",
    "fiscal_year": r"(?:budget)?år|year",
}
NOT_THERE = "-"  # given for a column: the file's rows have no such value


@dataclass(frozen=True)
class Target:
    """The contract whose table a draft is to feed, and what a person said of its columns."""

    contract: Contract
    mapped: Mapping[str, str] = field(default_factory=dict)  # the kind's column → heading
    fixed: Mapping[str, str] = field(default_factory=dict)  # the kind's column, or what names say → value of every row


class CannotFeed(ValueError):
    """The draft's table is laid out otherwise than the kind's, or its heading says another unit than a person."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"{found} ≠ {expected}")
        self.found, self.expected = found, expected


@dataclass(frozen=True)
class Shape:
    """The drafted contract with the kind's table, and what is left to ask: columns, and what the name does not say."""

    fields: dict[str, Any]
    columns: list[str]
    groups: list[str]


def shaped(fields: Mapping[str, Any], target: Target, answers: Mapping[str, str]) -> Shape:
    """The drafted contract as one of the kind.

    Raises:
        CannotFeed: no drafted table has the kind's layout, or a number would mean something else.
    """
    kind = target.contract.tables[0]
    drafted = next((t for t in fields["tables"] if t.get("layout", "rows") == kind.layout), None)
    if drafted is None:
        raise CannotFeed(fields["tables"][0].get("layout", "rows"), kind.layout)
    pattern, about = fields["file_pattern"], target.contract
    left = list(drafted["columns"])
    columns, asked, in_rows = [], [], set()
    for column in kind.columns:
        own = None if column.name in target.fixed else _own(column, target, left)
        if own is not None:
            left.remove(own)
            columns.append(_mapped(column, own, kind, answers))
            in_rows.add(column.from_file or column.name)
            continue
        columns.append(given := _given(column, target, pattern))
        asked += [column.name] if given.get("constant") == UNANSWERED else []
    table = {**{k: v for k, v in drafted.items() if k not in {"name", "columns", "across"}}, "name": kind.name}
    table |= {
        "columns": columns,
        **({"key": list(kind.key)} if kind.key else {}),
        **({"lean": True} if kind.lean else {}),
    }
    if kind.across:
        table["across"] = _across(drafted["across"], kind, answers)
    given, groups = _said_by_name(about, pattern, target, in_rows)
    shape = dict(fields) | {"origin": about.origin} | ({"given": given} if given else {}) | {"tables": [table]}
    shape["replaces"] = _replaces(about, {*re.findall(r"\(\?P<(\w+)>", pattern), *given})
    shape["controls"] = [c.model_dump(exclude_defaults=True, mode="json") | {"check": c.check} for c in about.controls]
    return Shape(shape, asked, groups)


def _said_by_name(kind: Contract, pattern: str, target: Target, in_rows: set[str]) -> tuple[dict[str, str], list[str]]:
    """What the file's name must say as the kind's own names do, and this one does not: as a person says, or asked.

    Rows may say the board in its place, but no time: the next month's file of the same name would replace this one.
    """
    given: dict[str, str] = {}
    for group, form in wanted_groups(kind.file_pattern).items():
        said = target.fixed.get(group)
        is_told = said is None and group in in_rows and not form.startswith(r"\d")
        if f"(?P<{group}>" not in pattern and said != NOT_THERE and not is_told:
            given[group] = said or UNANSWERED
    return given, [group for group, value in given.items() if value == UNANSWERED]


def _replaces(kind: Contract, said: set[str]) -> dict[str, Any]:
    """What a newer file takes the place of: as of the kind, whose rows these are."""
    fields = kind.replaces.model_dump(exclude_defaults=True, mode="json")
    versions = [group for group in kind.replaces.versions if group in said]
    return {k: v for k, v in fields.items() if k != "versions"} | ({"versions": versions} if versions else {})


def _own(column: Column, target: Target, left: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The drafted column that is the kind's: as a person said, by its heading, by one that means the same, or the only
    one of money."""
    if column.name in target.mapped:
        wanted = header_key(target.mapped[column.name])
        return next((d for d in left if header_key(d["description"]) == wanted), None)
    keys = {header_key(name) for name in (column.name, *column.aliases)}
    same = re.compile(SAME.get(column.name, r"(?!)"), re.IGNORECASE)
    for fits in (
        lambda d: header_key(d["description"]) in keys or d["name"] == column.name,
        lambda d: same.fullmatch(_plain(d["description"])) is not None,
    ):
        if own := next((d for d in left if fits(d)), None):
            return own
    money = [d for d in left if d.get("type") == "amount"]
    return money[0] if column.type == "amount" and len(money) == 1 else None


def _plain(heading: str) -> str:
    """A heading's words: "Ver.nr (text)" → Ver nr text."""
    return re.sub(r"[\W_]+", " ", heading).strip()


def _given(column: Column, target: Target, pattern: str) -> dict[str, Any]:
    """A column that the file has not: its value from the file's name, a person, empty, or asked for."""
    entry = _entry(column)
    if target.fixed.get(column.name) == NOT_THERE:
        return entry | {"may_be_absent": True, "required": False}
    if column.from_file is not None:
        return entry | {"from_file": column.from_file}
    if column.name in target.fixed:
        return entry | {"constant": target.fixed[column.name]}
    for group in (column.name, *(MONTH_GROUPS if column.type == "month" else ())):
        if f"(?P<{group}>" in pattern:
            return entry | {"from_file": group}
    if column.may_be_absent or not column.required:
        return entry | {"may_be_absent": True, "required": False}
    return entry | {"constant": UNANSWERED}


def _entry(column: Column) -> dict[str, Any]:
    """The kind's column without what belongs to its own files."""
    kept = column.model_dump(exclude_defaults=True, mode="json")
    kept |= {"codes": list(column.codes)} if column.codes else {}
    return {k: v for k, v in kept.items() if k not in {"aliases", "from_file", "pattern", "decimals", "fill_down"}}


def _mapped(column: Column, own: Mapping[str, Any], kind: Table, answers: Mapping[str, str]) -> dict[str, Any]:
    entry = _entry(column) | {"aliases": own.get("aliases") or [own["description"]]}
    entry |= {
        k: own[k] for k in ("fill_down", "nothing", "decimals", "decimals_from_cell", "dates_as_text") if k in own
    }
    if column.type == "amount":
        entry |= _money(own, kind, answers)
    return entry


def _money(own: Mapping[str, Any], kind: Table, answers: Mapping[str, str]) -> dict[str, Any]:
    """Unit and sign: the file's own. A lean table's rows do not say their unit: the contract fixes the heading's."""
    unit = own.get("unit", UNANSWERED)
    if kind.lean:
        said = units_in(own["description"]) & MONEY.keys()
        stated = said.pop() if len(said) == 1 else unit if unit in MONEY else None
        if stated and answers.get("unit", stated) != stated:
            raise CannotFeed(f"unit: {answers['unit']}", f"unit: {stated}")
        unit = stated or answers.get("unit", UNANSWERED)
    return {"unit": unit, "sign": answers.get("sign", UNANSWERED) if kind.lean else UNANSWERED}


def _across(drafted: Mapping[str, Any], kind: Table, answers: Mapping[str, str]) -> dict[str, Any]:
    assert kind.across is not None
    own, value = drafted["value"], kind.across.value
    entry = _entry(value) | {k: own[k] for k in ("nothing", "decimals", "decimals_from_cell") if k in own}
    entry |= {"required": False}
    if value.type == "amount":
        entry |= _money(own, kind, answers)
    shape = {k: drafted[k] for k in ("total", "ignore") if k in drafted} | {"value": entry}
    if kind.across.months and not kind.across.groups:
        return {"months": True} | shape
    if dict(kind.across.groups) != dict(drafted.get("groups", {})):
        raise CannotFeed(", ".join(drafted.get("groups", {})), ", ".join(kind.across.groups))
    return {"header": drafted["header"], "groups": drafted["groups"]} | shape


def likely_kinds(fields: Mapping[str, Any], contracts: Mapping[str, Contract]) -> list[str]:
    """The kinds that share most columns with a draft, best first; for the hint that its rows reach no mart."""
    names = {c["name"] for t in fields["tables"] for c in t["columns"]}
    headings = [c["description"] for t in fields["tables"] for c in t["columns"]]
    names |= {
        name for name, same in SAME.items() if any(re.fullmatch(same, _plain(h), re.IGNORECASE) for h in headings)
    }
    score = {c.contract: sum(k.name in names for t in c.tables for k in t.columns) for c in contracts.values()}
    return sorted((c for c in score if score[c] >= 2), key=lambda c: -score[c])[:3]
