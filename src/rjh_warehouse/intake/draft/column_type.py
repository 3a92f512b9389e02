"""The type and unit that a column's heading and cells speak for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import pairwise

from rjh_warehouse.contract.contract import UNANSWERED, ColumnType
from rjh_warehouse.intake.draft.sample import is_number, number_unit
from rjh_warehouse.reading.table.cell import Cell, GridCell, cell_text
from rjh_warehouse.reading.table.header import says_scale, units_in
from rjh_warehouse.reading.table.number_forms import without_noise
from rjh_warehouse.reading.table.numbers import PRECISION, UNIT_NAMES, currency_of

MOSTLY = 0.8  # of an amount column's filled cells must be numbers; of any other all
AMOUNT_SCALE, NUMBER_SCALE = 4, 6  # decimals that the lake keeps of amounts and of other numbers
NEARLY = 0.9  # of a column of plain whole numbers; of one with quantities MOSTLY
_MONEY = re.compile(
    r"belopp|budget|(?:utfall|kostnad(?:er|en|erna)?|intäkt(?:er|en|erna)?|prognos(?:en)?|avvikelse(?:r|n)?"
    r"|(?<![^\W_])(?:budget|netto|drift|kostnads|nettobudget|nettokostnads)?ram(?:ar|en)?|anslag(?:et)?|bidrag(?:et)?"
    r"|avgift(?:er)?|(?<![^\W_])(?:netto|brutto)|summa|saldo|debet|kredit|(?<![^\W_])(?:resultat|effekt)|förbrukat"
    r"|ersättning(?:ar)?|lön(?:er)?|pris|värde"
    r"|beløp|budsjett|regnskap|utgift(?:er)?|inntekt(?:er)?|importe|presupuesto|gastos?|ingresos?|montant|bedrag"
    r"|amount|costs?|revenues?|expenditure|spend(?:ing)?|income|outturn|actuals?|forecast|variance|salar(?:y|ies)|value"
    r"|betrag|summe|ansatz|kosten|einnahmen|ausgaben|auszahlung(?:en)?|einzahlung(?:en)?|aufwand|aufwendungen|erträge|ertrag"
    r"|haushalt|(?<![^\W_])(?:ist|soll|plan|gross|net))(?![^\W_])|תקציב|ביצוע|סכום|הוצא|הכנס",
    re.IGNORECASE,
)
_ALPHANUMERIC = re.compile(r"[A-Za-zÅÄÖåäö]{0,3}-?\d+(?:[-./]\d+)*[A-Za-zÅÄÖåäö]{0,3}")
_CODE = re.compile(
    r"konto|ansvar|kod\b|kst|kostnadsställe|motpart|verksamhet|projekt|objekt|aktivitet|organisationsnr|orgnr|\bid\b"
    r"|nummer|\bnr\b|\bver\b|verifikation|kommun|code"
    r"|\b(?:einzelplan|kapitel|titel|kostenart|kostenstelle|produkt(?:gruppe|bereich)?|profit ?cent(?:er|re)"
    r"|cost cent(?:er|re)|paragraf|partida|postnr|zip)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"antal|count|årsarbetare|tjänster", re.IGNORECASE)
_PERCENT = re.compile(r"procent|andel|%|percent|share", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d{2}-?\d{2}-?\d{2}")
_MONTH = re.compile(r"(?:19|20)\d{2}-?(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_OF_YEARS = re.compile(r"år|year|jahr|\baar\b|ejercicio|année|שנה", re.IGNORECASE)
_BOOLEANS = {"ja", "nej", "sant", "falskt", "true", "false"}
_NO_VALUE = frozenset(
    ("n/a", "#n/a", "na", "null", "none", "nan", "\\n", "saknas", "uppgift saknas", "ej tillgänglig", "k.a.", "n.v.")
)
_LAST_MARK = re.compile(r"[.,](?=\d+\D*$)")
MAX_MARK = 6
MAX_INTEGER = 18  # digits of a whole number that the lake keeps


def find_unit(heading: str, cells: Sequence[GridCell], near: Sequence[str]) -> str:
    """Where the unit of amounts is stated: header or cell, or the one unit that some cells state; UNANSWERED when
    nowhere, when two units are, or when a word beside a currency may mean thousands of it."""
    own = units_in(heading) - {"%"}
    if own:
        return "header" if len(own) == 1 and not _is_scaled([heading, *near], own) else UNANSWERED
    said = [
        {number_unit(cell_text(c))} - {"%", None} for c in cells if not isinstance(c, Cell) or isinstance(c.value, str)
    ]
    around = set().union(*(units_in(t) for t in near)) - {"%"} if near else set()
    stated = {u for units in said for u in units if u}
    if stated:
        if _is_scaled([heading, *near], stated) or (around and around != stated):
            return UNANSWERED
        if all(said):
            return "cell"
        return stated.pop() if len(stated) == 1 else UNANSWERED
    return "header" if len(around) == 1 and not _is_scaled(near, around) else UNANSWERED


def _is_scaled(texts: Sequence[str], units: Collection[str]) -> bool:
    """Whether the texts speak of thousands or millions beside a unit that is a currency alone."""
    return any(currency_of(u) == u for u in units) and any(says_scale(t) for t in texts)


def infer_type(heading: str, cells: Sequence[GridCell], near: Sequence[str] = ()) -> ColumnType:
    """The type that the filled cells have in common, with the heading's help; text where they have none."""
    filled = [c for c in cells if cell_text(c) and not is_part(c) and not is_nothing(cell_text(c))]
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
    numbers = [c for c in filled if is_number(c)]
    if len(numbers) == len(filled) or _is_nearly_numbers(heading, filled, numbers):
        return _numeric_type(heading, numbers, [cell_text(c) for c in numbers], near)
    return "code" if _names_codes(heading, texts) and len(numbers) >= MOSTLY * len(filled) else "text"


def _is_nearly_numbers(heading: str, cells: Sequence[GridCell], numbers: Sequence[GridCell]) -> bool:
    """Whether the few texts of a column are odd cells among numbers: a column of money or quantities by its heading or
    its numbers (decimals, groups, signs, units), or one of very few others that are no codes."""
    if _names_codes(heading, [cell_text(c) for c in numbers]) or len(numbers) < MOSTLY * len(cells):
        return False
    if _MONEY.search(heading) or _COUNT.search(heading) or _PERCENT.search(heading):
        return True
    if sum(not re.fullmatch(r"\d+", cell_text(c)) for c in numbers) >= len(numbers) / 4:
        return True
    odd = [c for c in cells if not is_number(c)]
    return len(numbers) >= NEARLY * len(cells) and not any(_ALPHANUMERIC.fullmatch(cell_text(c)) for c in odd)


def _names_codes(heading: str, texts: Sequence[str]) -> bool:
    """Whether a heading names a code. With a unit it does not, nor with a word for money over numbers of different
    lengths: "Kostnad per projekt", "Verksamhetens intäkter"."""
    if not _CODE.search(heading) or units_in(heading):
        return False
    return not _MONEY.search(heading) or len({len(t) for t in texts}) == 1


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
    if has_zeros or (is_whole and (_names_codes(heading, texts) or max(map(len, texts)) > MAX_INTEGER)):
        return "code"
    if all(_YEAR.fullmatch(t) for t in texts) and _OF_YEARS.search(heading):
        return "year"
    whole, decimals = _size(cells)
    kind: ColumnType = "amount" if _MONEY.search(heading) else "number"
    decimals = (declared_decimals(cells, kind) if decimals > NUMBER_SCALE or kind == "amount" else None) or decimals
    if decimals > NUMBER_SCALE or whole > PRECISION - NUMBER_SCALE:
        is_money_size = decimals <= AMOUNT_SCALE and whole <= PRECISION - AMOUNT_SCALE
        return "amount" if is_money_size and _MONEY.search(heading) else "integer" if is_whole else "text"
    said = {number_unit(t) for t in texts} - {"%", None}
    if any("%" in t for t in texts) or (not said and _PERCENT.search(heading) and not units_in(heading) - {"%"}):
        return "percent"
    if _COUNT.search(heading):
        return "integer" if is_whole else "number"
    is_money = bool(_MONEY.search(heading) or said or units_in(heading) - {"%"})
    if not is_money and find_unit(heading, cells, near) != UNANSWERED:
        if _are_ordered_codes(heading, texts):
            return "code"
        is_money = True
    if is_money and decimals <= AMOUNT_SCALE:
        return "amount"
    return "integer" if is_whole and not any(isinstance(c, Cell) and c.decimals for c in cells) else "number"


def _are_ordered_codes(heading: str, texts: Sequence[str]) -> bool:
    """Whether whole numbers of one length rise from row to row under a heading that is no year or unit: a plan's codes,
    which a unit above the table does not make money."""
    is_plain = all(re.fullmatch(r"\d{3,}", t) for t in texts) and len({len(t) for t in texts}) == 1
    if not is_plain or len(texts) < 2 or units_in(heading) or re.search(r"\d", heading):
        return False
    return all(a < b for a, b in pairwise(texts))


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


def declared_decimals(cells: Sequence[GridCell], kind: ColumnType) -> int | None:
    """The decimals that texts with a program's noise are meant with; None where no text is longer than is kept."""
    scale = AMOUNT_SCALE if kind == "amount" else NUMBER_SCALE
    if max((_size([c])[1] for c in cells), default=0) <= scale:
        return None
    values = [v for c in cells if not isinstance(c, Cell) and (v := _long_value(cell_text(c))) is not None]
    return next((d for d in range(scale + 1) if all(_has_decimals(v, d) for v in values)), None)


def _has_decimals(value: Decimal, decimals: int) -> bool:
    return without_noise(value, decimals) == round(value, decimals)


def _long_value(text: str) -> Decimal | None:
    """A number as written, however many decimals it has."""
    whole, mark, fraction = _LAST_MARK.sub("\0", text, count=1).partition("\0")
    digits = "".join(c for c in whole if c.isdigit())
    rest = re.match(r"\d*", fraction if mark else "")
    return Decimal(f"{digits or 0}.{rest[0] if rest and rest[0] else 0}") if digits or mark else None


def is_part(cell: GridCell) -> bool:
    """Whether a cell repeats the value of a merged range's first cell."""
    return isinstance(cell, Cell) and cell.is_merged_part


def is_count(heading: str) -> bool:
    """Whether a heading speaks of a number of things."""
    return bool(_COUNT.search(heading))


def holds_units(cells: Sequence[GridCell]) -> bool:
    """Whether a column of texts says the unit of the numbers beside it."""
    texts = [cell_text(c).lower() for c in cells if cell_text(c)]
    known = [UNIT_NAMES[t] for t in texts if t in UNIT_NAMES]
    return 2 * len(known) >= len(texts) > 0 and bool(set(known) - {"%"})


def seems_quarterly(texts: Sequence[str]) -> bool:
    """Whether periods such as 200701-200704, 200801-200804 may be quarters: no year has more, and one is whole."""
    years: dict[str, set[str]] = {}
    for text in texts:
        if not _MONTH.fullmatch(text):
            return False
        years.setdefault(text[:4], set()).add(text[-2:])
    whole = {"01", "02", "03", "04"}
    return len(years) >= 2 and all(m <= whole for m in years.values()) and any(m == whole for m in years.values())
