"""`rjh simulate`: settings in, a folder of deliveries and the truth about them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rjh_warehouse.folders import entries
from rjh_warehouse.simulate.budget import year_levels
from rjh_warehouse.simulate.comparability import comparability_items, transfers
from rjh_warehouse.simulate.delivery import DeliveredFile, Outbox
from rjh_warehouse.simulate.economy import make_economy, part_index
from rjh_warehouse.simulate.exports.activity import deliver_activity
from rjh_warehouse.simulate.exports.budgets import deliver_budgets
from rjh_warehouse.simulate.exports.conditions import deliver_conditions
from rjh_warehouse.simulate.exports.forecasts import deliver_forecasts
from rjh_warehouse.simulate.exports.frames import deliver_frames
from rjh_warehouse.simulate.exports.indicators import deliver_indicators
from rjh_warehouse.simulate.exports.kolada import deliver_kolada
from rjh_warehouse.simulate.exports.ledgers import deliver_ledgers
from rjh_warehouse.simulate.exports.measure_files import deliver_measures
from rjh_warehouse.simulate.exports.personnel import deliver_personnel
from rjh_warehouse.simulate.exports.registers import deliver_registers
from rjh_warehouse.simulate.faults import Fault
from rjh_warehouse.simulate.settings import SimulationSettings
from rjh_warehouse.simulate.truth import LedgerTruth, write_truth


@dataclass(frozen=True)
class SimulationReport:
    """What was written: the files in the order that they would have been delivered, the faults, and the
    truth.
    """

    out: Path
    files: tuple[DeliveredFile, ...]
    faults: tuple[Fault, ...]
    truth_file: Path
    ledger_rows: int

    @property
    def files_by_contract(self) -> dict[str, int]:
        """How many files of each contract."""
        return dict(Counter(f.contract for f in self.files))

    @property
    def delivery_paths(self) -> list[Path]:
        """Every delivered file, oldest delivery first."""
        return [self.out / f.path for f in self.files]


def simulate(
    settings: SimulationSettings, out: Path, progress: Callable[[str], None] = lambda path: None
) -> SimulationReport:
    """Write a simulated region's deliveries, with origins, under `out`, and the truth under its truth folder.

    Args:
        settings: what to simulate; the same settings give the same files.
        out: a folder that is empty or does not exist.
        progress: called with each file's path as it is written.

    Raises:
        FileExistsError: `out` holds something already.
    """
    if entries(out):
        raise FileExistsError(f"{out} is not empty")
    economy = make_economy(settings)
    box = Outbox(out, settings, progress)
    items = comparability_items(settings)
    moved = transfers(settings, _yearly_tkr("p02150"), _yearly_tkr("p02140"))
    ledger = LedgerTruth()
    deliver_registers(box)
    deliver_ledgers(box, economy, ledger)
    if not settings.only_ledger:
        deliver_frames(box, deliver_budgets(box), moved)
        deliver_forecasts(box, economy)
        deliver_personnel(box, economy)
        deliver_activity(box)
        deliver_indicators(box, economy)
        deliver_measures(box, economy)
        deliver_conditions(box, items, moved)
        deliver_kolada(box)
    box.files.sort(key=lambda f: (f.received_on, f.path))
    truth_file = write_truth(box, economy, ledger, items, moved)
    rows = sum(f.row_count for f in box.files if f.contract == "ledger")
    return SimulationReport(out, tuple(box.files), tuple(box.faults), truth_file, rows)


def _yearly_tkr(part: str) -> int:
    """A part's net cost of the calibration year in whole tkr."""
    return round(-float(year_levels()[part_index(part)].sum()) / 1000)
