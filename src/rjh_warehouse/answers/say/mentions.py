"""What a text names, with where: lines and areas by their words, boards by their names, years and months."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from rjh_warehouse.answers.say.held import words

Month = tuple[int | None, int | None]  # year, month
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
LAST_DAYS = 28  # the first day that can be a month's last one
_M = "|".join(_MONTHS)
_PERIOD = re.compile(
    rf"\b(?P<iso>20\d\d-(?:0[1-9]|1[0-2]))(?:-(?P<iso_day>\d\d))?\b"
    rf"|(?:\b(?P<day>\d{{1,2}})\s+)?\b(?P<month>{_M})(?:\s+(?P<my>20\d\d))?\b"
    r"|\b(?:tertial\s*|t)(?P<third>[123])\b(?:[,\s]+(?P<ty>20\d\d))?|\b(?P<half>delår\w*)"
    r"|(?<![\d/:-])(?P<span>20\d\d)\s*[-–]\s*(?P<to>20\d\d)\b|(?<![\d/:-])(?P<year>20\d\d)\b(?!:\d)",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"\s*(?:[-–]|till(?: och med)?|t\.?o\.?m\.?)\s*(?:{_M})\b", re.IGNORECASE)
_COMPARED = re.compile(r"\b(jämfört med|än|sedan|från|mot|sen)\s+(\w+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Names:
    """Names to look for, each with its ways of being said (`words.yaml` has them for the lines)."""

    names: tuple[str, ...]

    @cached_property
    def _ways(self) -> _Lines:
        own = words()["lines"]
        return tuple((name, tuple(_tokens(w) for w in own.get(name, [name]))) for name in self.names)

    def mentions(self, text: str) -> list[tuple[int, str]]:
        """The names that a text says; one whose words are all part of a longer name is left out."""
        return list(_line_mentions(text, self._ways))


def of_names(names: Iterable[str]) -> Names:
    """Names to look for."""
    return Names(tuple(sorted({name for name in names if name})))


def body_mentions(text: str, bodies: dict[str, list[str]]) -> list[tuple[int, str]]:
    """The boards that a text names; the longest name counts."""
    found, taken = [], set[int]()
    for word in sorted({w for names in bodies.values() for w in names}, key=len, reverse=True):
        for match in re.finditer(rf"(?<![\wåäö/]){re.escape(word)}(?:en|s|ens)?(?![\wåäö/])", text):
            if not taken & set(range(*match.span())):
                taken |= set(range(*match.span()))
                found += [(match.start(), code) for code, names in bodies.items() if word in names]
    return sorted(set(found))


def periods(text: str) -> list[tuple[int, Month]]:
    """The years and months that a text names as its own, with where; those that it only compares with are left out."""
    found: list[tuple[int, Month]] = []
    for match in _PERIOD.finditer(text):
        if _COMPARED.search(text[: match.start()]) and not match["month"]:
            continue
        if match["month"] and _UNTIL.match(text, match.end()):  # "januari–april" is told at its end
            continue
        at, g = match.start(), match.groupdict()
        if 0 < int(g["day"] or g["iso_day"] or 0) < LAST_DAYS:  # a day inside a month is when something was held
            continue
        if g["iso"]:
            found.append((at, (int(g["iso"][:4]), int(g["iso"][5:]))))
        elif g["month"]:
            found.append((at, (int(g["my"]) if g["my"] else None, _MONTHS.index(g["month"].lower()) + 1)))
        elif g["third"]:
            found.append((at, (int(g["ty"]) if g["ty"] else None, int(g["third"]) * 4)))
        elif g["half"]:
            found.append((at, (None, 8)))
        elif g["span"]:
            found += [(at, (year, None)) for year in range(int(g["span"]), int(g["to"]) + 1)]
        else:
            found.append((at, (int(g["year"]), None)))
    alone = {m for _, (y, m) in found if m and not y}
    years = [(at, y) for at, (y, m) in found if y]
    if alone and years:  # "april … 2024" is one month
        found = [
            (at, (min(years, key=lambda a: abs(a[0] - at))[1], m)) if m and not y else (at, (y, m))
            for at, (y, m) in found
        ]
    return found


def stem(word: str) -> str:
    """A word without its ending."""
    for ending in words()["endings"]:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def content_words(text: str) -> list[str]:
    """The words of a text that carry something, in order, without their endings."""
    return [stem(w) for w in _plain_words(text) if w not in words()["stop"]]


def _plain_words(text: str) -> list[str]:
    return re.findall(r"[a-zåäöéü]+", re.sub(r"(?<=\w)-\s*(?=[a-zåäö])", "", text.lower()))


def _tokens(name: str) -> tuple[str, ...]:
    bare = re.sub(r"\(.*?\)|\b\d+ (?:mkr|tkr|kr)\b", " ", name)
    return tuple(content_words(bare)) or (name.lower(),)


_Lines = tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


@cache
def _line_mentions(text: str, lines: _Lines) -> tuple[tuple[int, str], ...]:
    tokens = [(m.start(), m.group()) for m in re.finditer(r"[a-zåäöéü]+", text)]
    stems = [(at, word, stem(word)) for at, word in tokens]
    found: list[tuple[frozenset[int], int, str]] = []
    for name, ways in lines:
        for way in ways:
            places = [[n for n, (_, word, own) in enumerate(stems) if _is_word(word, own, part)] for part in way]
            is_long = len(way) >= 3 and len(ways) == 1
            stand = [p for p in places if p]
            if not places[0] or (len(stand) < len(way) if not is_long else len(stand) < len(way) * 0.6):
                continue
            for first in places[0]:
                rest = [min(p, key=lambda n: abs(n - first)) for p in stand]
                if is_long or max(rest) - min(rest) <= len(way) + 2:
                    found.append((frozenset(rest), stems[first][0], name))
    kept = [(at, name) for used, at, name in found if not any(used < other for other, _, _ in found)]
    return tuple(sorted(set(kept)))


def _is_word(word: str, own: str, part: str) -> bool:
    return own == part or word == part or (len(part) >= 5 and word.startswith(part) and len(word) - len(part) <= 14)
