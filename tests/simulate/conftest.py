"""A small simulated region that the tests of this folder share, and how its files are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import plain_models
import pyarrow as pa
import pytest

from rjh_warehouse.build.recipe import Model
from rjh_warehouse.contract.contract import contracts_for, read_contracts
from rjh_warehouse.contract.origin import read_origin
from rjh_warehouse.reading import read_delivery
from rjh_warehouse.reading.table.result import ReadResult
from rjh_warehouse.simulate import SimulationReport, SimulationSettings, simulate

ROOT = Path(__file__).parents[2]
CONTRACTS = read_contracts(ROOT / "contracts")
SMALL = SimulationSettings(seed=11, rows=30_000, months=24)


def begins(region: SimulationReport) -> set[tuple[str, str]]:
    """What loading says of a region whose months begin within a year: the first file of volumes lacks those before."""
    first = min(path for path in region.delivery_paths if path.name.startswith("verksamhet_"))
    months = [line.split(";")[1] for line in first.read_text("utf-8").splitlines()[1:]]
    return set() if min(months).endswith("-01") else {(first.name, "period_complete")}


@dataclass
class Rows:
    """Keeps the batches of each table in memory."""

    batches: dict[str, list[pa.RecordBatch]] = field(default_factory=lambda: defaultdict(list))

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        texts = [f.with_type(pa.string()) if pa.types.is_dictionary(f.type) else f for f in batch.schema]
        self.batches[table].append(batch.cast(pa.schema(texts)))

    def table(self, name: str) -> pa.Table:
        return pa.Table.from_batches(self.batches[name])


def read(path: Path) -> tuple[ReadResult, Rows]:
    """Read one delivered file against the one contract that takes it."""
    (contract,) = contracts_for(path.name, CONTRACTS)
    rows = Rows()
    return read_delivery(path, contract, read_origin(path), rows), rows


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> SimulationReport:
    """A small region with every fault planted."""
    return simulate(SMALL, tmp_path_factory.mktemp("region") / "out")


@pytest.fixture(scope="session")
def models() -> tuple[Model, ...]:
    """Every model and audit."""
    return plain_models.rendered()
