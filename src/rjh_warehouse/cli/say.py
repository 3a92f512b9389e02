"""`rjh say`: each number of a board's text held to the published file."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from rjh_warehouse.cli.base import NOTHING, OK, REJECTED, WRONG, fail, json_option, project_command, show
from rjh_warehouse.messages import Language, default_language
from rjh_warehouse.messages import say as told
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from rjh_warehouse.answers.say.verdict import Answer, Place, Verdict

MOST_BYTES = 2_000_000
ENCODINGS = ("utf-8-sig", "cp1252")
VERDICTS: tuple[Verdict, ...] = ("found", "rounds_to", "contradicts", "unknown")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True), default="-")
@click.option("--lang", type=click.Choice(["sv", "en"]), help="Language of the answer [default: sv].")
@json_option
@project_command
def say(project: Project, file: Path, lang: str | None, as_json: bool) -> None:
    """Hold each number of a text (plain text, Swedish; - or nothing: standard input) to what is published.

    \b
    found        the file has it, for what the sentence is about
    rounds to    the file's number rounds to it, lies in its range, or near it where the text says "drygt" or "cirka"
    contradicts  the file has another number for what the sentence is about; a simulated one never contradicts
    unknown      the sentence names nothing that the file has; the same number elsewhere is told, and is no proof

    What a sentence is about comes from its words and its headings: board, month or year, line of cost, indicator,
    measure, investment; budget, last year, forecast; more or less, better or worse. A sentence of a plan is held to
    the plan. Dates, years, paragraphs and pages are no figures. Ends with 1 where anything contradicts.

    Example: rjh say ordforandens_tal.txt
    """
    from rjh_warehouse.answers.say.verdict import answer_text

    language = cast("Language", lang or default_language())
    answers = answer_text(project, _read(file))
    if as_json:
        show(json.dumps([_plain(a) for a in answers], ensure_ascii=False, indent=1, default=str))
    else:
        for answer in answers:
            _show(answer, language)
        counts = Counter(a.verdict for a in answers)
        show(told("say.total", language, count=len(answers), **{v: counts[v] for v in VERDICTS}))
        if simulated := sum(_stands_on_simulated(a) for a in answers):
            show(told("say.simulated", language, count=simulated))
    sys.exit(REJECTED if any(a.verdict == "contradicts" for a in answers) else OK)


def _read(file: Path) -> str:
    """The text, in UTF-8 or as older systems write it."""
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1) if str(file) == "-" else file.read_bytes()
    except FileNotFoundError:
        fail(NOTHING, told("say.no_file", path=file))
    if len(raw) > MOST_BYTES:
        fail(WRONG, told("say.too_long", path=file, most=MOST_BYTES // 1_000_000))
    if b"\x00" in raw[:4096] or raw.startswith((b"PK\x03\x04", b"%PDF")):
        fail(WRONG, told("say.not_text", path=file))
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _stands_on_simulated(answer: Answer) -> bool:
    return answer.verdict != "unknown" and all(p.is_simulated for p in answer.places)


def _show(answer: Answer, language: Language) -> None:
    show(
        told(
            f"say.{answer.verdict}", language, line=answer.line_number, text=answer.text,
            sentence=_around(answer.sentence, answer.text),
        )
    )  # fmt: skip
    if answer.reason:
        show("    " + told(f"say.why_{answer.reason}", language))
    for place in answer.places:
        mark = f"[{told('report.simulated', language)}] " if place.is_simulated else ""
        value = _value(place, language)
        show(f"    {mark}{value}: {place.told} ({place.table}.{place.column})")
        if answer.verdict != "unknown":
            show(f"      {_trace(place)}")
    if answer.place_count > len(answer.places):
        show("    " + told("say.more", language, count=answer.place_count - len(answer.places)))
    if answer.verdict in ("found", "rounds_to", "contradicts") and not answer.is_body_said and answer.is_of_region:
        show("    " + told("say.read_as_region", language))


def _around(sentence: str, text: str, most: int = 100) -> str:
    """The stretch of a sentence that a number stands in."""
    at = max(0, sentence.find(text) - most // 2)
    cut = sentence[at : at + most].strip()
    return ("… " if at else "") + cut + (" …" if at + most < len(sentence) else "")


def _value(place: Place, language: Language) -> str:
    """A value with its unit, in the largest unit that loses nothing that a reader needs."""
    if place.kind == "sek":
        size = abs(place.value)
        factor, unit = (1_000_000, "mkr") if size >= 1_000_000 else (1000, "tkr") if size >= 1000 else (1, "kr")
        return f"{_number(place.value / factor, language)} {told(f'say.unit_{unit}', language)}"
    return f"{_number(place.value, language)}{' %' if place.kind == 'pct' else ''}"


def _number(value: Decimal, language: Language) -> str:
    rounded = round(value, 3).normalize()
    text = f"{rounded:,f}"
    if language == "sv":
        text = text.replace(",", "\u00a0").replace(".", ",")
    return text.replace("-", "−")


def _trace(place: Place) -> str:
    from rjh_warehouse.answers.trace_line import trace_line

    return trace_line(place.table, place.key, place.column)


def _plain(answer: Answer) -> dict[str, Any]:
    told_of = asdict(answer)
    for place, row in zip(answer.places, told_of["places"], strict=True):
        row["trace"] = _trace(place)
    return told_of
