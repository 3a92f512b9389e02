"""Amounts per unit and account become postings: exact to the öre, in realistic numbers, a month at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rjh_warehouse.simulate.accounts import ACCOUNT_INDEX, ACCOUNTS, INTERNAL_COST, INTERNAL_REVENUE
from rjh_warehouse.simulate.calendar import Month, day_count, number_of, year_of
from rjh_warehouse.simulate.calibration import BOOKS_SALE_AS_COST
from rjh_warehouse.simulate.economy import Economy
from rjh_warehouse.simulate.organisation import BOARDS, parts
from rjh_warehouse.simulate.randomness import stream
from rjh_warehouse.simulate.settings import SimulationSettings

BOARD_CODES = tuple(BOARDS)
INTERNAL_ROW_SHARE = 0.08  # share of the rows that are internal invoices (both sides)
REVERSAL_SHARE = 0.004  # share of the rows that are reversed by the next row
ROWS_PER_VOUCHER = 3
PROJECTS = ("", *(f"P{n}" for n in range(2101, 2109)))
TEXTS: tuple[str, ...] = tuple(text for account in ACCOUNTS for text in account.texts)
_TEXT_START = np.cumsum([0, *(len(a.texts) for a in ACCOUNTS)])[:-1]
_TEXT_COUNT = np.array([len(a.texts) for a in ACCOUNTS])
_COUNTERPARTY_OF = {"EXT_REV": "815", "HIRED_STAFF": "871", "PHARMA": "863", "OTHER_EXT": "860"}
_SERIES = {"PERSONNEL": 1, "EXT_REV": 3, "INT_REV": 4, "INT_COST": 4, "DEPRECIATION": 5}
USUAL_SERIES = 2


@dataclass(frozen=True)
class Names:
    """The texts that the ledger's codes point at."""

    unit: tuple[str, ...]
    counterparty: tuple[str, ...]
    activity: tuple[str, ...]


@dataclass
class Postings:
    """The postings of one board and month, a column per array; indexes point into `Names` and the module's
    tuples.

    `amount` is öre, debit positive. `voucher_day` is a day of the month.
    """

    account: NDArray[np.int16]
    unit: NDArray[np.int16]
    activity: NDArray[np.int16]
    project: NDArray[np.int8]
    counterparty: NDArray[np.int16]
    voucher: NDArray[np.int64]
    voucher_day: NDArray[np.int8]
    text: NDArray[np.int16]
    amount: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.amount)

    def take(self, rows: NDArray[np.intp] | slice | NDArray[np.bool_]) -> Postings:
        """The postings of the chosen rows."""
        return Postings(**{name: column[rows] for name, column in vars(self).items()})


@cache
def names() -> Names:
    """Every unit code, counterparty code and activity code, in the order that postings point at them."""
    units = tuple(sorted({unit.code for part in parts() for unit in part.units}))
    activities = tuple(sorted({_activity(part.profile) for part in parts()}))
    return Names(units, (*units, "", *sorted(set(_COUNTERPARTY_OF.values()))), activities)


def _activity(profile: str) -> str:
    """A four-digit activity code per kind of business."""
    return f"{1000 + sum(profile.encode()) % 900}"


def month_postings(economy: Economy, month: Month, settings: SimulationSettings) -> dict[str, Postings]:
    """All postings of a month by board; their sums are the economy's amounts to the öre."""
    rng = stream(settings.seed, f"ledger/{month}")
    wanted = max(settings.rows // settings.months, 1)
    ordinary, boards = _ordinary(economy, month, wanted, rng)
    internal, internal_boards = _internal(economy, month, wanted, rng, len(ordinary))
    both = Postings(**{k: np.concatenate([v, getattr(internal, k)]) for k, v in vars(ordinary).items()})
    board = np.concatenate([boards, internal_boards])
    order = np.argsort(board, kind="stable")
    ends = np.searchsorted(board[order], np.arange(len(BOARD_CODES) + 1))
    return {code: both.take(order[ends[i] : ends[i + 1]]) for i, code in enumerate(BOARD_CODES)}


def _ordinary(
    economy: Economy, month: Month, wanted: int, rng: np.random.Generator
) -> tuple[Postings, NDArray[np.int8]]:
    """Postings of everything but internal trade, and the board of each."""
    totals = economy.amounts[:, :, month - economy.months[0]]
    part_of, account_of = np.nonzero(totals)
    total = totals[part_of, account_of]
    weight = np.array([a.rows for a in ACCOUNTS])[account_of] * np.sqrt(np.abs(total))
    counts = _row_counts(weight, total, round(wanted * (1 - INTERNAL_ROW_SHARE)))
    cell = np.repeat(np.arange(len(total)), counts)
    amount = split_exactly(total, counts, rng)
    known = names()
    unit_of, board_of, activity_of = _part_lookups(month, known)
    account = account_of[cell].astype(np.int16)
    bits = rng.integers(0, 2**32, len(cell), dtype=np.uint32)
    voucher = np.arange(len(cell), dtype=np.int64) // ROWS_PER_VOUCHER
    by_account = np.array([_COUNTERPARTY_OF.get(a.cost_type, "") for a in ACCOUNTS])
    counterparty = np.array([known.counterparty.index(code) for code in by_account], dtype=np.int16)
    series = np.array([_SERIES.get(a.cost_type, USUAL_SERIES) for a in ACCOUNTS], dtype=np.int64)
    days = rng.integers(1, day_count(month) + 1, int(voucher[-1]) + 1, dtype=np.int8)
    is_project = ((bits >> 8) % 64 == 0) & (series[account] == USUAL_SERIES)
    postings = Postings(
        account=account,
        unit=unit_of[part_of][cell],
        activity=activity_of[part_of][cell],
        project=np.where(is_project, 1 + (bits >> 16) % (len(PROJECTS) - 1), 0).astype(np.int8),
        counterparty=counterparty[account],
        voucher=_voucher_numbers(series[account], month, voucher),
        voucher_day=days[voucher],
        text=(_TEXT_START[account] + bits % _TEXT_COUNT[account]).astype(np.int16),
        amount=amount,
    )
    return postings, board_of[part_of][cell]


def _internal(
    economy: Economy, month: Month, wanted: int, rng: np.random.Generator, first_voucher: int
) -> tuple[Postings, NDArray[np.int8]]:
    """Both sides of every internal invoice: the seller's revenue and the buyer's cost, with one voucher
    number.
    """
    total = economy.trade[:, month - economy.months[0]]
    seller = np.array([s for s, _ in economy.flows])
    buyer = np.array([b for _, b in economy.flows])
    invoices = np.full(len(total), max(1, round(wanted * INTERNAL_ROW_SHARE / 2 / len(total))))
    flow = np.repeat(np.arange(len(total)), invoices)
    amount = split_exactly(total, invoices, rng)
    known = names()
    unit_of, board_of, activity_of = _part_lookups(month, known)
    voucher = first_voucher + np.arange(len(flow), dtype=np.int64)
    days = rng.integers(1, day_count(month) + 1, len(flow), dtype=np.int8)
    sale_is_cost = np.array([_area_in(i, month) in BOOKS_SALE_AS_COST for i in range(len(parts()))])
    sale = np.where(sale_is_cost[seller], ACCOUNT_INDEX[INTERNAL_COST], ACCOUNT_INDEX[INTERNAL_REVENUE])
    cost = np.full(len(total), ACCOUNT_INDEX[INTERNAL_COST])
    number = _voucher_numbers(np.full(len(flow), _SERIES["INT_COST"]), month, voucher)

    def side(own: NDArray[np.intp], other: NDArray[np.intp], account: NDArray[np.intp], sign: int) -> Postings:
        accounts = account[flow].astype(np.int16)
        return Postings(
            account=accounts,
            unit=unit_of[own[flow]],
            activity=activity_of[own[flow]],
            project=np.zeros(len(flow), dtype=np.int8),
            counterparty=unit_of[other[flow]],  # unit codes stand first among the counterparties
            voucher=number,
            voucher_day=days,
            text=_TEXT_START[accounts].astype(np.int16),
            amount=sign * amount,
        )

    sides = side(seller, buyer, sale, -1), side(buyer, seller, cost, 1)
    both = Postings(**{k: np.concatenate([v, getattr(sides[1], k)]) for k, v in vars(sides[0]).items()})
    return both, np.concatenate([board_of[seller[flow]], board_of[buyer[flow]]])


def _area_in(part: int, month: Month) -> str:
    unit = parts()[part].unit(month)
    return unit.area if unit else ""


def _part_lookups(month: Month, known: Names) -> tuple[NDArray[np.int16], NDArray[np.int8], NDArray[np.int16]]:
    """By part: the unit's index, the board's index and the activity's index in a month (−1: no unit)."""
    now = [part.unit(month) for part in parts()]
    unit = np.array([known.unit.index(u.code) if u else -1 for u in now], dtype=np.int16)
    board = np.array([BOARD_CODES.index(u.board) if u else -1 for u in now], dtype=np.int8)
    activity = np.array([known.activity.index(_activity(p.profile)) for p in parts()], dtype=np.int16)
    return unit, board, activity


def _voucher_numbers(series: NDArray[np.int64], month: Month, running: NDArray[np.int64]) -> NDArray[np.int64]:
    """Series, year and month, running number: 2 2404 0000123."""
    return series * 10**11 + (year_of(month) % 100 * 100 + number_of(month)) * 10**7 + running


def _row_counts(weight: NDArray[np.float64], total: NDArray[np.int64], wanted: int) -> NDArray[np.int64]:
    """How many rows each amount is split into: at least one, by weight, at most one per whole krona."""
    spare = max(wanted - len(weight), 0)
    exact = weight / weight.sum() * spare
    counts = np.floor(exact).astype(np.int64)
    left = spare - int(counts.sum())
    counts[np.argsort(counts - exact, kind="stable")[:left]] += 1
    limited: NDArray[np.int64] = np.minimum(counts + 1, np.maximum(np.abs(total) // 100, 1))
    return limited


def split_exactly(total: NDArray[np.int64], counts: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Split each total into `counts` amounts whose sum is the total, to the öre.

    Sizes are skewed as invoices are (log-normal). A few amounts are reversed by the next row of the same
    total.
    """
    n = int(counts.sum())
    starts = np.cumsum(counts) - counts
    cell = np.repeat(np.arange(len(total)), counts)
    weight = np.exp(rng.standard_normal(n, dtype=np.float32)).astype(np.float64)
    share = (total / np.add.reduceat(weight, starts))[cell] * weight
    amount = np.rint(share).astype(np.int64)
    amount[starts] += total - np.add.reduceat(amount, starts)
    chosen = np.nonzero(rng.random(n, dtype=np.float32) < REVERSAL_SHARE)[0]
    chosen = chosen[(chosen + 1 < n) & (cell[np.minimum(chosen + 1, n - 1)] == cell[chosen])]
    chosen = chosen[np.diff(chosen, append=n + 2) > 1]
    wrong = np.abs(amount[chosen]) // 2 * np.sign(total[cell[chosen]])
    amount[chosen] += wrong
    amount[chosen + 1] -= wrong
    return amount
