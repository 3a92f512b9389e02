"""`rjh disclose`: an attack on published files. What can be computed of the numbers that they do not show?

The attacker has the files alone and knows what every reader knows: women and men are all, units are their board, boards
the region, tertials and months a year, cumulative counts grow, a share is a number of persons over another, rounded as
printed. It shares no rule with what hides numbers. What the shown rows of a figure contradict is not assumed of it.
Files of one warehouse are read together: what one of them shows is known of all in which it may be the same.
"""

from __future__ import annotations

import contextlib
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rjh_warehouse.answers.disclosed import Evidence, Figure, Place, Row, published_files
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.settings import Project
from rjh_warehouse.statistics.feasible import Contradiction, System

FEWEST = 5  # values that a hidden number must be left
SLACK = 0.01
SHOWN = "shown"  # hidden in one place and shown in another


class Name(NamedTuple):
    """An unknown: cases, persons or within, at a place, in one file (−1: the same in all)."""

    measure: str
    place: Place
    file: int = -1


@dataclass(frozen=True)
class Told:
    """What is left possible for a number that is not shown; `high` None: no bound."""

    figure: str
    year: int
    place: Place
    measure: str
    low: int
    high: int | None
    values: int | None  # how many; fewer than between the ends where several readings leave some of them each

    @property
    def is_given_back(self) -> bool:
        return self.values is not None and self.values < FEWEST


Ends = tuple[int, int | None]
Rows = dict[Place, Row]
Persons = Mapping[tuple[int, bool, Place], int]  # year, simulated or not, place → how many, as another figure says


def disclose(files: list[Path], corrected: Collection[str] | None = None) -> list[Told]:
    """Every hidden number of the first file, and of the others read with it, with what is left possible for it.

    Args:
        corrected: organisations that the attacker knows to be corrected between the files; None: that is guessed.

    Raises:
        duckdb.Error: a file is not a publication.
    """
    evidence = Evidence()
    for file in files:
        evidence.add([file])
    return attack(evidence, corrected)


def disclose_project(project: Project, outputs: list[Path]) -> list[Told]:
    """The same of all that readers of a project may have: published, kept, closed, noted, and what was handed out.

    Args:
        outputs: pages, workbooks and tables that were made of what is published.

    Raises:
        duckdb.Error: a file is not a publication.
    """
    evidence, files = Evidence(), published_files(project)
    evidence.add([*files[:1], *outputs])
    for file in files[1:]:
        evidence.add([file])
    evidence.add_register(Lake(project.lake))
    return attack(evidence, None)


def attack(evidence: Evidence, corrected: Collection[str] | None) -> list[Told]:
    """What the evidence leaves possible for each number that it does not show."""
    figures = sorted({key for edition in evidence.editions for key in edition})
    others = _persons_elsewhere(evidence)
    found: list[Told] = []
    for key in figures:
        editions = _unlike(edition[key] for edition in evidence.editions if key in edition)
        found += _shown_elsewhere(key, editions)
        found += _attack(key, editions, evidence.above, corrected, {})
        known = {place: n for (year, simulated, place), n in others.items() if (year, simulated) == key[1:]}
        if known and any(
            not r.is_count and r.persons is None and r.place in known for e in editions for r in e.values()
        ):
            found += [t for t in _attack(key, editions, evidence.above, corrected, known) if t.is_given_back]
    return list(dict.fromkeys(found))


def _unlike(editions: Iterable[Rows]) -> list[Rows]:
    """The editions of a figure that say something else than those before them."""
    found: dict[frozenset[tuple[object, ...]], Rows] = {}
    for rows in editions:
        said = frozenset((r.place, r.is_hidden, r.value, r.persons) for r in rows.values())
        found.setdefault(said, rows)
    return list(found.values())


def _persons_elsewhere(evidence: Evidence) -> Persons:
    """How many persons figures that agree tell of a place: another figure may count the same ones."""
    told: dict[tuple[int, bool, Place], set[int]] = defaultdict(set)
    for edition in evidence.editions:
        for (_, year, simulated), rows in edition.items():
            for row in rows.values():
                if row.persons is not None:
                    told[year, simulated, row.place].add(row.persons)
    return {place: min(persons) for place, persons in told.items() if len(persons) == 1}


def _shown_elsewhere(key: Figure, editions: list[Rows]) -> list[Told]:
    """What one place of a publication hides and another shows."""
    return [
        Told(key[0], key[1], row.place, SHOWN, int(row.value), int(row.value), 1)
        for rows in editions
        for row in rows.values()
        if row.is_hidden and row.value is not None
    ]


def _attack(
    key: Figure,
    editions: list[Rows],
    above: dict[str, str],
    corrected: Collection[str] | None,
    persons: Mapping[Place, int],
) -> list[Told]:
    """One figure and year, under each reading of what was corrected that the files allow."""
    found: dict[Name, list[Ends]] = defaultdict(list)
    is_whole = all(row.is_whole for edition in editions for row in edition.values())
    for guesses in _readings(editions, corrected):
        for guess in guesses:
            attempt = _Attack(editions, above, guess, persons)
            with contextlib.suppress(Contradiction):
                for name, ends in attempt.system.ranges(attempt.asked(), is_whole=is_whole).items():
                    found[name._replace(file=-1)].append(ends)
        if found:
            break
    told = [Told(key[0], key[1], name.place, name.measure, *_together(ranges)) for name, ranges in found.items()]
    return [t for t in told if _is_hidden(t.place, editions) or (t.is_given_back and t.low < FEWEST)]


def _readings(editions: list[Rows], corrected: Collection[str] | None) -> Iterator[list[Collection[str]]]:
    """Sets of corrected organisations: the known one; else none, else any one that hides something, else all."""
    hiding = sorted({place.organisation for edition in editions for place, row in edition.items() if row.is_hidden})
    if corrected is not None:
        yield [corrected]
    else:
        yield [()]
        yield [(organisation,) for organisation in hiding]
    yield [hiding]


def _together(ranges: list[Ends]) -> tuple[int, int | None, int | None]:
    """The ends of several ranges, and how many values they hold."""
    low, highs = min(low for low, _ in ranges), [high for _, high in ranges if high is not None]
    if len(highs) < len(ranges):
        return low, None, None
    wide = [(low, high) for low, high in ranges if high is not None and high - low + 1 >= FEWEST]
    values = {v for a, b in ranges if b is not None for v in range(a, min(b, a + FEWEST) + 1)}
    return low, max(highs), max(b - a + 1 for a, b in wide) if wide else len(values)


def _is_hidden(place: Place, editions: list[Rows]) -> bool:
    return any(place in edition and edition[place].is_hidden for edition in editions)


class _Attack:
    """The system of one figure and year."""

    def __init__(
        self, editions: list[Rows], above: dict[str, str], corrected: Collection[str], persons: Mapping[Place, int]
    ) -> None:
        self.system: System[Name] = System()
        self._editions = editions
        self._corrected = {*corrected, *(up for code in corrected for up in _chain(code, above))}
        self._asked: dict[Name, None] = {}
        self._persons = persons
        self._known = [self._numbers(at) for at in range(len(editions))]
        self._has_persons = any(measure == "persons" for known in self._known for measure, _ in known)
        for at, edition in enumerate(editions):
            self._say_values(at, edition)
            for measure in ("cases", "persons", "within"):
                places = [p for p, row in edition.items() if row.is_count == (measure == "cases")]
                sums = [*_genders(places), *_units(places, above), *_periods(places, edition)]
                for kind, group in itertools.groupby(sums, key=lambda s: s[0]):
                    self._say_sums(at, measure, kind, [(whole, parts, full) for _, whole, parts, full in group])

    def asked(self) -> list[Name]:
        """What is hidden, or left by others; what another file shows is no secret to compute."""
        return [name for name in self._asked if not self.system.is_fixed(name)]

    def _numbers(self, at: int) -> dict[tuple[str, Place], float]:
        known: dict[tuple[str, Place], float] = {}
        for place, row in self._editions[at].items():
            if row.value is not None and row.is_count:
                known["cases", place] = row.value
            persons = self._persons.get(place) if row.persons is None and not row.is_count else row.persons
            if persons is not None:
                known["persons", place] = persons
        return known

    def _name(self, measure: str, place: Place, at: int) -> Name:
        """The unknown of a place in a file: one for all files, unless it was corrected between them."""
        shown = {known[measure, place] for known in self._known if (measure, place) in known}
        if len(self._editions) == 1 or len(shown) > 1:
            return Name(measure, place, at)
        is_apart = place.organisation in self._corrected and (measure, place) not in self._known[at]
        return Name(measure, place, at if is_apart else -1)

    def _say_values(self, at: int, edition: Rows) -> None:
        for (measure, place), number in self._known[at].items():
            self.system.fix(self._name(measure, place, at), number)
        for place, row in edition.items():
            persons, within = (self._name(m, place, at) for m in ("persons", "within"))
            if row.is_hidden:
                for name in [self._name("cases", place, at)] if row.is_count else [persons, within]:
                    self.system.unknown(name)
                    self._asked[name] = None
            elif not row.is_count and self._has_persons and ("persons", place) not in self._known[at]:
                self._asked[persons] = None  # how many a shown share is about
            if row.is_count or row.share_base is None:
                continue
            if row.share_base <= 100:
                self.system.say({persons: 1.0, within: -1.0}, 0, float("inf"))
            if row.value is not None:
                self.system.say({persons: 1.0}, 1, float("inf"))  # a share is of somebody
                doubt = 0.5 * 0.1**row.decimals + 1e-9
                self.system.say({within: 1.0, persons: -(row.value - doubt) / row.share_base}, 0, float("inf"))
                self.system.say({within: 1.0, persons: -(row.value + doubt) / row.share_base}, -float("inf"), 0)

    def _say_sums(self, at: int, measure: str, kind: str, sums: list[tuple[Place, list[Place], bool]]) -> None:
        """The sums of one kind, unless what is shown contradicts them; a part that is not delivered takes the rest."""
        known = self._known[at]
        tested = [(w, p, f) for w, p, f in sums if all((measure, x) in known for x in (w, *p))]
        rests = [known[measure, w] - sum(known[measure, x] for x in p) for w, p, f in tested]
        if any(rest < -SLACK for rest in rests):
            return
        is_whole = all(abs(rest) <= SLACK for rest, (_, _, full) in zip(rests, tested, strict=True) if full)
        for number, (whole, parts, full) in enumerate(sums):
            terms = {self._name(measure, whole, at): 1.0} | {self._name(measure, p, at): -1.0 for p in parts}
            if not full or not is_whole:
                rest = Name(measure, whole._replace(organisation=f"{whole.organisation} − {kind} {number}"), at)
                terms[rest] = -1.0
                if not full and kind != "units":
                    self._asked[rest] = None
            self.system.say(terms, 0, 0)


def _chain(code: str, above: dict[str, str]) -> Iterator[str]:
    while code in above:
        code = above[code]
        yield code


Sum = tuple[str, Place, list[Place], bool]  # kind, whole, parts, whether nothing is missing


def _genders(places: list[Place]) -> Iterator[Sum]:
    there = set(places)
    for place in places:
        if place.gender == "T":
            parts = [p for g in "KM" if (p := place._replace(gender=g)) in there]
            if parts:
                yield "genders", place, parts, len(parts) == 2


def _units(places: list[Place], above: dict[str, str]) -> Iterator[Sum]:
    below: dict[Place, list[Place]] = defaultdict(list)
    for place in places:
        if place.organisation in above:
            below[place._replace(organisation=above[place.organisation])].append(place)
    there = set(places)
    yield from (("units", whole, parts, True) for whole, parts in below.items() if whole in there)


def _periods(places: list[Place], edition: Rows) -> Iterator[Sum]:
    """A longer period as its shorter ones, or as the cumulative one before it and the months since."""
    there: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        there[place.organisation, place.gender].append(place)
    for group in there.values():
        if any(edition[p].is_cumulative for p in group):
            ordered = sorted(group, key=lambda p: p.first + p.months)
            for before, after in itertools.pairwise(ordered):
                yield "periods", after, [before], before.first + before.months == after.first + after.months
            continue
        for whole in group:
            inside = [
                p for p in group if p.months < whole.months and whole.first <= p.first < whole.first + whole.months
            ]
            tertials, months = ([p for p in inside if p.months == n] for n in (4, 1))
            apart = [m for m in months if not any(t.first <= m.first < t.first + 4 for t in tertials)]
            for parts in [months, [*tertials, *apart]] if tertials else [months]:
                if parts:
                    yield "periods", whole, parts, sum(p.months for p in parts) == whole.months
