"""The site's pages as text by file name: an index with search, a page a table, and the questions with their answers."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

import jinja2
from markupsafe import Markup

from rjh_warehouse.messages import Language, catalogue, say
from rjh_warehouse.report.number import NONE, number
from rjh_warehouse.report.site.inventory import Answered, Table

MARK = '<meta name="generator" content="rjh site">'  # by which a folder is known to be a site of ours
SCHEMAS = ("mart", "quality", "core", "meta")


def pages(
    release: Mapping[str, str], tables: Sequence[Table], questions: Sequence[Answered], language: Language
) -> dict[str, str]:
    """Every page by its file name. The same file and language give the same pages, byte for byte."""
    environment = _environment(language)
    known = {table.name: table for table in tables}
    shared: dict[str, Any] = {
        "language": language,
        "release": {**release, "as_of": release.get("as_of") or say("site.all_known", language)},
        "known": known,
        "schemas": [s for s in SCHEMAS if any(t.name.startswith(f"{s}.") for t in tables)],
        "tables": tables,
        "parts": [(part, list(own)) for part, own in groupby(questions, key=lambda a: a.question.part)],
        "style": Markup(_file("site.css")),
        "script": Markup(_file("search.js")),
        "script_hash": base64.b64encode(hashlib.sha256(_file("search.js").encode()).digest()).decode(),
        "mark": Markup(MARK),
    }
    made = {
        "index.html": environment.get_template("index.html").render(
            **shared, index=_index(tables, questions, language)
        ),
        "questions.html": environment.get_template("questions.html").render(
            **shared, simulated={a.question.number: _reads_simulated(a, known) for a in questions}
        ),
    }
    for table in tables:
        asked = [a for a in questions if table.name in a.tables]
        made[f"{table.name}.html"] = environment.get_template("table.html").render(**shared, table=table, asked=asked)
    return made


def _environment(language: Language) -> jinja2.Environment:
    """Templates in which everything that is shown is escaped and a name that does not exist stops the page."""
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: _file(f"templates/{name}")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["say"] = lambda code, **places: say(f"site.{code}", language, **places)
    environment.globals["word"] = lambda code: (
        say(f"page.code.{code}", language) if f"page.code.{code}" in catalogue() else code
    )
    environment.filters["shown"] = lambda value: _shown(value, language)
    environment.filters["is_number"] = lambda value: isinstance(value, int | float | Decimal) and value is not True
    return environment


def _shown(value: Any, language: Language) -> str:
    if value is None:
        return NONE
    if isinstance(value, bool):
        return say("page.yes" if value else "page.no", language)
    if isinstance(value, int | Decimal):
        return number(Decimal(value), None, language)
    return str(value)


def _reads_simulated(answer: Answered, known: Mapping[str, Table]) -> bool:
    """Whether an answer may hold simulated rows: those that say so decide, else what is asked about."""
    if "is_simulated" in answer.names:
        place = answer.names.index("is_simulated")
        return any(row[place] for row in answer.rows)
    asked = [] if answer.question.is_of_documents else answer.tables
    return any(known[table].simulated_count for table in asked if table in known)


def _index(tables: Sequence[Table], questions: Sequence[Answered], language: Language) -> Markup:
    """What the search looks in, as JSON that cannot end its own element."""
    found: list[list[str]] = []
    for table in tables:
        found.append([f"{table.name}.html", table.name, table.description, swedish_of(table.name.partition(".")[2])])
        for column in table.columns:
            words = " ".join(f"{code.code} {code.words}".strip() for code in column.codes)
            words = f"{words} {swedish_of(column.name)}".strip()
            found.append([f"{table.name}.html#{column.name}", f"{table.name}.{column.name}", column.meaning, words])
    for answer in questions:
        asked = answer.question
        own, other = (asked.words_en, asked.words) if language == "en" else (asked.words, asked.words_en)
        found.append([f"questions.html#q{asked.number}", own, other, asked.sql])
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def swedish_of(name: str) -> str:
    """The Swedish words for what the name of a table or column is made of: names are in English, readers seldom so."""
    return " ".join(swedish for schema, swedish in _words().items() if f"_{schema}_" in f"_{name}_")


@cache
def _words() -> dict[str, str]:
    return {row["schema"]: row["swedish"] for row in csv.DictReader(_file("words.csv").splitlines())}


def _file(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")
