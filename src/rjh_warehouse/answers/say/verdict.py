"""The answer to each number of a text: found, rounds to, contradicts, or unknown, with where and what the file has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import duckdb

from rjh_warehouse.answers.reader import published_reader
from rjh_warehouse.answers.say.context import Context, Speaker
from rjh_warehouse.answers.say.held import Held, areas, bodies, held, words
from rjh_warehouse.answers.say.mentions import periods, stem
from rjh_warehouse.answers.say.passage import Passage, passages
from rjh_warehouse.answers.say.stated import Stated, numbers
from rjh_warehouse.answers.say.wording import Line, lines, same_lines
from rjh_warehouse.settings import Project

Verdict = Literal["found", "rounds_to", "contradicts", "unknown"]
Reason = Literal["", "same_number", "no_period", "no_line", "in_name", "only_simulated", "nothing"]
MOST_PLACES = 3  # shown for one number
TELLING = 3  # digits of a number that a figure which only rounds to it is told for
ABOUT = Decimal("0.05")  # how far "drygt" and "cirka" reach
_IN_NAMES = (("budget", "budget"), ("target", "mål"), ("change", "utveckling"))  # aspect, and the word for it in a name
_RESULTS = frozenset({"Resultat", "Nettokostnad"})


@dataclass(frozen=True)
class Place:
    """A figure of the file: its row, its value, and what it is of."""

    table: str
    key: dict[str, Any]
    column: str
    value: Decimal
    kind: str
    told: str
    body: str | None
    is_simulated: bool


@dataclass(frozen=True)
class Answer:
    """A number of the text, the line it stands on, and what the file says of it."""

    text: str
    line_number: int
    sentence: str
    verdict: Verdict
    reason: Reason
    places: tuple[Place, ...]
    place_count: int
    is_body_said: bool = True
    is_of_region: bool = False


def answer_text(project: Project, text: str) -> list[Answer]:
    """Hold each number of a text to what is published.

    Raises:
        NoPublication: nothing is published.
    """
    with published_reader(project) as connection:
        return answers_in(connection, text)


def answers_in(connection: duckdb.DuckDBPyConnection, text: str) -> list[Answer]:
    """See `answer_text`; the file is open."""
    years = {year for _, (year, _) in periods(text.lower()) if year}
    all_held = held(connection, years)
    try:
        known = lines(connection)
    except (duckdb.CatalogException, duckdb.BinderException):
        known = []
    parts = {name for h in all_held for name in h.names}
    speaker = Speaker(bodies(connection), {h.line for h in all_held}, {*areas(connection), *parts})
    found: list[Answer] = []
    for passage in passages(text):
        stated = numbers(passage.text, passage.head)
        contexts = speaker.read(passage, stated)
        quoted = _quoted(passage, stated, known)
        for number, (one, context) in enumerate(zip(stated, contexts, strict=True)):
            answer = quoted.get(number) or _answer(one, context, all_held)
            if one.in_words and not one.has_unit and answer[0] == "unknown":
                continue  # "två gånger" is a figure only where the file has it as one
            verdict, reason, places = answer
            at = text.count("\n", 0, passage.start + one.start) + 1
            sentence = " ".join(passage.text.split())
            shown = tuple(places[:MOST_PLACES])
            of_region = any(place.body == context.region for place in shown)
            found.append(
                Answer(one.text, at, sentence, verdict, reason, shown, len(places), context.is_body_said, of_region)
            )
    return found


_Found = tuple[Verdict, Reason, list[Place]]


def _quoted(passage: Passage, stated: list[Stated], known: list[Line]) -> dict[int, _Found]:
    """The answers of the numbers whose sentence is one of a document's own."""
    answers: dict[int, _Found] = {}
    for line, places in same_lines(passage, stated, known) if stated else ():
        for number, place in enumerate(places):
            row = None if place is None else line.rows[place]
            if place is None or row is None:
                continue
            verdict = _compare_printed(stated[number], line.figures[place], row)
            if number not in answers or (answers[number][0] == "contradicts" and verdict != "contradicts"):
                answers[number] = (verdict, "", [_document_place(row, line.figures[place])])
    return answers


def _compare_printed(stated: Stated, figure: Stated, row: dict[str, Any]) -> Verdict:
    """A number against the one that stands in its place in the document, signs as written."""
    value = figure.value
    if not figure.has_unit and stated.has_unit and stated.kind == "sek":
        factor = {"mkr": 10**6, "tkr": 1000, "kr": 1}.get(str(row["unit"]), 1)
        value = figure.printed * factor
    if stated.has_unit and figure.has_unit and stated.kind != figure.kind:
        return "contradicts"
    if stated.value == value and stated.upper == figure.upper:
        return "found"
    if stated.upper is None and abs(stated.value - value) <= stated.step / 2 and stated.value:
        return "rounds_to"
    return "contradicts"


def _document_place(row: dict[str, Any], figure: Stated) -> Place:
    told = f"{row['document_name']}, {row['source_file']} rad {row['source_line']}: {row['figure_text']}"
    key = {"figure_code": row["figure_code"]}
    return Place(
        "mart.document_figure", key, "value", row["value"], str(row["unit"] or ""), told, row["board_code"], False
    )


def _answer(stated: Stated, context: Context, all_held: list[Held]) -> _Found:
    """A number against the figures that its context fits: the real ones where there are any, else the simulated,
    which can agree with a text but never contradict it.
    """
    if any(stated.text in line for line in context.lines):
        return "unknown", "in_name", []  # "ärenden över 1 mkr" is what a figure is called
    same_kind = [h for h in all_held if h.kind == stated.kind]
    fitting = [h for h in same_kind if _fits(h, context)]
    in_time = [h for h in fitting if (_is_of(h, context) if context.periods else h.is_plan)]
    held_against = _real(in_time) or in_time
    for verdict, test in (("found", _equals), ("rounds_to", _rounds)):
        if matched := [h for h in held_against if test(stated, context, h)]:
            return verdict, "", [_place(h) for h in matched]  # type: ignore[return-value]
    equal = [h for h in same_kind if _is_same_number(stated, h)]
    if held_against and _is_sure(context) and not _is_of_longer_name(equal, context):
        is_real = not held_against[0].is_simulated
        return (
            ("contradicts", "", [_place(h) for h in held_against])
            if is_real
            else ("unknown", "only_simulated", [_place(h) for h in held_against])
        )
    equal.sort(key=lambda h: (h.is_simulated, h not in fitting))
    if equal:
        return "unknown", "same_number", [_place(h) for h in equal]
    reason: Reason = "no_line" if not context.lines else "no_period" if fitting and not context.periods else "nothing"
    return "unknown", reason, []


def _is_sure(context: Context) -> bool:
    """Whether a sentence says of one thing of one body, so that another number contradicts it."""
    is_of_one = context.is_body_said or len(context.bodies) == 1
    return is_of_one and context.line_count == 1 and context.is_line_said


def _is_of_longer_name(equal: list[Held], context: Context) -> bool:
    """Whether the number stands under a name that holds the one said: "resultat" may be short for another result."""
    said = {stem(w.lower()) for line in context.lines for w in line.split()}
    own = [h for h in equal if _is_of(h, context) and h.body in context.bodies and h.line not in context.lines]
    return any(said <= {stem(w.lower()) for w in h.line.split()} for h in own)


def _real(group: Iterable[Held]) -> list[Held]:
    return [h for h in group if not h.is_simulated]


def _fits(h: Held, context: Context) -> bool:
    """Whether a figure is what the sentence speaks of, its time apart."""
    lines = context.lines
    if context.aspects & {"deviation", "forecast"} and (not lines or (lines & _RESULTS and h.body != context.region)):
        lines = lines | _RESULTS
    if h.line not in lines or (h.body and h.body not in context.bodies):
        return False
    if any(name not in context.areas for name in h.names) or (h.is_plan and context.areas and not h.names):
        return False
    return h.aspect in _wanted(context, h)


def _wanted(context: Context, h: Held) -> set[str]:
    """What of a line the words around the number ask for."""
    said = set(context.aspects)
    said -= {aspect for aspect, word in _IN_NAMES if word in h.line.lower()}
    if "deviation" in said or (context.goodness and "budget" in said):
        return {"forecast_deviation"} if "forecast" in said else {"deviation"}
    if "forecast" in said:
        return {"forecast"}
    if "prior" in said:
        return {"change", "growth"} if "change" in said or h.kind == "pct" or context.goodness else {"prior", "change"}
    if "target" in said:
        return {"target"}
    if "change" in said and (h.kind != "sek" or "level" not in said):
        return {"change", "growth", "level"} if h.is_plan else {"change", "growth"}
    if "budget" in said:
        return {"budget", "level"} if h.is_plan else {"budget"}
    return {"level", "budget"} if h.table == "mart.budget" else {"level"}


def _is_of(h: Held, context: Context) -> bool:
    """Whether a figure is of a time that the text names."""
    if h.last is None:
        return h.is_plan
    months = {p for p in context.periods if p[1]}
    if h.as_of and months and (h.as_of.year, h.as_of.month) not in months:
        return False
    if h.is_plan and not context.is_period_said:
        return True
    if h.first == h.last and h.last.month == 12 and (h.last.year, None) in context.periods:
        return True
    if h.is_plan or h.aspect in ("forecast", "forecast_deviation", "target"):
        return any(year == h.last.year for year, _ in context.periods)
    if h.is_year:
        is_said = (h.last.year, None) in context.periods and (context.is_year_said or not months)
        return is_said or (h.last.year, 12) in months
    if context.is_ytd and h.first and h.first.month == h.last.month and h.last.month > 1:
        return False
    return (h.last.year, h.last.month) in months


def _signed(stated: Stated, context: Context, h: Held) -> Decimal | None:
    """The number with the sign that the sentence gives it in the file's terms; None where only its size is said."""
    size = abs(stated.value)
    nature = next((n for n, names in words()["nature"].items() if h.line in names), "cost")
    up = context.direction if stated.sign is None else stated.sign
    if h.kind != "sek":
        if h.aspect in ("growth", "change"):
            return size * (up or 1)
        return stated.value
    if h.aspect in ("deviation", "forecast_deviation") or (
        h.aspect == "change" and (context.goodness or context.direction)
    ):
        if stated.sign == -1 and h.aspect != "change":
            return -size
        if context.goodness:
            return size * context.goodness
        if context.direction:
            return size * context.direction * (-1 if nature == "cost" else 1)
        return size * (stated.sign or 1)
    if nature == "result" and h.aspect in ("level", "forecast", "budget"):
        return size * (stated.sign or context.goodness or 1)
    return stated.value if stated.sign and nature != "cost" and h.aspect == "level" else None


def _gap(stated: Stated, context: Context, h: Held) -> tuple[Decimal, Decimal]:
    """How far a figure is from the number, and the number's size; a range is met anywhere inside it."""
    signed = _signed(stated, context, h)
    value = h.value if signed is not None else abs(h.value)
    target = signed if signed is not None else abs(stated.value)
    if stated.upper is not None:
        low, high = sorted((abs(stated.value), abs(stated.upper)))
        inside = low <= abs(value) <= high and (signed is None or (signed < 0) == (value < 0))
        return (Decimal(0) if inside else Decimal("Infinity")), high
    return abs(value - target), abs(target)


def _equals(stated: Stated, context: Context, h: Held) -> bool:
    return stated.upper is None and _gap(stated, context, h)[0] == 0


def _rounds(stated: Stated, context: Context, h: Held) -> bool:
    gap, size = _gap(stated, context, h)
    if stated.is_about and gap <= ABOUT * size:
        return True
    return gap <= max(stated.step / 2, (h.step or Decimal(0)) / 2 if _is_coarser(stated, h) else Decimal(0))


def _is_coarser(stated: Stated, h: Held) -> bool:
    """Whether the file has a figure only as it was printed, with fewer decimals than the text."""
    return h.step is not None and h.step > stated.step


def _is_same_number(stated: Stated, h: Held) -> bool:
    """Whether a figure is, or for a number of some digits rounds to, what is stated."""
    digits = len(str(abs(stated.printed)).replace(".", "").strip("0"))
    is_near = abs(abs(h.value) - abs(stated.value)) <= (stated.step / 2 if digits >= TELLING else 0)
    return stated.upper is None and stated.value != 0 and is_near


def _place(h: Held) -> Place:
    told = ", ".join(x for x in (h.line, *h.names, h.body or "", _months(h)) if x)
    return Place(h.table, dict(h.key), h.column, h.value, h.kind, told, h.body, h.is_simulated)


def _months(h: Held) -> str:
    if not (h.first and h.last):
        return ""
    first, last = f"{h.first:%Y-%m}", f"{h.last:%Y-%m}"
    return str(h.last.year) if h.is_year else first if first == last else f"{first}–{last}"
