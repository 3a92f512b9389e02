"""The report as one HTML page that loads nothing: no script, no font, no picture from elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from string import Formatter

from rjh_warehouse import __version__
from rjh_warehouse.messages import Language, catalogue, say
from rjh_warehouse.report.answer import Answer, Row
from rjh_warehouse.report.figure import figure
from rjh_warehouse.report.markup import Content, Html, element, join
from rjh_warehouse.report.note import empty_line, incomplete_lines, note_line, simulated_line
from rjh_warehouse.report.number import is_number, shown
from rjh_warehouse.report.picture import Picture, pictures
from rjh_warehouse.report.question import Column, Section, Sentence
from rjh_warehouse.report.sections import SECTIONS, TERMS

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
UNIT = re.compile(r" ?\w*[.,;:)]*")  # what may not be parted from its number by the end of a line
LONG, LONGER = 40, 90  # characters that need a column of some width
UNITS = {"mkr": "unit_mkr", "tkr": "unit_tkr", "pct": "unit_pct"}


@dataclass(frozen=True)
class About:
    """What a page is of: the month, the board (RJH: the region), its name, and the file that it was made from."""

    month: dt.date
    board: str
    board_name: str
    source: str
    release: Mapping[str, str]
    language: Language


def render(about: About, answered: Mapping[str, Answer]) -> str:
    """The page. The same file and the same package give the same page, byte for byte."""
    language = about.language
    title = say("page.title", language, month=month_words(about.month, language), board=about.board_name)
    style = (resources.files(__package__) / "style.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("title", title),
        element("style", Html(style + _print_header(title))),
    )
    names = [section.name for section in SECTIONS] + ["terms"]
    links = [element("li", element("a", say(f"page.section.{n}", language), href=f"#{n}")) for n in names]
    main = element(
        "main",
        *(_section(section, about, answered) for section in SECTIONS),
        _terms(language),
        data_report=f"{about.month:%Y-%m}",
        data_board=about.board,
        data_language=language,
        data_source=about.source,
        data_release=about.release["release_id"],
        data_package=__version__,
    )
    body = element(
        "body",
        element("header", element("h1", title), *_origin(about)),
        element("nav", element("ul", *links), aria_label=say("page.contents", language)),
        main,
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=language)}\n".replace("</tr>", "</tr>\n")


def _print_header(title: str) -> str:
    """What stands over each printed page; as CSS in which nothing of the data can end the text or the element."""
    written = "".join(c if (c.isascii() and c.isalnum()) or c == " " else f"\\{ord(c):x} " for c in title)
    return f'@media print {{ @page {{ @top-left {{ content: "{written}"; font-size: 8pt; }} }} }}\n'


def month_words(month: dt.date, language: Language) -> str:
    return f"{say(f'page.month.{month.month}', language)} {month.year}"


def _origin(about: About) -> list[Html]:
    """Which file the page stands on, and how its figures are opened."""
    language = about.language
    kind = "page.from_published" if about.source == "published" else "page.from_closed"
    release = {**about.release, "as_of": about.release.get("as_of") or say("page.all_known", language)}
    return [
        element("p", say(kind, language, source=about.source, **release)),
        element("p", say("page.how", language), class_="note"),
    ]


def _section(section: Section, about: About, answered: Mapping[str, Answer]) -> Html:
    language = about.language
    own = [answered[question.name] for question in section.questions]
    content: list[Content] = [element("h2", say(f"page.section.{section.name}", language))]
    if (simulated := simulated_line(own, language)) is not None:
        content.append(element("p", simulated, class_="simulated"))
    for answer in own:
        content += _question(answer, about)
    return element("section", *content, id=section.name)


def _question(answer: Answer, about: About) -> list[Html]:
    language, question = about.language, answer.question
    heading = [] if question.sentences else [element("h3", say(f"page.question.{question.name}", language))]
    if not answer.rows and not answer.missing and question.is_silent:
        return []
    if (empty := empty_line(answer, language)) is not None:
        return [*heading, element("p", empty, class_="note")]
    found = heading + [element("p", line, class_="incomplete") for line in incomplete_lines(answer, language)]
    if (note := note_line(answer, language)) is not None:
        found.append(element("p", note, class_="note"))
    if question.sentences:
        sentences = [_sentence(s, answer, row, about) for row in answer.rows for s in question.sentences]
        return [*found, element("ul", *sentences)]
    found += [_picture(picture) for picture in pictures(answer, language)]
    table = _table(answer, language)
    if question.is_folded:
        table = element("details", element("summary", say("page.as_table", language)), table, class_="folded")
    return [*found, table]


def _sentence(sentence: Sentence, answer: Answer, row: Row, about: About) -> Html:
    """A sentence of the catalogue with figures in its places; its wording is that of the sign that it carries."""
    columns = {c.name: c for c in answer.question.columns}
    places: dict[str, str] = {"period": _period(about), "year": str(about.month.year), "board": about.board_name}
    content: list[Content] = []
    after: Html | None = None  # the figure that the next text stands after
    for text, place, reading, _ in Formatter().parse(_wording(sentence, columns, row, about.language)):
        unit = UNIT.match(text) if after else None
        if after:
            content.append(element("span", after, unit[0] if unit else "", class_="together"))
            text, after = text[unit.end() :] if unit else text, None
        content.append(text)
        if place in columns and is_number(columns[place].kind):
            after = figure(answer, columns[place], row, about.language, reading or "")
        elif place in columns:
            english = row.get(f"{place}_en") if about.language == "en" else None
            content.append(shown(english or row.get(place), columns[place].kind, about.language))
        elif place:
            content.append(places[place])
    return element("li", *content, *([after] if after else []))


def _wording(sentence: Sentence, columns: Mapping[str, Column], row: Row, language: Language) -> str:
    """The sentence for a value above, below or equal to zero as it is shown, or unknown; else its one wording."""
    code = f"page.sentence.{sentence.name}"
    if sentence.by:
        value = row.get(sentence.by)
        text = shown(value, columns[sentence.by].kind, "en")
        sign = "unknown" if value is None else "below" if text[0] == "−" else "above" if text.strip("0.") else "equal"
        code = f"{code}.{sign}" if f"{code}.{sign}" in catalogue() else code
    return catalogue()[code][language]


def _period(about: About) -> str:
    first, last = (say(f"page.month.{n}", about.language) for n in (1, about.month.month))
    return f"{first} {about.month.year}" if about.month.month == 1 else f"{first}–{last} {about.month.year}"


def _picture(picture: Picture) -> Html:
    drawn = Html(picture.svg().replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))
    image = element("div", drawn, role="img", aria_label=picture.alternative)
    return element("figure", image, element("figcaption", picture.alternative))


def _table(answer: Answer, language: Language) -> Html:
    question = answer.question
    name = say(f"page.question.{question.name}", language)
    mixed = 0 < answer.simulated_count < len(answer.rows)
    head = [
        element("th", heading(c, language), scope="col", class_="number" if is_number(c.kind) else None)
        for c in question.columns
    ]
    rows = [_row(answer, row, mixed, language) for row in answer.rows]
    table = element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *rows),
    )
    return element("div", table, class_="scroll", role="region", aria_label=name, tabindex="0")


def _row(answer: Answer, row: Row, mixed: bool, language: Language) -> Html:
    marks = [
        say(f"page.mark_{mark}", language)
        for mark, is_set in (("simulated", mixed and row.get("is_simulated")), ("incomplete", row in answer.incomplete))
        if is_set
    ]
    cells = []
    for number, column in enumerate(answer.question.columns):
        if is_number(column.kind):
            cells.append(element("td", figure(answer, column, row, language), class_="number"))
            continue
        translated = f"{column.name}_en"
        is_english = language == "en" and row.get(translated) is not None
        text = shown(row.get(translated if is_english else column.name), column.kind, language)
        swedish = "sv" if language == "en" and row.get(translated) is None and column.kind == "text" else None
        if number == 0:
            marked = f"{text} ({', '.join(marks)})" if marks else text
            cells.append(element("th", marked, scope="row", lang=swedish))
        else:
            cells.append(element("td", text, class_=_text_class(text), lang=swedish))
    return element("tr", *cells)


def _text_class(text: str) -> str:
    return "text longer" if len(text) > LONGER else "text long" if len(text) > LONG else "text"


def heading(column: Column, language: Language) -> str:
    unit = UNITS.get(column.kind)
    label = say(f"page.column.{column.name}", language)
    return f"{label}, {say(f'page.{unit}', language)}" if unit else label


def _terms(language: Language) -> Html:
    told = [
        join([element("dt", say(f"page.term.{t}", language)), element("dd", say(f"page.meaning.{t}", language))])
        for t in TERMS
    ]
    heading = element("h2", say("page.section.terms", language))
    return element("section", heading, element("dl", *told, class_="terms"), id="terms")
