"""What a simulation is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from rjh_warehouse.simulate.calendar import Month, last_day, month_of, month_text, parse_month

LedgerFormat = Literal["csv", "parquet"]

# Every kind of fault that can be planted, in the order that the truth lists them.
FAULT_KINDS: tuple[str, ...] = (
    "late_month",
    "corrected_redelivery",
    "same_content_again",
    "unknown_unit",
    "internal_not_netting",
    "late_posting",
    "voucher_far_outside_period",
    "sign_turned",
    "total_row_left_in",
    "amount_not_a_number",
    "date_not_a_day",
    "account_missing",
    "forecast_unit_wrong",
    "forecast_repeated",
    "budget_stated_total_wrong",
    "budget_hidden_month",
    "budget_hidden_last_year",
    "budget_rows_after_blank",
    "budget_empty_month",
    "budget_adopted_overwritten",
    "budget_outside_frame",
    "indicator_error_cell",
    "indicator_note_in_number",
    "indicator_percent_scale",
    "indicator_gender_outside",
    "indicator_small_count",
    "measure_slice_registered_late",
    "measure_slices_overlap",
    "measure_without_amount",
    "measure_unknown_code",
)
SMALLEST_MONTHS = 18
CALENDAR_YEARS = (2015, 2040)  # seeds/month/calendar.csv: months outside it would be read and never shown


@dataclass(frozen=True)
class SimulationSettings:
    """The knobs of a simulated region. The same settings give the same files, byte for byte.

    `rows` is the approximate number of ledger rows in all (at least one per unit, account and month is
    written); `newest_month` as "2024-04". `ledger_format` parquet is for measuring other engines; only the
    CSV files stand under a contract. `forecast_months` is how many of the newest months have unit forecasts.
    """

    seed: int = 1
    rows: int = 200_000
    months: int = 40
    newest_month: str = "2024-04"
    ledger_format: LedgerFormat = "csv"
    faults: frozenset[str] = frozenset(FAULT_KINDS)
    with_effects: bool = True
    autocorrelation: float = 0.5
    noise: float = 1.0  # multiplies every standard deviation
    forecast_months: int = 16
    only_ledger: bool = False  # nothing but the ledger files and the truth, for large volumes

    def __post_init__(self) -> None:
        if self.months < SMALLEST_MONTHS:
            raise ValueError(f"at least {SMALLEST_MONTHS} months are needed, not {self.months}")
        if self.rows < 1:
            raise ValueError(f"rows must be positive, not {self.rows}")
        if unknown := self.faults - set(FAULT_KINDS):
            raise ValueError(f"unknown faults: {', '.join(sorted(unknown))}")
        if not 0 <= self.autocorrelation < 1:
            raise ValueError("autocorrelation must be at least 0 and below 1")
        if self.ledger_format not in ("csv", "parquet"):
            raise ValueError(f"the ledger is written as csv or parquet, not {self.ledger_format}")
        first, last = CALENDAR_YEARS
        if self.oldest < month_of(first, 1) or self.newest > month_of(last, 12):
            raise ValueError(
                f"the months must lie in {first}–{last}, not {month_text(self.oldest)}–{self.newest_month}"
            )

    @property
    def newest(self) -> Month:
        """The newest month with a ledger."""
        return parse_month(self.newest_month)

    @property
    def planted(self) -> frozenset[str]:
        """The faults that are planted; none in parquet, which no contract reads."""
        return self.faults if self.ledger_format == "csv" else frozenset()

    @property
    def oldest(self) -> Month:
        """The oldest month with a ledger."""
        return self.newest - self.months + 1

    @property
    def span(self) -> tuple[Month, ...]:
        """Every month with a ledger, oldest first."""
        return tuple(range(self.oldest, self.newest + 1))

    @property
    def plan_year_start(self) -> Month:
        """January of the newest month's year."""
        return month_of(self.newest // 12, 1)

    def is_known(self, day: dt.date) -> bool:
        """Whether a day has come when the newest month's deliveries are in: by the end of the month after it."""
        return day <= last_day(self.newest + 1)

    @property
    def label(self) -> str:
        """The producer that every simulated delivery names."""
        return f"Simulerad region (rjh simulate, frö {self.seed})"

    def describe(self) -> dict[str, object]:
        """The settings as the truth file states them."""
        return {
            "seed": self.seed,
            "rows": self.rows,
            "months": self.months,
            "oldest_month": month_text(self.oldest),
            "newest_month": self.newest_month,
            "ledger_format": self.ledger_format,
            "faults": [kind for kind in FAULT_KINDS if kind in self.planted],
            "with_effects": self.with_effects,
            "autocorrelation": self.autocorrelation,
            "noise": self.noise,
        }
