"""What a delivered column seems to hold: name, type and unit, from its heading and a sample of its cells."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rjh_warehouse.contract.contract import NUMERIC_TYPES, UNANSWERED, Column, ColumnType, Contract
from rjh_warehouse.intake.draft.column_type import (
    declared_decimals,
    find_unit,
    infer_type,
    is_nothing,
    is_part,
    seems_quarterly,
)
from rjh_warehouse.intake.draft.sample import is_number
from rjh_warehouse.reading.table.cell import Cell, GridCell, cell_text
from rjh_warehouse.reading.table.header import header_key
from rjh_warehouse.reading.table.schema import column_fields

_DEFAULT_NOTHING = Column.model_fields["nothing"].default
_LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u", "ø": "o", "æ": "a", "%": " pct "})


@dataclass
class ColumnDraft:
    """A proposed column; `fields` are those of the contract's YAML."""

    heading: str
    type: ColumnType
    fields: dict[str, Any]
    is_known: bool  # an existing contract knows the heading
    odd: list[str] = field(
        default_factory=list
    )  # texts of a number column that are no numbers: their rows are rejected
    doubts: list[str] = field(default_factory=list)  # codes of what to look at


KnownColumns = dict[str, list[Column]]  # heading, as compared → the columns that existing contracts read it as


def known_columns(contracts: dict[str, Contract]) -> KnownColumns:
    """Every heading that an existing contract knows, in the order of the contracts' names."""
    known: KnownColumns = {}
    for contract in contracts.values():
        for table in contract.tables:
            for column in table.columns:
                for alias in column.aliases:
                    known.setdefault(header_key(alias), []).append(column)
    return known


def slug(text: str, default: str = "column") -> str:
    """A name for code: "Års­budget (tkr)" → ars_budget_tkr."""
    plain = text.lower().replace("\u00ad", "").translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not name:
        return default
    return name if name[0].isalpha() else f"{default}_{name}"


class Names:
    """The names given in a table; each new one differs from them, and so does what stands beside its values."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: Counter[str] = Counter()

    def free(self, name: str, kind: ColumnType) -> str:
        """The name, or the name with the next free number."""
        while True:
            self._last[name] += 1
            free = name if self._last[name] == 1 else f"{name}_{self._last[name]}"
            names = {free + beside for beside in _beside(kind)}
            if not names & self._taken:
                self._taken |= names
                return free


@cache
def _beside(kind: ColumnType) -> tuple[str, ...]:
    """What is put behind a column's name for the columns beside it (unit, text …), and nothing for itself."""
    fields = column_fields(Column(name="x", type=kind, unit="kr"), lean=False)
    return tuple(f.name.removeprefix("x") for f in fields)


def draft_column(
    heading: str,
    cells: Sequence[GridCell],
    known: KnownColumns,
    *,
    near: Sequence[str],
    whole: Sequence[str],
    names: Names,
    alias: str | None = None,
) -> ColumnDraft:
    """Propose a column.

    Args:
        heading: its header as delivered, maybe empty.
        cells: its cells in the data rows.
        alias: the heading as told apart from others like it (`numbered`); None: known by its place alone.
        near: other headers and the texts above the table, where a unit may stand.
        whole: those of them that speak of every column.
        names: those already given, to which this one is added.
    """
    kind = found = infer_type(heading, cells, whole)
    candidates = known.get(header_key(heading)) or known.get(header_key(without_unit(heading))) or []
    agreeing = [c for c in candidates if _agrees(c.type, kind)]
    match = next((c for c in agreeing if c.type == kind), agreeing[0] if agreeing else None)
    kind = match.type if match else kind
    name = names.free(match.name if match else slug(without_unit(heading) or heading), kind)
    fields: dict[str, Any] = {"name": name}
    if kind != "text":
        fields["type"] = kind
    if alias is not None and header_key(alias) != header_key(name):
        fields["aliases"] = [alias]
    filled = [c for c in cells if cell_text(c) and not is_nothing(cell_text(c)) and not is_part(c)]
    if kind not in {"text", "code"}:
        marks = dict.fromkeys(t for c in cells if (t := cell_text(c)) and is_nothing(t))
        if set(marks) - set(_DEFAULT_NOTHING):
            fields["nothing"] = [*_DEFAULT_NOTHING, *(m for m in marks if m not in _DEFAULT_NOTHING)]
    elif any(isinstance(c, Cell) and isinstance(c.value, dt.date | dt.time | dt.timedelta) for c in filled):
        fields["dates_as_text"] = True
    if any(is_part(c) for c in cells):
        fields["fill_down"] = True
    elif len(filled) < len(cells):
        fields["required"] = False
    odd = _odd(filled, kind)
    doubts = ["remark.nearly_numbers"] if odd else []
    if kind in {"amount", "number"} and (decimals := declared_decimals(filled, kind)) is not None:
        fields["decimals"] = decimals
        doubts.append("remark.noise")
    if kind == found == "text" and filled and 2 * (numbers := sum(map(is_number, filled))) >= len(filled):
        doubts.append("remark.numbers_as_text" if numbers == len(filled) else "remark.partly_numbers")
    if kind == "month" and seems_quarterly([cell_text(c) for c in filled]):
        fields["type"] = UNANSWERED
    if kind != found and match is not None:
        doubts.append("remark.known_type")
    if kind == "amount":
        fields["unit"] = find_unit(heading, filled, near)
        fields["sign"] = UNANSWERED
    if kind in {"amount", "number", "percent"} and any(isinstance(c, Cell) and c.decimals is not None for c in filled):
        fields["decimals_from_cell"] = True
    fields["description"] = heading
    return ColumnDraft(heading, kind, fields, match is not None, odd, doubts)


def without_unit(heading: str) -> str:
    """A heading without the unit of its numbers: "Utfall (tkr)" → Utfall."""
    return re.sub(r"[\s,]*[(\[]?\s*(?:i\s+)?(?:tkr|mkr|kr|sek|tsek|msek|mnkr)\s*[)\]]?\s*$", "", heading, flags=re.I)


def _agrees(known: ColumnType, found: ColumnType) -> bool:
    """Whether a known heading may make `known` of cells that look like `found`: it may add, and never takes away.

    What looks like money by its own heading, unit and values stays money; a share stays a share.
    """
    if found in {"amount", "percent", "date", "boolean"} and known != found:
        return False
    if known in {"text", "code"}:
        return found not in {"number"} or known == "code"
    if known in NUMERIC_TYPES:
        return known == found or (known != "percent" and found in {"number", "amount", "integer"})
    return known == found or (known == "integer" and found == "year")


def _odd(cells: Sequence[GridCell], kind: ColumnType) -> list[str]:
    """Texts of a number column that are no numbers."""
    if kind not in {*NUMERIC_TYPES, "integer"}:
        return []
    return list(dict.fromkeys(cell_text(c) for c in cells if not is_number(c)))
