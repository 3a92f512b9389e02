"""A controller's own books: every month figure recomputed from the delivered files, with nothing of the warehouse.

Only the files that `simulate` wrote are read, and the meaning of a code comes from DOMAIN's conventions written out here.
Signs as in the marts: revenue +, cost −.
"""
# ruff: noqa: E501 -- rows are easier to read on one line

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from openpyxl import load_workbook

Month = int  # year × 12 + month − 1
REVENUE, INTERNAL = {"EXT_REV", "INT_REV"}, {"INT_REV", "INT_COST"}
COST_TYPE = {
    "Externa intäkter": "EXT_REV", "Interna intäkter": "INT_REV", "Personalkostnader": "PERSONNEL", "Inhyrd personal": "HIRED_STAFF",
    "Läkemedel": "PHARMA", "Övriga externa omkostnader": "OTHER_EXT", "Avskrivningar": "DEPRECIATION", "Interna kostnader": "INT_COST",
}  # fmt: skip
PLAIN = tuple(COST_TYPE.values())
INDEX = {
    "PHARMA": "LPIK",
    "GROSS_COST": "LPIK",
    "NET_COST": "LPIK",
    "REVENUE": "LPIK",
    "PERSONNEL_CONSTANT_PO": "LPIK_EXCL_PHARMA_PENSION",
}
ON_COST_ACCOUNT = "4110"
ORE = Decimal("0.01")
NOTHING = Decimal(0)
Place = tuple[str, str, str]  # basis, level, code
Key = tuple[str, str, str, str, str]  # basis, level, code, line, scope


def ore(amount: Decimal) -> Decimal:
    """Rounded to the öre, half away from zero."""
    return amount.quantize(ORE, ROUND_HALF_UP)


def month_of(text: str) -> Month:
    """202404 or 2024-04."""
    digits = text.replace("-", "")
    return int(digits[:4]) * 12 + int(digits[4:6]) - 1


def date_of(month: Month) -> dt.date:
    """The month's first day."""
    return dt.date(month // 12, month % 12 + 1, 1)


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def newest(paths: Iterable[Path]) -> list[Path]:
    """Of each file the one with the highest `_v`."""
    found: dict[str, tuple[int, Path]] = {}
    for path in paths:
        stem, _, version = path.stem.partition("_v")
        found[stem] = max(found.get(stem, (0, path)), (int(version or 1), path))
    return [path for _, path in found.values()]


def _csv(path: Path, encoding: str = "utf-8-sig") -> Iterator[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as lines:
        yield from csv.DictReader(lines, delimiter=";")


@dataclass
class Sums:
    """What one line of one organisation is in one month."""

    actual: Decimal = NOTHING
    budget: Decimal | None = None
    item: Decimal = NOTHING


@dataclass(frozen=True)
class Expected:
    """What the marts must say of a line, an organisation and a period."""

    actual: Decimal
    budget: Decimal | None
    prior: Decimal | None
    item: Decimal
    prior_item: Decimal | None
    growth_pct: Decimal | None
    growth_excluding_items_pct: Decimal | None
    real_growth_pct: Decimal | None
    real_growth_excluding_items_pct: Decimal | None


@dataclass
class Books:
    """The delivered files of a simulated region, read and summed by hand."""

    paths: list[Path]
    rejected_rows: int = 0
    actual: dict[tuple[Month, str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    on_cost: dict[tuple[Month, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    trade: dict[tuple[Month, str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    budget: dict[tuple[Month, str, str], Decimal] = field(default_factory=dict)
    item: dict[tuple[Month, str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    file_board: dict[str, str] = field(default_factory=dict)
    series: dict[Key, dict[Month, Sums]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.accounts = {r["Konto"]: r["Kostnadsslag"] for r in self.rows("kontoplan")}
        self.units = list(self.rows("enhetsregister"))
        self.rates = self._rates()
        self.indices = self._indices()
        for path in newest(p for p in self.paths if p.name.startswith("huvudbok_")):
            self._ledger(path)
        self.months = sorted({m for m, _, _ in self.actual})
        self._budgets()
        self._items()
        self.mapping = self._mapping()
        self._sum()

    def rows(self, prefix: str) -> Iterator[dict[str, str]]:
        for path in newest(p for p in self.paths if p.name.startswith(prefix)):
            yield from _csv(path)

    def _ledger(self, path: Path) -> None:
        board = path.name.split("_")[1]
        for row in _csv(path, "cp1252"):
            if row["Period"].startswith("Summa"):
                continue
            try:
                amount = -number(row["Belopp"])
                dt.date.fromisoformat(row["Verifikatdatum"])
                kind = self.accounts[row["Konto"]]
            except (ArithmeticError, ValueError, KeyError):
                self.rejected_rows += 1
                continue
            month, unit = month_of(row["Period"]), row["Ansvar"]
            self.actual[month, unit, kind] += amount
            self.file_board[unit] = board
            if row["Konto"] == ON_COST_ACCOUNT:
                self.on_cost[month, unit] += amount
            if kind in INTERNAL:
                self.trade[month, *sorted((unit, row["Motpart"]))] += amount

    def _budgets(self) -> None:
        """The highest decided version of each board and year in its newest workbook: tkr, months across."""
        in_force: dict[tuple[str, str], tuple[int, Path]] = {}
        for path in newest(p for p in self.paths if p.name.startswith("budget_")):
            _, board, year, label = path.stem.split("_v")[0].split("_")
            if label != "draft":
                rank = 1 if label == "adopted" else 1 + int(label[3:])
                in_force[board, year] = max(in_force.get((board, year), (0, path)), (rank, path))
        for (_, year), (_, path) in in_force.items():
            unit = ""
            for row in load_workbook(path, read_only=True, data_only=True)["Budget"].iter_rows(
                min_row=6, values_only=True
            ):
                unit = str(row[0]) if row[0] else unit
                if row[2] not in COST_TYPE:
                    continue
                for n, tkr in enumerate(row[3:15]):
                    if tkr is not None:
                        self.budget[int(year) * 12 + n, unit, COST_TYPE[str(row[2])]] = Decimal(str(tkr)) * 1000

    def _items(self) -> None:
        """Spread evenly; the öre that do not divide go to the last month."""
        for row in self.rows("jamforelsestorande"):
            first, last, whole = month_of(row["Från månad"]), month_of(row["Till månad"]), -number(row["Belopp (kr)"])
            count = last - first + 1
            each = Decimal(int(whole * 100 / count)) / 100
            kind = self.accounts[row["Konto från"]]
            for month in range(first, last + 1):
                self.item[month, row["Ansvar"], kind] += whole - each * (count - 1) if month == last else each

    def _rates(self) -> dict[int, Decimal]:
        rates: dict[int, Decimal] = defaultdict(Decimal)
        for row in self.rows("po_satser"):
            rates[int(row["År"])] += number(row["Sats (%)"])
        return dict(rates)

    def _indices(self) -> dict[tuple[str, int], list[tuple[str, Decimal]]]:
        """(index, year) → (forecast date, change in per cent), oldest first."""
        found: dict[tuple[str, int], list[tuple[str, Decimal]]] = defaultdict(list)
        for row in self.rows("prisindex"):
            found[row["Index"], int(row["År"])].append((row["Prognosdatum"], number(row["Förändring (%)"])))
        return {key: sorted(values) for key, values in found.items()}

    def _mapping(self) -> dict[str, list[tuple[str, Decimal, Decimal]]]:
        """Unit → (successor, from share, to share) by the end of the newest month."""
        newest_day = date_of(self.months[-1] + 1)
        found: dict[str, list[tuple[str, Decimal, Decimal]]] = defaultdict(list)
        rows = sorted(self.rows("enhetsmappning"), key=lambda r: (r["Från ansvar"], r["Till ansvar"]))
        for row in rows:
            if dt.date.fromisoformat(row["Gäller från"]) < newest_day:
                start = found[row["Från ansvar"]][-1][2] if found[row["Från ansvar"]] else NOTHING
                share = number(row["Andel (%)"]) / 100 if row["Andel (%)"] else Decimal(1)
                found[row["Från ansvar"]].append((row["Till ansvar"] or "UNMAPPED", start, start + share))
        return found

    def _successors(self, unit: str) -> list[tuple[str, Decimal, Decimal]]:
        """Where a unit's past stands today; a chain of reorganisations is followed."""
        if unit not in self.mapping:
            return [(unit, NOTHING, Decimal(1))]
        found = []
        for to, low, high in self.mapping[unit]:
            for last, low2, high2 in self._successors(to):
                found.append((last, low + (high - low) * low2, low + (high - low) * high2))
        return found

    def place(self, unit: str, day: dt.date, board: str | None) -> dict[str, str]:
        """Level → code of a unit on a day."""
        if unit == "UNMAPPED":
            return dict.fromkeys(("unit", "department", "area", "board"), "UNMAPPED") | {"region": "RJH"}
        lines = [r for r in self.units if r["Ansvar"] == unit]
        valid = [
            r for r in lines if r["Giltig från"] <= day.isoformat() and day.isoformat() <= (r["Giltig till"] or "9999")
        ]
        row = (valid or sorted(lines, key=lambda r: r["Giltig från"]))[-1] if lines else None
        if row is None:
            return {
                "unit": unit,
                "department": "UNKNOWN",
                "area": "UNKNOWN",
                "board": board or "UNKNOWN",
                "region": "RJH",
            }
        return {
            "unit": unit,
            "department": row["Avdelningskod"],
            "area": row["Områdeskod"],
            "board": row["Nämnd"],
            "region": "RJH",
        }

    def _sum(self) -> None:
        cells = sorted({*self.actual, *self.budget, *self.item})
        for month, unit, kind in cells:
            actual, budget = self.actual.get((month, unit, kind), NOTHING), self.budget.get((month, unit, kind))
            item, constant = self.item.get((month, unit, kind), NOTHING), actual
            if kind == "PERSONNEL":
                newest_rate = self.rates[self.months[-1] // 12]
                constant += ore(self.on_cost[month, unit] * (newest_rate / self.rates[month // 12] - 1))
            for basis, shares in (("as_was", [(unit, NOTHING, Decimal(1))]), ("restated", self._successors(unit))):
                day = date_of(month) if basis == "as_was" else date_of(self.months[-1] + 1) - dt.timedelta(days=1)
                for target, low, high in shares:
                    part = _part(low, high)
                    for level, code in self.place(target, day, self.file_board.get(unit)).items():
                        for line, scope in lines_of(kind):
                            sums = self.series.setdefault((basis, level, code, line, scope), {}).setdefault(
                                month, Sums()
                            )
                            is_constant = line == "PERSONNEL_CONSTANT_PO"
                            sums.actual += part(constant if is_constant else actual)
                            sums.item += part(item)
                            if budget is not None and not is_constant:
                                sums.budget = (sums.budget or NOTHING) + part(budget)

    def period(self, kind: str, month: Month) -> list[Month]:
        """The months of a period that ends with a month."""
        count = {"month": 1, "ytd": month % 12 + 1, "rolling_12": 12}[kind]
        return list(range(month - count + 1, month + 1))

    def expected(self, key: Key, kind: str, month: Month) -> Expected:
        """What a line, an organisation and a period must show."""
        known, span = self.series[key], self.period(kind, month)
        before = [m - 12 for m in span]
        now = [known.get(m, Sums()) for m in span]
        then = [known.get(m, Sums()) for m in before]
        is_whole, has_prior = span[0] >= self.months[0], before[0] >= self.months[0]
        actual, prior = sum(s.actual for s in now), sum(s.actual for s in then)
        item, prior_item = sum(s.item for s in now), sum(s.item for s in then)
        stated = [s.budget for s in now if s.budget is not None]
        changes = [self.indices[index_of(key[3]), m // 12][-1][1] for m in span]
        priced = sum(ore(s.actual * (1 + c / 100)) for s, c in zip(then, changes, strict=True))
        item_priced = sum(ore(s.item * (1 + c / 100)) for s, c in zip(then, changes, strict=True))
        signs = {s.actual > 0 for s in known.values() if s.actual}
        wanted = 1 if key[3] in REVENUE or key[3] == "REVENUE" else -1 if key[3] != "NET_COST" else 0

        def grown(now: Decimal, then: Decimal, base: Decimal) -> Decimal | None:
            allowed = is_whole and has_prior and then and base and (not now or (now > 0) == (then > 0))
            if not allowed or (wanted and (then > 0) != (wanted > 0)) or (not wanted and len(signs) > 1):
                return None
            return (now / base - 1) * 100

        return Expected(
            Decimal(actual), Decimal(sum(stated)) if stated and is_whole else None, Decimal(prior) if has_prior else None, Decimal(item),
            Decimal(prior_item) if has_prior else None, grown(actual, prior, prior), grown(actual - item, prior - prior_item, prior - prior_item),
            grown(actual, prior, priced), grown(actual - item, prior - prior_item, priced - item_priced),
        )  # fmt: skip


def _part(low: Decimal, high: Decimal) -> Callable[[Decimal], Decimal]:
    """The öre of an amount that lie between two shares of it."""
    return lambda amount: ore(amount * high) - ore(amount * low)


def index_of(line: str) -> str:
    """The price index by which a line's real growth is given."""
    return INDEX.get(line, "LPIK_EXCL_PHARMA")


def lines_of(kind: str) -> Iterator[tuple[str, str]]:
    """(line, scope) that a cost type counts in."""
    for scope in ("with_internal", "without_internal"):
        if kind in INTERNAL and scope == "without_internal":
            continue
        yield kind, scope
        yield "NET_COST", scope
        yield "REVENUE" if kind in REVENUE else "GROSS_COST", scope
        if kind in ("PERSONNEL", "HIRED_STAFF"):
            yield "PERSONNEL_TOTAL", scope
        if kind == "PERSONNEL":
            yield "PERSONNEL_CONSTANT_PO", scope
