"""What the lake already knows when a file arrives: versions, comparable deliveries, registers.

Read once per load and kept up to date, so that the next file costs the same however many came before.
"""

from __future__ import annotations

import datetime as dt
from bisect import insort
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rjh_warehouse.folders import stands
from rjh_warehouse.lake.acceptance import acceptances, with_acceptances
from rjh_warehouse.lake.proof import lost_records
from rjh_warehouse.lake.remembered import Remembered
from rjh_warehouse.lake.sealed import Damaged
from rjh_warehouse.lake.store import DeliveryRecord, Lake, by_knowledge
from rjh_warehouse.lake.withdrawal import withdrawals, without_withdrawn

if TYPE_CHECKING:
    import duckdb

_Content = tuple[str, str, str]


class KnownDeliveries:
    """The committed deliveries as they count today, by contract, table, subject and content.

    `engine`: what is asked of their rows by, where the files of a load share one; `remembered`: what the files before
    were told of them.
    """

    def __init__(self, lake: Lake, engine: duckdb.DuckDBPyConnection | None = None) -> None:
        self.lake = lake
        self.engine = engine
        self.remembered = Remembered()
        self._of_contract: dict[str, list[DeliveryRecord]] = defaultdict(list)
        self._of_table: dict[str, list[DeliveryRecord]] = defaultdict(list)
        self._of_subject: dict[str, list[DeliveryRecord]] = defaultdict(list)
        self._first_known: dict[_Content, str] = {}
        self._given = acceptances(lake)
        self._withdrawn = withdrawals(lake)
        records = lake.records()
        self.lost = lost_records(lake, records)[0]
        for record in self._as_they_count(records):
            self.add(record)

    def add(self, record: DeliveryRecord) -> None:
        """Note a delivery that has been committed."""
        content = _content(record.file_sha256, record.subject, record.origin)
        self._first_known[content] = min(record.known_on, self._first_known.get(content, record.known_on))
        if record.state != "accepted":
            return
        for records in (
            self._of_contract[record.contract_code],
            self._of_subject[record.subject],
            *(self._of_table[t] for t in record.tables),
        ):
            insort(records, record, key=by_knowledge)

    def find(self, delivery_id: str) -> DeliveryRecord | None:
        """The committed delivery of this identity as it counts today, also when another load has just committed it."""
        try:
            record = self.lake.record(delivery_id)
        except (FileNotFoundError, Damaged):  # loaded again, it takes its old place
            return None
        return self._as_they_count([record])[0]

    def _as_they_count(self, records: list[DeliveryRecord]) -> list[DeliveryRecord]:
        accepted = with_acceptances(records, self._given, dt.date.today())
        return without_withdrawn(accepted, self._withdrawn, None)

    def of_contract(self, contract_code: str, is_simulated: bool) -> list[DeliveryRecord]:
        """The contract's accepted deliveries of the real or the simulated region, oldest knowledge first."""
        return [r for r in self._of_contract[contract_code] if r.is_simulated == is_simulated]

    def of_table(self, table: str, is_simulated: bool) -> list[DeliveryRecord]:
        """The accepted deliveries that hold a table, of the real or the simulated region, oldest knowledge first."""
        return [r for r in self._of_table[table] if r.is_simulated == is_simulated]

    def current(self, subject: str) -> DeliveryRecord | None:
        """The version of a subject that counts."""
        versions = self._of_subject[subject]
        return versions[-1] if versions else None

    def first_known_on(self, sha256: str, subject: str, origin: dict[str, Any] | None) -> str | None:
        """The day on which this content was first known (it may be read again under a newer contract)."""
        return self._first_known.get(_content(sha256, subject, origin))

    def register_files(self, table: str, is_simulated: bool) -> list[Path]:
        """The rows of a register: the version that counts of each of its subjects."""
        latest = {r.subject: r for r in self._of_table[table] if r.is_simulated == is_simulated}
        files = [self.lake.rows_file(table, r.delivery_id) for r in latest.values()]
        return [f for f in files if stands(f)]


def waiting_blocked(records: list[DeliveryRecord]) -> list[DeliveryRecord]:
    """Blocked deliveries, as they count now, that no newer accepted version has put right."""
    latest: dict[str, DeliveryRecord] = {}
    for record in sorted((r for r in records if r.state == "accepted"), key=by_knowledge):
        latest[record.subject] = record
    return [
        r
        for r in records
        if r.state == "blocked" and not (r.subject in latest and by_knowledge(latest[r.subject]) > by_knowledge(r))
    ]


def waiting_refusals(records: list[DeliveryRecord], refusals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Refused files that have not been delivered again, under the same name, and read."""
    return [r for r in refusals if not any(_answers(record, r) for record in records)]


def _answers(record: DeliveryRecord, refusal: dict[str, Any]) -> bool:
    if record.file_name != refusal["file_name"]:
        return False
    if record.sequence and "sequence" in refusal:
        return bool(record.sequence > refusal["sequence"])
    return bool(record.loaded_at >= refusal["refused_at"])


def _content(sha256: str, subject: str, origin: dict[str, Any] | None) -> _Content:
    return sha256, subject, repr(sorted(origin.items())) if origin else ""
