"""The bridge from last year, or from the budget, to the outcome, each of its parts from the delivered files alone."""
# ruff: noqa: E501 -- rows are easier to read on one line

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl import load_workbook

from tests.simulate.controller import NOTHING, Books, Month, Sums, date_of, month_of, newest, number, ore

BRIDGE_INDEX = "LPIK_EXCL_PENSION"  # the on-cost rate stands apart


@dataclass
class Bridge:
    """The named parts of the change from last year, or from the budget, to the outcome: a cost that rises is negative."""

    books: Books
    carried_out: dict[tuple[str, Month], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    decided: dict[tuple[str, Month], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    on_cost: dict[tuple[str, Month], Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def __post_init__(self) -> None:
        for (month, unit), amount in self.books.on_cost.items():
            for code in (self.books.place(unit, date_of(month), self.books.file_board.get(unit))["board"], "RJH"):
                self.on_cost[code, month] += amount
        register = list(self.books.rows("atgardsregister"))
        board = {r["Åtgärdskod"]: r["Nämnd"] for r in register}
        for path in newest(p for p in self.books.paths if p.name.startswith("atgardsuppfoljning_")):
            for code, month, tkr, *_ in load_workbook(path, read_only=True, data_only=True)["Uppföljning"].iter_rows(
                min_row=4, values_only=True
            ):
                if month and tkr is not None:
                    for owner in (board.get(str(code)), "RJH" if str(code) in board else None):
                        self.carried_out[owner or "", month_of(str(month))] += Decimal(str(tkr)) * 1000
        for row in register:
            full, ramp, start = (
                row["Helårseffekt (tkr)"],
                int(row["Infasning månader"] or 0),
                month_of(row["Startmånad"]),
            )
            if not full:
                continue
            so_far = NOTHING  # rounded as a running sum, so that a year is whole
            for month in range(start, self.books.months[-1] + 1):
                step = number(full) * 1000 / 12 * (min(month - start, ramp) + 1) / (ramp + 1)
                for owner in (row["Nämnd"], "RJH"):
                    self.decided[owner, month] += ore(so_far + step) - ore(so_far)
                so_far += step

    def items(
        self, kind: str, code: str, line: str, scope: str, period: str, month: Month
    ) -> dict[str, Decimal | None]:
        """Item → amount, None where it is not known apart; what is not listed is nothing, and the rest is what they leave."""
        books = self.books
        level = "region" if code == "RJH" else "board"
        gross = books.series["as_was", level, code, "GROSS_COST", "without_internal"]
        counted = books.series["as_was", level, code, line, scope]
        span = books.period(period, month)
        last = [m - 12 for m in span]
        amounts: dict[str, Decimal] = defaultdict(Decimal)
        unknown: dict[str, None] = {}
        if kind == "prior_year":
            opening = sum(counted.get(m, Sums()).actual for m in last)
            for before, now in zip(last, span, strict=True):
                base, year = gross.get(before, Sums()), now // 12
                amounts["price"] += ore((base.actual - base.item) * (self.change(year) or NOTHING) / 100)
                amounts["on_cost"] += ore(self.on_cost[code, before] * (books.rates[year] / books.rates[year - 1] - 1))
                amounts["comparability_item"] += counted.get(now, Sums()).item - counted.get(before, Sums()).item
                amounts["measure"] += self.carried_out[code, now] - self.carried_out[code, before]
            if line == "NET_COST":
                amounts["transfer"] = self._transfers(code, span)
        else:
            opening = sum((s.budget or NOTHING) for m in span if (s := counted.get(m)))
            for now in span:
                for board in [code] if code != "RJH" else ["RS", "HSN", "RUN", "KTN"]:
                    budget = (
                        books.series["as_was", "board", board, "GROSS_COST", "without_internal"].get(now, Sums()).budget
                        or NOTHING
                    )
                    then = self.change(now // 12, self.decided_on(board, now // 12))
                    if then is None:
                        unknown["price"] = None
                    else:
                        amounts["price"] += ore(budget * ((self.change(now // 12) or then) - then) / 100)
                amounts["comparability_item"] += counted.get(now, Sums()).item
                amounts["measure"] += self.carried_out[code, now] - self.decided[code, now]
        actual = sum(counted.get(m, Sums()).actual for m in span)
        amounts["rest"] = actual - opening - sum(v for name, v in amounts.items() if name not in unknown)
        return {**amounts, **unknown}

    def change(self, year: int, known_on: str = "9999") -> Decimal | None:
        """The newest forecast of a year's index by a day; None where there was none."""
        known = [c for day, c in self.books.indices[BRIDGE_INDEX, year] if day <= known_on]
        return known[-1] if known else None

    def decided_on(self, board: str, year: int) -> str:
        """The day on which the version in force was first known, however often it came again."""
        found = {
            p.name: p
            for p in self.books.paths
            if p.name.startswith(f"budget_{board}_{year}_") and "draft" not in p.name
        }
        labels = sorted({name.split("_")[3].removesuffix(".xlsx") for name in found})  # adopted, then rev1 …
        path = found[f"budget_{board}_{year}_{labels[-1]}.xlsx"]
        origin = (path.parent / f"{path.name}.origin.yaml").read_text(encoding="utf-8")
        return next(line for line in origin.splitlines() if line.startswith("received_on")).split(": ")[1].strip("'\"")

    def _transfers(self, code: str, span: list[Month]) -> Decimal:
        """A twelfth in each of the twelve months from the transfer's start: the receiver's cost rises by it."""
        total = NOTHING
        for row in self.books.rows("omdisponeringar"):
            start, each = month_of(row["Från månad"]), ore(number(row["Belopp (tkr)"]) * 1000 / 12)
            months = sum(start <= m < start + 12 for m in span)
            total += months * each * ((row["Givande nämnd"] == code) - (row["Mottagande nämnd"] == code))
        return total
