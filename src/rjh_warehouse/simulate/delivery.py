"""Where deliveries are written: each file in its kind's folder with its origin beside it, and the account
of them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from rjh_warehouse.contract.names import ORIGIN_SUFFIX
from rjh_warehouse.simulate.faults import Fault
from rjh_warehouse.simulate.settings import SimulationSettings

# The folder of each contract; the number makes registers come before what refers to them.
FOLDERS = {
    "account_plan": "10_account_plan",
    "unit_register": "11_unit_register",
    "unit_mapping": "12_unit_mapping",
    "measure_register": "13_measure_register",
    "board_frame": "14_board_frame",
    "budget_month": "20_budget_month",
    "ledger": "21_ledger",
    "unit_forecast": "22_unit_forecast",
    "personnel_month": "23_personnel_month",
    "indicator_outcome": "24_indicator_outcome",
    "activity_month": "26_activity_month",
    "kolada": "25_kolada",
    "measure_slice": "30_measure_slice",
    "measure_status": "31_measure_status",
    "measure_followup": "32_measure_followup",
    "measure_contract": "33_measure_contract",
    "comparability_item": "40_comparability_item",
    "frame_transfer": "41_frame_transfer",
    "price_index": "42_price_index",
    "po_rate": "43_po_rate",
    "tax_grant_month": "44_tax_grant_month",
}
Status = Literal["draft", "adopted", "revised"]


@dataclass(frozen=True)
class DeliveredFile:
    """A file that was written: its contract, its place under the output folder, its days and its data
    rows.
    """

    contract: str
    path: str
    received_on: dt.date
    row_count: int
    byte_count: int
    sha256: str


@dataclass
class Outbox:
    """Takes finished files, writes them with their origins, and remembers files and planted faults."""

    out: Path
    settings: SimulationSettings
    progress: Callable[[str], None]
    files: list[DeliveredFile] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def deliver(
        self,
        contract: str,
        name: str,
        data: bytes,
        *,
        title: str,
        received_on: dt.date,
        row_count: int,
        dated: dt.date | None = None,
        unit: str | None = None,
        status: Status = "adopted",
        **origin: Any,
    ) -> Path:
        """Write one file and its origin. `row_count` is the data rows (records) that it holds."""
        folder = FOLDERS[contract]
        path = self.out / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        facts: dict[str, Any] = {
            "title": f"{title} (simulerad)",
            "producer": self.settings.label,
            "dated": (dated or received_on).replace(),  # an object of its own, else YAML writes a reference
            "received_on": received_on,
            "unit": unit,
            "status": status,
            "is_simulated": True,
            **origin,
        }
        text = yaml.safe_dump({k: v for k, v in facts.items() if v is not None}, allow_unicode=True, sort_keys=False)
        path.with_name(name + ORIGIN_SUFFIX).write_text(text, encoding="utf-8")
        digest = hashlib.sha256(data).hexdigest()
        self.files.append(DeliveredFile(contract, f"{folder}/{name}", received_on, row_count, len(data), digest))
        self.progress(f"{folder}/{name}")
        return path

    def plant(self, fault: Fault) -> None:
        """Remember a planted fault for the truth."""
        self.faults.append(fault)

    def wants(self, kind: str) -> bool:
        """Whether the settings ask for a kind of fault."""
        return kind in self.settings.planted
