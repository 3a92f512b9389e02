"""What speaks for a row being header, total, note or data: pure functions on rows of cells.

Each function answers with named evidence; `layout` weighs it, and the draft shows it. A name is a key `evidence.*` of
the message catalogue.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rjh_warehouse.intake.draft.sample import is_number
from rjh_warehouse.reading.table.cell import Cell, GridCell, cell_text
from rjh_warehouse.reading.table.header import month_of

MOSTLY = 0.8
LONG_NOTE = 80  # characters from which a lone text is no label of a row
SENTENCE = 5  # words from which a lone text below a table is a sentence
_YEAR = re.compile(r"(?:19|20)\d{2}")
_YEAR_AND_UNIT = re.compile(r"((?:19|20)\d{2}) ?[(,]? ?[^\W\d]{2,5}[.)]?")
_WORD = re.compile(r"(?<!\w)[^\W\d_]{3,}(?!\w)")
_NOTE = re.compile(
    r"[#*¹²³†]|(?:sida|page|seite) \d+(?: (?:av|of|von) \d+| ?[(/] ?\d+\)?)?$|(?:not|noter|anm|anmärkning|källa|obs"
    r"|source|sources|note|notes|quelle|hinweis|fuente|skapad|utskriven|printed|stand)\b|מקור|הערה",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:summa|totalsumma|slutsumma|nettosumma|bruttosumma|total|totalt|totala|totals|s:a|sum|grand total|overall total"
    r"|gesamt|insgesamt|gesamtsumme|gesamtergebnis|summe|somme|totale|samtliga(?= *$| nämnder| enheter| regioner)"
    r"|hela (?:regionen|riket|landet|länet|organisationen|kommunen)|regionen totalt|riket(?= *$)|alla(?= *$))(?![\w-])"
    r"|.*\b(?:totalt|total|gesamt|insgesamt|totalsumma)[ :]*$|סה.?כ|סך הכו?ל",
    re.IGNORECASE,
)
_SUBTOTAL = re.compile(
    r"(?:delsumma|varav summa|sub-?\s?total|zwischensumme|mellansumma|summering)(?![\w-])|סיכום ביניים", re.IGNORECASE
)


@dataclass(frozen=True)
class Evidence:
    """One thing that speaks for (weight above 0) or against a reading."""

    name: str
    weight: float


def confidence(evidence: Sequence[Evidence]) -> float:
    """From 0 to 1: how sure the evidence makes one, each piece against what is left of doubt."""
    doubt = 1.0
    for piece in evidence:
        doubt *= 1 - min(max(piece.weight, 0.0), 0.99)
    against = sum(-p.weight for p in evidence if p.weight < 0)
    return max(0.0, min(1.0, 1 - doubt - against))


def filled(row: Sequence[GridCell]) -> list[int]:
    """Positions of a row's cells that hold a text of their own."""
    return [i for i, c in enumerate(row) if cell_text(c) and not (isinstance(c, Cell) and c.is_merged_part)]


def first_text(row: Sequence[GridCell]) -> str:
    """The row's first non-empty cell, which the contract's row rules look at."""
    return next((t for c in row if (t := cell_text(c)) and not (isinstance(c, Cell) and c.is_merged_part)), "")


def is_period(cell: GridCell) -> bool:
    """A year or a month, which may name a column though it is a number."""
    text = cell_text(cell)
    return bool(_YEAR.fullmatch(text) or _YEAR_AND_UNIT.fullmatch(text)) or month_of(text) is not None


def is_word(cell: GridCell) -> bool:
    """A text that holds a word: "52AL" may be a code among numbers, "Budgetram 2024" not."""
    return not is_number(cell) and bool(_WORD.search(cell_text(cell)))


def is_day(cell: GridCell) -> bool:
    """A date that a workbook stores as one."""
    return isinstance(cell, Cell) and isinstance(cell.value, dt.date)


def share_of_numbers(cells: Sequence[GridCell]) -> float:
    """Among the filled cells; 0 where none is."""
    texts = [c for c in cells if cell_text(c)]
    return sum(map(is_number, texts)) / len(texts) if texts else 0.0


def column(rows: Sequence[Sequence[GridCell]], index: int) -> list[GridCell]:
    """The filled cells of a column."""
    return [r[index] for r in rows if index < len(r) and cell_text(r[index])]


# -- header -------------------------------------------------------------------------------------------


def label_positions(row: Sequence[GridCell], below: Sequence[Sequence[GridCell]]) -> set[int]:
    """Which filled cells may name a column: texts and dates, and a number only as a year or month over other values.

    2012 is a value as 1998 below it is; 2023, 2024, 2025 over amounts are names, and so is a lone year over them.
    """
    at = filled(row)
    numbers = [i for i in at if is_number(row[i])]
    periods = [i for i in numbers if is_period(row[i])]
    if not (_are_consecutive(row, periods) and not any(_are_consecutive(r, periods) for r in below)):
        periods = [i for i in periods if not _holds_periods(column(below, i)[:10])]
    if sum(bool(column(below, i)) for i in periods) < 2:  # over an empty column only as one of a run
        periods = [i for i in periods if column(below, i)]
    texts = [cell_text(row[i]) for i in periods]
    forms = {len(t) for t in texts}
    is_run = len(forms) == 1 and (len(texts) < 2 or _in_steps(texts) or len(set(texts)) < len(texts))
    return {i for i in at if i not in numbers} | (set(periods) if is_run else set())


def _are_consecutive(row: Sequence[GridCell], at: Sequence[int]) -> bool:
    """Whether three cells or more are years that follow each other."""
    texts = [cell_text(row[i]) if i < len(row) else "" for i in at]
    if len(texts) < 3 or not all(map(_YEAR.fullmatch, texts)):
        return False
    return {int(b) - int(a) for a, b in pairwise(texts)} in ({1}, {-1})


def _holds_periods(cells: Sequence[GridCell]) -> bool:
    """Whether half of the numbers of a column could be years or months themselves."""
    numbers = [c for c in cells if is_number(c)]
    return bool(numbers) and 2 * sum(map(is_period, numbers)) >= len(numbers)


def _in_steps(texts: Sequence[str]) -> bool:
    """Whether years or months go one way."""
    order = [int(re.sub(r"\D", "", t) or 0) or month_of(t) or 0 for t in texts]
    steps = [b - a for a, b in pairwise(order)]
    return all(s > 0 for s in steps) or all(s < 0 for s in steps)


def header_evidence(row: Sequence[GridCell], below: Sequence[Sequence[GridCell]]) -> list[Evidence]:
    """What speaks for a row being the names of the columns below it.

    Args:
        below: the filled rows under it, as far as they may matter.
    """
    at = filled(row)
    if len(at) < 2 or set(at) - label_positions(row, below):
        return [Evidence("values", -1)]
    if cell_text(row[at[0]]).endswith(":"):
        return [Evidence("pairs", -1)]
    if not below:
        return [Evidence("nothing_below", -0.5)]
    near = below[:5]
    under = {i for r in near for i in filled(r)}
    over_numbers = [i for i in at if share_of_numbers(column(below, i)) >= 0.5 and not is_day(row[i])]
    supported = [i for i in at if i in under]
    if not (2 * len(supported) >= len(at) or (over_numbers and len(supported) >= 2)):
        return [Evidence("nothing_below", -1)]
    widths = [len(filled(r)) for r in below]
    usual = max(set(widths), key=widths.count)
    if len(at) < 0.6 * usual and len(at) < max(widths) - 1:
        return [Evidence("narrow", -1)]
    found = [Evidence("texts", 0.5), Evidence("wide", 0.3)]
    if over_numbers:
        found.append(Evidence("words_over_numbers", 0.8))
    if len({cell_text(row[i]).casefold() for i in at}) == len(at):
        found.append(Evidence("distinct", 0.3))
    same = [i for i in at if cell_text(row[i]) in {cell_text(c) for c in column(below, i)}]
    if same and not over_numbers and len(same) >= len(at) / 2:
        found.append(Evidence("found_again", -0.4))
    return found


def is_header(evidence: Sequence[Evidence]) -> bool:
    """Whether nothing forbids the row being a header."""
    return not any(e.weight <= -0.5 for e in evidence)


def continues_header(header: Sequence[GridCell], row: Sequence[GridCell], below: Sequence[Sequence[GridCell]]) -> bool:
    """Whether a row under a header row belongs to the header too: a heading written again, or groups of columns with
    their names below, of which one at least stands over numbers."""
    at, own = filled(row), filled(header)
    if not below or not at:
        return False
    texts = [cell_text(c) for c in header]
    if [cell_text(c) for c in row] == texts and len(at) >= 2:
        return True
    if len(at) < 2 or set(at) - label_positions(row, below):
        return False
    numeric = {i for i in at if share_of_numbers(column(below, i)) >= 0.5}
    if any(not is_period(row[i]) and is_number(row[i]) for i in at) or not numeric:
        return False
    adds = set(at) - set(own)
    if set(at) <= numeric | adds and numeric & set(at):
        return True  # words where the table has numbers, and no label beside them
    names = [i for i in at if is_period(row[i])]
    unsure = [i for i in at if i in own and i not in numeric]  # a text under a text, as data would be
    if unsure and any(not is_period(header[i]) for i in unsure) and not adds and len(names) < 2:
        return False
    return bool(adds or len(names) >= 2) and (not set(own) - set(at) or not set(at) - set(own) or bool(names))


# -- rows ---------------------------------------------------------------------------------------------


def total_word(text: str) -> str | None:
    """ "total" or "subtotal" when a row's label says so."""
    if _SUBTOTAL.match(text):
        return "subtotal"
    return "total" if _TOTAL.match(text) else None


def note_evidence(row: Sequence[GridCell], *, typed: set[int], is_last: bool, after_total: bool) -> list[Evidence]:
    """What speaks for a row with one text being a note. A label alone is a row of the table unless something does.

    Args:
        typed: columns that hold numbers or days.
        is_last: no row of values follows.
        after_total: it stands below the table's total.
    """
    at = filled(row)
    text = first_text(row)
    if len(at) != 1 or is_number(row[at[0]]):
        return []
    found = []
    if _NOTE.match(text):
        found.append(Evidence("note_word", 0.9))
    if len(text) > LONG_NOTE:
        found.append(Evidence("long", 0.9))
    if at[0] in typed:
        found.append(Evidence("text_among_numbers", 0.8))
    if is_last and (len(text.split()) >= SENTENCE or text.endswith(".")):
        found.append(Evidence("sentence_at_end", 0.7))
    if is_last and after_total:
        found.append(Evidence("below_total", 0.8))
    return found
