"""Numbers as Swedish texts write them: digits or words, sign, unit, ranges; dates, years and references are none."""

from __future__ import annotations

import bisect
import re
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["sek", "pct", "points", "count"]

_SPACE = "[ \u00a0\u2009\u202f]"
_DIGITS = rf"(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|\d{{1,3}}(?:\.\d{{3}})+(?![\d.])|\d+)(?:[.,]\d+)?"
_WORDS: dict[str, int | Decimal] = {
    **{"två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10, "elva": 11},
    **{"tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50},
    **{
        "sextio": 60,
        "sjuttio": 70,
        "åttio": 80,
        "nittio": 90,
        "hundra": 100,
        "en": 1,
        "ett": 1,
        "en halv": Decimal("0.5"),
    },
}
_WORD = "|".join(sorted((w.replace(" ", r"\s+") for w in _WORDS), key=len, reverse=True))
_UNITS: tuple[tuple[str, Kind, Decimal], ...] = (
    (r"miljard(?:er)?(?:\s+kr(?:onor)?)?\b|mdkr\b|mdr\b\.?(?:\s*kr)?", "sek", Decimal(10) ** 9),
    (r"mkr\b|mnkr\b|msek\b|milj(?:on(?:er)?\b|\b\.?)(?:\s*kr(?:onor)?\b)?", "sek", Decimal(10) ** 6),
    (r"tkr\b|kkr\b|ksek\b|tusen\s+kr(?:onor)?\b", "sek", Decimal(1000)),
    (r"kr(?:onor)?\b|sek\b", "sek", Decimal(1)),
    (r"öre\b", "sek", Decimal("0.01")),
    (r"procentenhet(?:er)?\b|%-enhet(?:er)?\b", "points", Decimal(1)),
    (r"%|procent\b|pct\b", "pct", Decimal(1)),
)
_UNIT = "|".join(f"(?P<u{n}>{pattern})" for n, (pattern, _, _) in enumerate(_UNITS))
_SIGN = rf"(?:(?<![\w,.])(?P<sign>minus\s+|plus\s+|[-−–+]{_SPACE}?))?"
_AMOUNT = rf"(?<![\w,./:§])(?P<number>{_DIGITS}|(?:{_WORD})(?![\wåäö]))"
_RANGE = rf"(?:(?P<joint>[-–−]| [-–−] | till | och )(?P<upper>{_DIGITS}))?"
_FIGURE = re.compile(rf"{_SIGN}{_AMOUNT}{_RANGE}(?:[ \s\u00a0\u2009\u202f]*(?:{_UNIT}))?", re.IGNORECASE)
_MONTH = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_NO_FIGURE = re.compile(
    r"\b(?:19|20)\d\d[-–](?:(?:19|20)\d\d|\d\d?[-–]\d\d?|[Tt][123]|\d\d)\b"  # periods and dates
    rf"|\b\d{{1,2}}(?:\s*[-–]\s*\d{{1,2}})?\s+(?:{_MONTH})(?:\s+(?:19|20)\d\d)?"
    rf"|\b(?:{_MONTH})\s+(?:19|20)\d\d"
    r"|§+\s*\d+\w?|\b\d+\s*(?:kap\.?)\s*\d*\s*\w?\s*(?:[-–]\s*\d+)?\s*§*|\b\d+\s*\w?(?:\s*[-–]\s*\d+)?\s*§+"
    r"|\b(?:SFS\s*)?(?:19|20)?\d\d:\d+\b|\b[A-ZÅÄÖ]{2,}/\d+[:/\d]*\d|\b\d+/\d{2,4}\b|\b\d{1,2}/\d{1,2}\b"
    r"|\bkl\.?\s*\d{1,2}[.:]\d\d|\b\d\s*\(\d+\)|\+?\b0\d{1,3}[-–]\d[\d ]+"
    r"|\b(?:sid(?:an|a|orna|or)?|s\.|nr|nummer|punkt|bilaga|plan|avd(?:elning)?|hus|rum|våning|åk|årskurs|version"
    r"|tabell|diagram|figur|kapitel|avsnitt|artikel|steg|kvartal|tertial|fas|del|program|agenda|färdplan|covid|mål)"
    r"[ -]*\d+[\w.]*"
    r"|\b[A-Za-zÅÄÖåäö]+[-–]?\d+\w*|\b\d+[-–]?[A-Za-zÅÄÖåäö]+\d\w*"
    r"|(?:^|(?<=\n))\s*\d{1,2}[.)]\s|\d+\+"
    r"|\b\d{1,2}\s*[-–]\s*\d{1,2}\s+år\b|\.{3,}\s*\d+|https?://\S+|\S+@\S+",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:19[5-9]\d|20[0-6]\d)(?![\d,.]*\d)(?!\s*(?:mkr|mnkr|tkr|kr\b|kronor|milj|%|procent|st\b|personer))"
)
_UNIT_NEXT = re.compile(rf"[ \s]*(?:{_UNIT})", re.IGNORECASE)
NEAR = 60  # characters before a figure that are looked at
_ABOUT = re.compile(
    r"\b(ca\.?|cirka|omkring|ungefär|runt|drygt|knappt|nästan|närmare|uppemot)\s+(?:minus\s+|[-−–])?$", re.I
)
_JOINED = re.compile(r"^\s*(?:,|och|respektive|resp\.?|eller|samt|till|av)\s*$")
_OF = re.compile(r"^\s+av\s+$")
_YEARS_LONG = re.compile(r"\b(två|tre|fyra|fem|tio)årig\w*|\bhalver\w+", re.IGNORECASE)


@dataclass(frozen=True)
class Stated:
    """A number in a text.

    `value` and `upper` (of a range) are in kronor, per cent, points or pieces; `step` is the unit of the last digit
    written; `sign` is what stands as sign, or as the word minus or plus, or None.
    """

    text: str
    start: int
    end: int
    value: Decimal
    step: Decimal
    kind: Kind
    has_unit: bool
    printed: Decimal
    sign: int | None = None
    upper: Decimal | None = None
    is_about: bool = False
    in_words: bool = False


def numbers(text: str, unit_of_table: str = "") -> list[Stated]:
    """The figures of a sentence or row, in order.

    Args:
        unit_of_table: the words of a table's head; a unit in them is that of its numbers without one.
    """
    covered = _covered(text)
    found, at = [], 0
    while match := _FIGURE.search(text, at):
        at = match.end()
        opened = re.search(r"\b(mellan|från)\s+$", _before(text, match), re.IGNORECASE)
        word = opened[1].lower() if opened else ""
        if (match["joint"] == " och " and word != "mellan") or (match["joint"] == " till " and word == "från"):
            at = match.end("number")  # two numbers
            match = _FIGURE.fullmatch(text, match.start(), at) or match
        if not _is_covered(match.start("number"), covered):
            stated = _stated(text, match)
            found += [] if stated.in_words and stated.value == 1 and not stated.has_unit else [stated]
    found = _with_units_of_next(text, found)
    if unit_of_table and (head := _unit_in(unit_of_table)):
        found = [s if s.has_unit or s.in_words else _in_unit(s, *head) for s in found]
    found += [_years_long(m) for m in _YEARS_LONG.finditer(text)]
    return sorted(found, key=lambda s: s.start)


def without_numbers(text: str, found: list[Stated]) -> str:
    """A text with its figures taken out; dates, years and references stay."""
    for stated in reversed(found):
        text = text[: stated.start] + " " * (stated.end - stated.start) + text[stated.end :]
    return text


def _covered(text: str) -> list[tuple[int, int]]:
    """The stretches that are no figures, in order and joined where they overlap."""
    spans = (m.span() for p in (_NO_FIGURE, _YEAR) for m in p.finditer(text) if not _is_amount(text, m))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_amount(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a reference is a range of money: "10–12 mkr" is no date."""
    return bool(_UNIT_NEXT.match(text, match.end())) and match.group()[0].isdigit()


def _before(text: str, match: re.Match[str]) -> str:
    """The words just before a figure; all that stands before it would make a long text slow."""
    return text[max(0, match.start() - NEAR) : match.start()]


def _is_covered(at: int, covered: list[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the stretches, which are in order."""
    number = bisect.bisect(covered, (at, sys.maxsize))
    return number > 0 and at < covered[number - 1][1]


def _stated(text: str, match: re.Match[str]) -> Stated:
    printed, step = _value(match["number"])
    unit = next((n for n in range(len(_UNITS)) if match[f"u{n}"]), None)
    kind, factor = (_UNITS[unit][1], _UNITS[unit][2]) if unit is not None else ("count", Decimal(1))
    sign = (match["sign"] or "").strip().lower()
    negative = sign in ("minus", "-", "−", "–")
    if negative and re.search(r"\d$" if match["sign"].strip() == match["sign"] else r"\d *$", _before(text, match)):
        negative, sign = False, ""  # a dash between two numbers
    upper = _value(match["upper"])[0] if match["upper"] else None
    return Stated(
        text=" ".join(match.group().split()),
        start=match.start(),
        end=match.end(),
        value=(-printed if negative else printed) * factor,
        step=step * factor,
        kind=kind,
        has_unit=unit is not None,
        printed=-printed if negative else printed,
        sign=-1 if negative else 1 if sign else None,
        upper=None if upper is None else upper * factor,
        is_about=bool(_ABOUT.search(_before(text, match))),
        in_words=not match["number"][0].isdigit(),
    )


def _value(text: str) -> tuple[Decimal, Decimal]:
    """A number's value, and the value of one in its last digit."""
    word = " ".join(text.lower().split())
    if word in _WORDS:
        value = Decimal(_WORDS[word])
        return value, Decimal("0.1") if value % 1 else Decimal(1)
    plain = re.sub(_SPACE, "", text)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", plain):
        plain = plain.replace(".", "")
    value = Decimal(plain.replace(",", "."))
    return value, Decimal(1).scaleb(int(value.as_tuple().exponent))


def _with_units_of_next(text: str, found: list[Stated]) -> list[Stated]:
    """ "25 och 116 mkr": a number without unit takes that of the next when only a joining word stands between them."""
    result: list[Stated] = []
    for number, stated in reversed(list(enumerate(found))):
        after = result[-1] if result else None
        between = text[stated.end : after.start] if after else ""
        joined = _JOINED.match(between) and not (stated.in_words and "," in between) and not _OF.match(between)
        if after and not stated.has_unit and joined and after.has_unit:
            factor = abs(after.value / after.printed) if after.printed else Decimal(1)
            stated = _in_unit(found[number], after.kind, factor)
        result.append(stated)
    return result[::-1]


def _in_unit(stated: Stated, kind: Kind, factor: Decimal) -> Stated:
    from dataclasses import replace

    upper = None if stated.upper is None else stated.upper * factor
    return replace(
        stated, value=stated.printed * factor, step=stated.step * factor, kind=kind, has_unit=True, upper=upper
    )


def _unit_in(head: str) -> tuple[Kind, Decimal] | None:
    """The unit that a table's head names: as a cell of its own, or in brackets at the end of a cell."""
    for cell in re.split(r"[\t|]", head):
        for pattern, kind, factor in _UNITS:
            if re.search(rf"(?:^\s*|\()(?:i\s+)?(?:{pattern})\)?\s*$", cell, re.IGNORECASE):
                return kind, factor
    return None


def _years_long(match: re.Match[str]) -> Stated:
    """ "treårig" is three years, "halvera" is 50 per cent."""
    years = _WORDS.get((match[1] or "").lower())
    value = Decimal(years or 50)
    kind: Kind = "count" if years else "pct"
    return Stated(
        match.group(),
        match.start(),
        match.end(),
        value,
        Decimal(1),
        kind,
        not years,
        value,
        in_words=True,
    )
