"""What a number's sentence is about: whose, of when, which line and what of it, and which way.

Each is taken from the words nearest to the number: between the number before and this one, then up to the next comma or
"och", then earlier and later in the sentence, then the headings from the nearest up, then what was said last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from rjh_warehouse.answers.say.held import Bodies, words
from rjh_warehouse.answers.say.mentions import Month, body_mentions, content_words, of_names, periods
from rjh_warehouse.answers.say.passage import Passage
from rjh_warehouse.answers.say.stated import Stated

T = TypeVar("T")
_GOES_ON = re.compile(r"^\s*(det|detta|den|dessa|vilket|därav|varav|här)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;()]|\boch\b|\bmen\b|\bvilket\b|\bsamt\b|\brespektive\b|\t|\|")
_Read = Callable[[str], list[tuple[int, str]]]
SHORT = 6  # content words of a sentence that a heading may complete
_SO_FAR = re.compile(r"till och med|t\.?o\.?m|januari\s*[-–]|januari till|ackumulerat|hittills|perioden")


@dataclass(frozen=True)
class Context:
    """What a number is about.

    `lines`, `areas` and `bodies` are those that its nearest words name (no body named: the `region`); `line_count` how
    many different things the lines are; `is_line_said`: in the sentence, or in the one that it goes on from; `periods`
    are years or months; `direction` +1 up, −1 down; `goodness` +1 better, −1 worse.
    """

    lines: frozenset[str]
    areas: frozenset[str]
    line_count: int
    is_line_said: bool
    bodies: frozenset[str]
    region: str
    is_body_said: bool
    periods: frozenset[Month]
    is_period_said: bool
    is_year_said: bool
    is_ytd: bool
    aspects: frozenset[str]
    direction: int | None
    goodness: int | None


@dataclass
class Speaker:
    """Reads sentence after sentence, and remembers what was said last under the same heading."""

    bodies: Bodies
    names: Iterable[str]
    areas: Iterable[str]
    _said: dict[str, frozenset[str]] = field(default_factory=dict)
    _when: frozenset[Month] = frozenset()
    _when_here: frozenset[Month] = frozenset()
    _headings: tuple[str, ...] = ()
    _paragraph: int = -1

    def __post_init__(self) -> None:
        self._lines = of_names({*words()["lines"], *self.names})
        self._areas = of_names(self.areas)

    def _bodies(self, text: str) -> list[tuple[int, str]]:
        return body_mentions(text, self.bodies.names)

    def read(self, passage: Passage, found: list[Stated]) -> list[Context]:
        """The context of each number of a passage."""
        if passage.headings != self._headings:
            self._headings, self._when_here = passage.headings, frozenset()
        if passage.paragraph != self._paragraph and not _GOES_ON.search(passage.text):
            self._said = {}
        self._paragraph = passage.paragraph
        text = passage.text.lower()
        contexts = [self._context(passage, text, found, number) for number in range(len(found))]
        for kind, mentions in (("lines", self._lines.mentions(text)), ("bodies", self._bodies(text))):
            if mentions:
                self._said[kind] = frozenset(name for _, name in mentions)
        if said := frozenset(p for _, p in periods(text)):
            self._when = frozenset(p for p in _completed(said, self._above(passage)) if p[0]) or self._when
            if any(month for _, month in self._when):
                self._when_here = self._when
        return contexts

    def _above(self, passage: Passage) -> frozenset[Month]:
        """What time was said last under the heading, else in it, else before it."""
        return self._when_here or _of_headings(periods, passage.headings) or self._when

    def _context(self, passage: Passage, text: str, found: list[Stated], number: int) -> Context:
        zones = _zones(text, found, number)
        earlier = _aspects(text[: found[number].start])
        aspects = _aspects(zones.near) | (earlier & {"forecast"}) or earlier
        bodies = self._nearest(self._bodies, text, zones, found, number) or self._said.get("bodies")
        bodies = bodies or _of_headings(self._bodies, passage.headings[1:])
        if not bodies and passage.headings and (of_title := _of_headings(self._bodies, passage.headings[:1])):
            bodies = of_title | {self.bodies.region}  # whose news it is, or of whom
            is_body_said = len(bodies) == 1
        else:
            is_body_said = bool(bodies)
        lines = said = self._nearest(self._lines.mentions, text, zones, found, number)
        if not lines and (_GOES_ON.search(text) or aspects & {"deviation", "prior"}):
            lines = said = self._said.get("lines", frozenset())
        lines = lines or _of_headings(self._lines.mentions, passage.headings)
        is_short = passage.is_row or len(content_words(text)) <= SHORT
        near = zones.near
        direction = _sign(near, "up", "down") or _sign(text[: found[number].start], "up", "down")
        goodness = _sign(near, "better", "worse") or _sign(text[: found[number].start], "better", "worse")
        return Context(
            lines=lines,
            areas=self._nearest(self._areas.mentions, text, zones, found, number),
            line_count=_count(lines, self._lines.mentions(text)),
            is_line_said=(bool(said) or is_short) and self._is_counted(text, zones, passage, found[number], number),
            bodies=bodies or frozenset({self.bodies.region}),
            region=self.bodies.region,
            is_body_said=is_body_said,
            periods=self._periods(zones, text, passage, found, number),
            is_period_said=bool(periods(text)),
            is_year_said="helår" in text or all(month is None for _, (_, month) in periods(text)),
            is_ytd=bool(
                re.search(r"till och med|t\.?o\.?m|januari\s*[-–]|januari till|ackumulerat|hittills|perioden", text)
            ),
            aspects=aspects,
            direction=direction,
            goodness=goodness,
        )

    def _nearest(self, read: _Read, text: str, zones: Zones, found: list[Stated], number: int) -> frozenset[str]:
        mentions = read(text)
        own = _in_order(mentions, text, found, number)
        return frozenset({own}) if own is not None else frozenset(zones.pick(mentions, _stands_first(mentions, found)))

    def _is_counted(self, text: str, zones: Zones, passage: Passage, stated: Stated, number: int) -> bool:
        """Whether a bare number is of what is named: "19 anställda och 4 möten" says four of something else."""
        if stated.has_unit or passage.is_row:
            return True
        start = zones.before[0] if number == 0 else zones.after[0]
        return any(start <= at < zones.after[1] for at, _ in self._lines.mentions(text))

    def _periods(self, zones: Zones, text: str, passage: Passage, found: list[Stated], number: int) -> frozenset[Month]:
        mentions = periods(text)
        aligned = _in_order(mentions, text, found, number)
        said = frozenset({aligned} if aligned else zones.pick(mentions))
        return _completed(said, self._above(passage))


@dataclass(frozen=True)
class Zones:
    """The stretches around a number, nearest first, as places in the sentence."""

    before: tuple[int, int]
    after: tuple[int, int]
    stop: int
    near: str

    def pick(self, mentions: list[tuple[int, T]], is_number_first: bool = False) -> list[T]:
        """The mentions of the nearest stretch that has any; earlier in the sentence, those that stand last."""
        stretches = [self.before, self.after]
        if (
            is_number_first
        ):  # "21 mkr till IT och 7 mkr till ventilation": up to the next number, before what was before
            stretches = [(self.after[0], self.stop), self.before]
        for start, end in stretches:
            if inside := [m for at, m in mentions if start <= at < end]:
                return inside
        if earlier := [(at, m) for at, m in mentions if at < self.before[0]]:
            last = max(at for at, _ in earlier)
            return [m for at, m in earlier if at == last]
        return [m for at, m in mentions if at >= self.after[1]]


def _completed(said: frozenset[Month], above: frozenset[Month]) -> frozenset[Month]:
    """Periods with what stands above them: a month gets its year, a year its months; none are those above."""
    if not said:
        return above
    years = {y for y, _ in said if y}
    if not years:
        return frozenset((y, m) for _, m in said for y, _ in above or {(None, None)})
    if all(m is None for _, m in said):
        return said | {p for p in above if p[0] in years}
    return said | {(y, None) for y in years}


def _of_headings(read: Callable[[str], list[tuple[int, T]]], headings: tuple[str, ...]) -> frozenset[T]:
    """What the nearest heading that names any of it names."""
    return next((n for h in reversed(headings) if (n := frozenset(m for _, m in read(h.lower())))), frozenset())


def _in_order(mentions: list[tuple[int, T]], text: str, found: list[Stated], number: int) -> T | None:
    """ "25 och 116 mkr år 2025 respektive 2026": as many names as numbers go together in order."""
    if "respektive" not in text or len(found) < 2 or len(mentions) != len(found):
        return None
    return mentions[number][1] if len({m for _, m in mentions}) == len(found) else None


def _count(lines: frozenset[str], mentions: list[tuple[int, str]]) -> int:
    """How many different things lines are: names for the same words are one."""
    return len({tuple(at for at, name in mentions if name == line) or line for line in lines})


def _stands_first(mentions: list[tuple[int, str]], found: list[Stated]) -> bool:
    """Whether a sentence tells each number before what it is of."""
    return len(found) > 1 and bool(mentions) and found[0].end <= mentions[0][0] < found[1].start


def _zones(text: str, found: list[Stated], number: int) -> Zones:
    start = found[number - 1].end if number else 0
    here = found[number]
    stop = found[number + 1].start if number + 1 < len(found) else len(text)
    clause = _CLAUSE.search(text, here.end, stop)
    end = clause.start() if clause else stop
    return Zones((start, here.start), (here.end, end), stop, f"{text[start : here.start]} # {text[here.end : end]}")


def _aspects(text: str) -> frozenset[str]:
    return frozenset(name for name, patterns in words()["aspects"].items() if any(re.search(p, text) for p in patterns))


def _sign(text: str, plus: str, minus: str) -> int | None:
    """+1, −1, or None where neither or both are said."""
    up, down = (any(re.search(p, text) for p in words()[name]) for name in (plus, minus))
    return None if up == down else 1 if up else -1
