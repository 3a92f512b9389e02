"""What a delivered column seems to hold: name, type and unit, from its heading and a sample of its cells."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rjh_warehouse.contract.contract import NUMERIC_TYPES, UNANSWERED, Column, ColumnType, Contract
from rjh_warehouse.intake.draft.sample import is_number
from rjh_warehouse.reading.table.cell import Cell, GridCell, cell_text
from rjh_warehouse.reading.table.header import header_key, units_in
from rjh_warehouse.reading.table.numbers import PRECISION
from rjh_warehouse.reading.table.schema import column_fields

MOSTLY = 0.8  # of an amount column's filled cells must be numbers; of any other all
_DEFAULT_NOTHING = Column.model_fields["nothing"].default
AMOUNT_SCALE, NUMBER_SCALE = 4, 6  # decimals that the lake keeps of amounts and of other numbers
_MONEY = re.compile(
    r"belopp|budget|utfall|kostnad|intäkt|prognos|netto|brutto|\bram|avvikelse|anslag|bidrag|avgift|summa|saldo"
    r"|debet|kredit|resultat|effekt|amount|\bcost|revenue",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"konto|ansvar|kod\b|kst|kostnadsställe|motpart|verksamhet|projekt|objekt|aktivitet|organisationsnr|orgnr|\bid\b"
    r"|nummer|\bnr\b|\bver\b|verifikation|kommun|code",
    re.IGNORECASE,
)
_COUNT = re.compile(r"antal|count|årsarbetare|tjänster", re.IGNORECASE)
_PERCENT = re.compile(r"procent|andel|%|percent|share", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d{2}-?\d{2}-?\d{2}")
_MONTH = re.compile(r"(?:19|20)\d{2}-?(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_BOOLEANS = {"ja", "nej", "sant", "falskt", "true", "false"}
_NO_VALUE = frozenset(
    ("n/a", "#n/a", "na", "null", "none", "nan", "\\n", "saknas", "uppgift saknas", "ej tillgänglig", "k.a.", "n.v.")
)
_LAST_MARK = re.compile(r"[.,](?=\d+\D*$)")
MAX_MARK = 6
MAX_INTEGER = 18  # digits of a whole number that the lake keeps
_LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u", "ø": "o", "æ": "a", "%": " pct "})


@dataclass
class ColumnDraft:
    """A proposed column; `fields` are those of the contract's YAML."""

    heading: str
    type: ColumnType
    fields: dict[str, Any]
    is_known: bool  # an existing contract knows the heading


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
    names: Names,
    alias: str | None = None,
) -> ColumnDraft:
    """Propose a column.

    Args:
        heading: its header as delivered, maybe empty.
        cells: its cells in the data rows.
        alias: the heading as told apart from others like it (`numbered`); None: known by its place alone.
        near: other headers and the texts above the table, where a unit may stand.
        names: those already given, to which this one is added.
    """
    kind = infer_type(heading, cells, near)
    candidates = known.get(header_key(heading)) or known.get(header_key(_without_unit(heading))) or []
    agreeing = [c for c in candidates if _agrees(c.type, kind)]
    match = next((c for c in agreeing if c.type == kind), agreeing[0] if agreeing else None)
    kind = match.type if match else kind
    name = names.free(match.name if match else slug(_without_unit(heading) or heading), kind)
    fields: dict[str, Any] = {"name": name}
    if kind != "text":
        fields["type"] = kind
    if alias is not None and header_key(alias) != header_key(name):
        fields["aliases"] = [alias]
    filled = [c for c in cells if cell_text(c) and not is_nothing(cell_text(c)) and not _is_part(c)]
    if kind not in {"text", "code"}:
        marks = dict.fromkeys(t for c in cells if (t := cell_text(c)) and is_nothing(t))
        if set(marks) - set(_DEFAULT_NOTHING):
            fields["nothing"] = [*_DEFAULT_NOTHING, *(m for m in marks if m not in _DEFAULT_NOTHING)]
    elif any(isinstance(c, Cell) and isinstance(c.value, dt.date | dt.time | dt.timedelta) for c in filled):
        fields["dates_as_text"] = True
    if any(_is_part(c) for c in cells):
        fields["fill_down"] = True
    elif len(filled) < len(cells):
        fields["required"] = False
    if kind == "amount":
        fields["unit"] = find_unit(heading, filled, near)
        fields["sign"] = UNANSWERED
    if kind in {"amount", "number", "percent"} and any(isinstance(c, Cell) and c.decimals is not None for c in filled):
        fields["decimals_from_cell"] = True
    fields["description"] = heading
    return ColumnDraft(heading, kind, fields, match is not None)


def _is_part(cell: GridCell) -> bool:
    return isinstance(cell, Cell) and cell.is_merged_part


def _without_unit(heading: str) -> str:
    return re.sub(r"[\s,]*[(\[]?\s*(?:i\s+)?(?:tkr|mkr|kr|sek|tsek|msek|mnkr)\s*[)\]]?\s*$", "", heading, flags=re.I)


def _agrees(known: ColumnType, found: ColumnType) -> bool:
    """Whether cells that look like `found` can be read as `known`."""
    if known in {"text", "code"}:
        return found not in {"date", "boolean"}
    if known in NUMERIC_TYPES:
        return found in {*NUMERIC_TYPES, "integer", "year"} and (known == "percent") == (found == "percent")
    return known == found or (known == "integer" and found == "year")


def find_unit(heading: str, cells: Sequence[GridCell], near: Sequence[str]) -> str:
    """Where the unit of amounts is stated: header or cell; UNANSWERED when nowhere, or two units are."""
    own = units_in(heading) - {"%"}
    if own:
        return "header" if len(own) == 1 else UNANSWERED
    said = [units_in(cell_text(c)) - {"%"} for c in cells if not isinstance(c, Cell) or isinstance(c.value, str)]
    if said and all(said):
        return "cell"
    around = set().union(*(units_in(t) for t in near)) - {"%"} if near else set()
    return "header" if len(around) == 1 else UNANSWERED


def infer_type(heading: str, cells: Sequence[GridCell], near: Sequence[str] = ()) -> ColumnType:
    """The type that the filled cells have in common, with the heading's help; text where they have none."""
    filled = [c for c in cells if cell_text(c) and not _is_part(c) and not is_nothing(cell_text(c))]
    if not filled:
        return "text"
    stored = [c.value if isinstance(c, Cell) else None for c in filled]
    texts = [cell_text(c) for c in filled]
    if all(isinstance(v, dt.date) for v in stored):
        if any(isinstance(v, dt.datetime) and v.time() != dt.time() for v in stored):
            return "text"
        months = all(isinstance(v, dt.date) and v.day == 1 for v in stored) and len(stored) > 1
        return "month" if months and re.search(r"period|månad", heading, re.IGNORECASE) else "date"
    if all(isinstance(v, bool) for v in stored) or all(t.lower() in _BOOLEANS for t in texts):
        return "boolean"
    if any(isinstance(c, Cell) and c.is_percent for c in filled):
        return "percent"
    if all(_MONTH.fullmatch(t) for t in texts) and re.search(r"period|månad|month", heading, re.IGNORECASE):
        return "month"
    if all(_is_day(t) for t in texts) and (any("-" in t for t in texts) or "dat" in heading.lower()):
        return "date"
    numbers = sum(map(is_number, filled))
    is_money = bool(_MONEY.search(heading)) and not _CODE.search(heading)
    if numbers == len(filled) or (is_money and numbers >= MOSTLY * len(filled)):
        return _numeric_type(heading, filled, texts, near)
    return "code" if _CODE.search(heading) and numbers >= MOSTLY * len(filled) else "text"


def _is_day(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_nothing(text: str) -> bool:
    """Whether a text says that there is no value: marks without letters and digits, or a word for it."""
    return text.casefold() in _NO_VALUE or (len(text) <= MAX_MARK and not any(c.isalnum() for c in text))


def _numeric_type(heading: str, cells: Sequence[GridCell], texts: Sequence[str], near: Sequence[str]) -> ColumnType:
    is_whole = all(re.fullmatch(r"\d+", t) for t in texts)
    has_zeros = is_whole and any(len(t) > 1 and t.startswith("0") for t in texts)
    if has_zeros or (is_whole and (_CODE.search(heading) or max(map(len, texts)) > MAX_INTEGER)):
        return "code"
    if all(_YEAR.fullmatch(t) for t in texts) and re.search(r"år|year", heading, re.IGNORECASE):
        return "year"
    whole, decimals = _size(cells)
    if decimals > NUMBER_SCALE or whole > PRECISION - NUMBER_SCALE:
        is_money_size = decimals <= AMOUNT_SCALE and whole <= PRECISION - AMOUNT_SCALE
        return "amount" if is_money_size and _MONEY.search(heading) else "integer" if is_whole else "text"
    if any("%" in t for t in texts) or (_PERCENT.search(heading) and not units_in(heading) - {"%"}):
        return "percent"
    if _COUNT.search(heading):
        return "integer" if is_whole else "number"
    if (_MONEY.search(heading) or find_unit(heading, cells, near) != UNANSWERED) and decimals <= AMOUNT_SCALE:
        return "amount"
    return "integer" if is_whole and not any(isinstance(c, Cell) and c.decimals for c in cells) else "number"


def _size(cells: Sequence[GridCell]) -> tuple[int, int]:
    """Most digits before and after the decimal mark among texts; a workbook's own numbers are kept as they are."""
    wholes, fractions = [0], [0]
    for cell in cells:
        if isinstance(cell, Cell) and not isinstance(cell.value, str):
            continue
        whole, mark, fraction = _LAST_MARK.sub("\0", cell_text(cell), count=1).partition("\0")
        is_group = mark and len(fraction) == 3 and re.fullmatch(r"\D*[1-9]\d{0,2}(?:\D\d{3})*", whole)
        wholes.append(sum(c.isdigit() for c in whole + (fraction if is_group else "")))
        fractions.append(0 if is_group else sum(c.isdigit() for c in fraction))
    return max(wholes), max(fractions)
