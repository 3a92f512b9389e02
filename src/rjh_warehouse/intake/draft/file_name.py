"""From a file's and a sheet's name to patterns that take those of other periods and versions too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rjh_warehouse.contract.month_name import MONTH_GROUPS, MONTH_NAMES, month_in_name
from rjh_warehouse.intake.draft.across import literal
from rjh_warehouse.intake.draft.column import slug

_NAMES = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
_YEAR, _MM, _DD = r"(?:19|20)\d{2}", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_NAMED = rf"(?<![^\W_])(?:\d{{2}}[ _.-]+)?(?:{_NAMES})\.?(?![^\W\d_])"
_CLOCK = r"(?:[ T_-]\d{2}[.:_-]?\d{2}(?:[.:_-]?\d{2})?(?!\d))"
_PARTS = (  # what it says of time, and how it is found; the first that fits
    ("day", rf"(?<!\d){_YEAR}([-.]?){_MM}\1{_DD}(?!\d)"),
    ("day", rf"(?<!\d){_DD}\.{_MM}\.{_YEAR}(?!\d)"),
    ("day", rf"(?<!\d)\d{{1,2}} (?:{_NAMES}) {_YEAR}(?!\d)"),
    ("period", rf"(?<!\d){_YEAR}[-_. ]?[PM]{_MM}(?!\d)"),
    ("period", rf"(?<![^\W_])[PM]{_MM}[-_. ]?{_YEAR}(?!\d)"),
    ("period", rf"(?<!\d){_YEAR}[-_.]?{_MM}(?!\d)"),
    ("period", rf"(?<!\d){_YEAR}-[1-9](?!\d)"),
    ("period", rf"{_NAMED}[-_ ']*(?:{_YEAR}|\d{{2}})(?!\d)"),
    ("period", rf"(?<!\d){_YEAR}[-_ ]?{_NAMED}"),
    ("short_day", rf"(?<!\d)2\d{_MM}{_DD}(?!\d)"),
    ("year", rf"(?<!\d){_YEAR}(?!\d)"),
    ("month", _NAMED),
    ("part", r"(?<![^\W_])(?:tertial|kvartal|delår|vecka|period|week)[ _-]?\d{1,2}(?!\d)"),
    ("part", r"(?<![^\W_])[KQT]V?[1-4](?![^\W_])"),
)
_SHORT = (  # four digits that may be a year and a month: only where nothing else in the name says a time
    ("short_period", rf"(?<!\d)2\d{_MM}(?!\d)"),
    ("short_period", rf"(?<!\d){_MM}2\d(?!\d)"),
)
_VERSION = re.compile(r"[ _-]+(?:v|ver|rev)\.?\d+(?![^\W_])| \(\d+\)| - kopia| - copy", re.IGNORECASE)
_VERSION_AS = r"(?:[ _-]+(?:v|rev)\d+| \(\d+\))?"
_COPY = re.compile(r"(?:kopia av|copy of) ", re.IGNORECASE)
TIMES = frozenset(kind for kind, _ in (*_PARTS, *_SHORT))
_SHAPED = TIMES | {"version", "clock", "copy"}  # what is no text of a kind's list
_Piece = tuple[str | None, str]  # what a piece of the name is (None: words), and its text


def file_pattern(name: str, wanted: Mapping[str, str] | None = None, given: frozenset[str] = frozenset()) -> str:
    """A pattern that takes this file, its sisters of other periods and later versions of either.

    Args:
        wanted: the groups that a kind's own names have, with their patterns: no others are named. None: every year,
            month (202404, 2024-04, april 2024), day, quarter and tertial of the name becomes a named group.
        given: groups whose value a person says: the name is taken as it stands where that is a time.
    """
    stem, suffix = _halves(name)
    pieces = _pieces(stem, wanted or {})
    is_fixed = any(_is_time(wanted or {}, group) for group in given)
    groups: Counter[str] = Counter()
    parts = []
    for kind, text in pieces:
        if kind is None or (is_fixed and kind in TIMES):
            parts.append(literal(text))
            continue
        sisters = _sisters(kind, text) if kind in _SHAPED else (wanted or {})[kind]
        group = kind if wanted is None else _wanted(kind, text, wanted, pieces)
        if kind in {"version", "clock", "copy"} or group is None or group in given:
            parts.append(sisters if kind in TIMES or kind not in given else literal(text))
            continue
        groups[group] += 1
        parts.append(f"(?P<{group if groups[group] == 1 else f'{group}_{groups[group]}'}>{sisters})")
    has_version = any(kind == "version" for kind, _ in pieces)
    later = _VERSION_AS.replace("|rev", "") if any("rev" in own for own in (wanted or {}).values()) else _VERSION_AS
    return "".join(parts) + ("" if has_version else later) + (rf"\.(?i:{literal(suffix)})" if suffix else "")


def _sisters(kind: str, text: str) -> str:
    """A pattern of the texts that stand in this one's place in other files' names."""
    if kind == "version":
        return f"(?:{_VERSION_AS[3:-2]}|{literal(text)})?" if not re.fullmatch(_VERSION_AS, text) else _VERSION_AS
    if kind in {"clock", "copy"}:
        return f"{_CLOCK}?" if kind == "clock" else f"(?:{literal(text)})?"
    one = kind == "part" or re.search(r"-\d$", text) is not None
    plain = re.sub(r"\d+", lambda d: r"\d{1,2}" if one and len(d[0]) < 3 else rf"\d{{{len(d[0])}}}", literal(text))
    return re.sub(rf"(?<![^\W_])(?:{_NAMES})(?![^\W\d_])\\?\.?", r"[^\\W\\d_]+\\.?", plain, flags=re.IGNORECASE)


def code_of(name: str) -> str:
    """A code for the contract: the name without its times and versions."""
    words = [text for kind, text in _pieces(_halves(name)[0], {}) if kind is None]
    return slug("_".join(words), "contract")


def says_period(name: str) -> bool:
    """Whether something in the name tells one year or month from another: a month without a year does not."""
    kinds = {kind for kind, _ in _pieces(_halves(name)[0], {})}
    return bool(kinds & {"day", "period", "year", "short_day", "short_period"})


def wanted_groups(pattern: str) -> dict[str, str]:
    """The groups that every name of a kind's pattern has, with their own patterns."""
    may_lack = set(re.findall(r"\(\?:[^()]*\(\?P<(\w+)>[^()]*\)\)\?", pattern))
    return {name: own for name, own in re.findall(r"\(\?P<(\w+)>([^()]*)\)", pattern) if name not in may_lack}


def _halves(name: str) -> tuple[str, str]:
    """What stands before the last dot of a name and after it; a name without one is whole."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, suffix) if dot else (name, "")


def _pieces(stem: str, wanted: Mapping[str, str]) -> list[_Piece]:
    listed = [(group, rf"(?<![^\W_])(?-i:{own})(?![^\W_])") for group, own in wanted.items() if "|" in own]
    found = _split(_split([(None, stem)], listed), _PARTS)
    if not any(kind in TIMES for kind, _ in found):
        found = _split(found, _SHORT)
    rest: list[_Piece] = []
    for kind, text in found:
        rest += [(kind, text)] if kind else _around(text, follows=bool(rest) and rest[-1][0] == "day")
    return rest


def _split(pieces: Sequence[_Piece], parts: Sequence[tuple[str, str]]) -> list[_Piece]:
    """The pieces with those of words divided where a part is found."""
    forms = [(kind, re.compile(form, re.IGNORECASE)) for kind, form in parts]
    found: list[_Piece] = []
    for kind, text in pieces:
        at = 0
        while kind is None and at < len(text):
            hits = [(m.start(), n, m[0]) for n, (_, form) in enumerate(forms) if (m := form.search(text, at))]
            if not hits:
                break
            start, number, said = min(hits)
            found += [(None, text[at:start])] if start > at else []
            found.append((forms[number][0], said))
            at = start + len(said)
        found += [(kind, text[at:])] if at < len(text) else []
    return found


def _around(text: str, *, follows: bool) -> list[_Piece]:
    """Words without the clock of a day before them, the mark of a copy and that of a version."""
    found: list[_Piece] = []
    if follows and (clock := re.match(_CLOCK, text)):
        found.append(("clock", clock[0]))
    elif copy := _COPY.match(text):
        found.append(("copy", copy[0]))
    at = len(found[0][1]) if found else 0
    for mark in _VERSION.finditer(text, at):
        found += [(None, text[at : mark.start()])] if mark.start() > at else []
        found.append(("version", mark[0]))
        at = mark.end()
    return [*found, (None, text[at:])] if at < len(text) else found


def _is_time(wanted: Mapping[str, str], group: str) -> bool:
    return wanted.get(group, "").startswith(r"\d")


def _wanted(kind: str, text: str, wanted: Mapping[str, str], pieces: Sequence[_Piece]) -> str | None:
    """The kind's group that a piece is: one of its list, its year, or its month where one alone is said."""
    if kind in wanted and kind not in TIMES:
        return kind
    if sum(k in TIMES for k, _ in pieces) > 1:  # a span, or a year beside another: a person says which
        return None
    for group, own in wanted.items():
        if own == r"\d{4}" and kind == "year":
            return group
        if group in MONTH_GROUPS and month_in_name(text):
            return group
    return None


def sheet_pattern(sheet: str) -> str:
    """The sheet's name; its years and months may be others in another file."""
    return "^" + re.sub(r"(?:\\?\d){4,6}", r"\\d+", literal(sheet)) + "$"
