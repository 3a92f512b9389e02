"""Hidden numbers searched for in what is handed out, by who has the build and so knows them.

A passage (a row, a line, a paragraph, a picture's label) that names an indicator, an organisation and a period of a
hidden outcome, and holds its number or the number of persons behind it, is told, for a person to look at: a target may
be the same number by chance. What can be computed from tables is `disclose`'s to find.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib import resources
from pathlib import Path

import duckdb

from rjh_warehouse.answers.outputs import files_of, passages

SHORTEST = 4  # letters of a name that says anything
MOST_TEXT = 200  # letters of a passage that are printed
_TOKEN = re.compile(
    r"(?<![\w.,])[-−]?\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?![\w])|(?<![\w.,])[-−]?\d+(?:[.,]\d+)?(?!\w)"
)


@dataclass(frozen=True)
class Leak:
    """A passage that names a hidden outcome and holds its number."""

    file: Path
    place: str
    indicator_code: str
    organisation_code: str
    period_text: str
    gender_code: str
    passage: str


@dataclass(frozen=True)
class _Hidden:
    indicator_code: str
    words: re.Pattern[str]
    organisation_code: str
    period: re.Pattern[str]
    period_text: str
    gender_code: str
    numbers: frozenset[Decimal]


def search(database: Path, paths: list[Path]) -> list[Leak]:
    """Every passage below the paths that tells a number which the build of `database` hides.

    Raises:
        duckdb.Error: the build's database, or a published file, cannot be read.
    """
    hidden, names = _hidden(database)
    if not names:
        return []
    organisations = re.compile(
        r"(?<!\w)(" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")(?!\w)"
    )
    return [
        Leak(file, place, h.indicator_code, h.organisation_code, h.period_text, h.gender_code, text.strip()[:MOST_TEXT])
        for file in files_of(paths)
        for place, text in passages(file)
        for h in _told(text, organisations, names, hidden)
    ]


def _told(
    text: str, organisations: re.Pattern[str], names: dict[str, str], hidden: dict[str, list[_Hidden]]
) -> list[_Hidden]:
    found = {names[name] for name in organisations.findall(text)}
    if not found:
        return []
    named = [h for code in sorted(found) for h in hidden[code] if h.words.search(text) and h.period.search(text)]
    return [h for h in named if h.numbers & _numbers(h.period.sub(" ", organisations.sub(" ", h.words.sub(" ", text))))]


def _hidden(database: Path) -> tuple[dict[str, list[_Hidden]], dict[str, str]]:
    """The hidden outcomes by organisation, and the organisations by code and name."""
    hidden: dict[str, list[_Hidden]] = defaultdict(list)
    names: dict[str, str] = {}
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{str(database).replace(chr(39), chr(39) * 2)}' AS {database.stem} (READ_ONLY)")
        connection.execute(f"USE {database.stem}")
        query = (resources.files(__package__) / "hidden_outcome.sql").read_text(encoding="utf-8")
        for code, words, organisation, name, period, start, kind, gender, *numbers in connection.execute(
            query
        ).fetchall():
            names[organisation] = organisation
            if name and len(name) >= SHORTEST:
                names[name] = organisation
            texts = [code, *([words] if words and len(words) >= SHORTEST else [])]
            hidden[organisation].append(
                _Hidden(
                    code, _any_of(texts), organisation, _any_of(_periods(period, start, kind)), period, gender,
                    frozenset(Decimal(n).normalize() for n in numbers if n is not None),
                )
            )  # fmt: skip
    return hidden, names


def _periods(text: str, start: object, kind: str) -> list[str]:
    year, month = str(start)[:4], int(str(start)[5:7])
    if kind == "år":
        return [text, year]
    if kind == "tertial":
        return [text, f"{year}-T{(month + 3) // 4}", f"{year} T{(month + 3) // 4}"]
    return [text, str(start)[:7], str(start)]


def _any_of(texts: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, texts)) + r")(?!\w)", re.IGNORECASE)


def _numbers(text: str) -> set[Decimal]:
    found = set()
    for token in _TOKEN.findall(text):
        plain = re.sub(r"\s|\u00a0|\u202f", "", token).replace("−", "-").replace(",", ".")
        try:
            found.add(Decimal(plain).normalize())
        except InvalidOperation:
            continue
    return found
