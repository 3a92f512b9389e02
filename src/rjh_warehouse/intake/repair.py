"""`rjh verify --lake --repair`: put back what is damaged in the lake, each thing from what proves to be the same.

Rows are read again from the archived file and take the damaged file's place only when their count and every sum of
money are the record's. What is replaced is set aside, never removed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.contract.names import ORIGIN_SUFFIX
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.folders import stands
from rjh_warehouse.intake.files import find_files
from rjh_warehouse.intake.months import month_read
from rjh_warehouse.lake import disclosure
from rjh_warehouse.lake.acceptance import copy_of
from rjh_warehouse.lake.details import write_details
from rjh_warehouse.lake.durable import file_sha256, make_folder, move
from rjh_warehouse.lake.leftovers import new_batch
from rjh_warehouse.lake.proof import Damage, lost_records
from rjh_warehouse.lake.sealed import Damaged, read_note, seal
from rjh_warehouse.lake.sink import ParquetSink
from rjh_warehouse.lake.store import DeliveryRecord, Lake
from rjh_warehouse.reading.table.result import DeliveryError


class Repair:
    """Heals the damages of a lake, one at a time, from the copies that the lake and the project hold."""

    def __init__(self, lake: Lake, contracts: dict[str, Contract], deliveries: Path) -> None:
        self._lake = lake
        self._contracts = contracts
        self._deliveries = deliveries
        records = lake.records()
        self._records = {r.delivery_id: r for r in records}
        self._lost = lost_records(lake, records)[0]
        self._numbers = _free_numbers(lake, records)
        self._aside = new_batch(lake)

    def heal(self, damage: Damage) -> bool:
        """Put one thing back; False when there is nothing that proves to be the same."""
        with self._lake.work_folder() as work:
            if damage.kind == "refusal":
                self._set_aside(damage.path)
                return True
            if damage.kind in ("disclosure", "disclosure_copy"):
                return self._disclosure(damage)
            if damage.kind in ("acceptance", "withdrawal", "override"):
                return self._decision(damage, work)
            if damage.kind == "archived":
                return self._archived(damage.path, work)
            if damage.kind == "journal" and damage.path.parent.name in ("acceptances", "withdrawals", "overrides"):
                given = self._lake.root / damage.path.parent.name / damage.path.name
                return self._replace(damage.path, work, given.read_bytes())
            if damage.kind in ("record", "gone") and damage.state != "unproved":
                return self._record(damage, work)
            record = self._records.get(damage.delivery_id or "")
            if record is None:
                return False
            if damage.state == "unproved":
                return self._add_digests(record, work)
            if damage.kind == "journal":
                data = self._lake.record_file(record.delivery_id).read_bytes()
                self._lake.journal.fill(record.sequence, data, work / "journal.json")
                return True
            if damage.kind == "origin":
                return self._replace(damage.path, work, (record.origin_text or "").encode("utf-8", "surrogateescape"))
            return self._details(damage.path, record, work)

    def _record(self, damage: Damage, work: Path) -> bool:
        lost = self._lost.get(damage.delivery_id or "")
        if lost is None:
            return False
        self._records[lost.delivery_id] = lost
        return self._replace(damage.path, work, self._lake.journal.file(lost.sequence).read_bytes())

    def _disclosure(self, damage: Damage) -> bool:
        """The secret or a register from the journal's copy, or the copy from what stands; False where both are gone."""
        is_copy = damage.kind == "disclosure_copy"
        name = damage.path.name.removesuffix(".json") if is_copy else damage.path.name
        try:
            if is_copy:
                disclosure.write_copy(self._lake, name)
            else:
                disclosure.copied_content(self._lake, name)
                self._set_aside(damage.path)
                disclosure.put_back(self._lake, name)
        except (FileNotFoundError, Damaged):
            return False
        return True

    def _decision(self, damage: Damage, work: Path) -> bool:
        """From the journal's copy; an acceptance without one is set aside, and its delivery is blocked again."""
        copy = copy_of(self._lake, damage.path)
        try:
            read_note(copy)
        except (FileNotFoundError, Damaged):
            if damage.kind == "acceptance":
                self._set_aside(damage.path)
            return damage.kind == "acceptance"
        return self._replace(damage.path, work, copy.read_bytes())

    def _archived(self, path: Path, work: Path) -> bool:
        """From the same file among the deliveries, under any name."""
        for file in find_files([self._deliveries]):
            try:
                same = file_sha256(file) == path.parent.name
            except OSError:  # told when it is loaded
                continue
            if same:
                return self._replace(path, work, file.read_bytes())
        return False

    def _details(self, path: Path, record: DeliveryRecord, work: Path) -> bool:
        """Rows, rejections and rows that are no data: read again, compared with the record, and replaced."""
        read = self._read_again(record, work)
        place = self._lake.place_of(path)
        again = work / place.replace("/", "+")
        if not read or not stands(again):
            return False
        facts = {"sha256": file_sha256(again), "bytes": again.stat().st_size}
        if path.parent.parent.name == "rows" and not _same_rows(record, path.parent.name, read):
            return False
        self._set_aside(path)
        move(again, path)
        if facts != record.files.get(place):  # another version of the writer: the same rows in other bytes
            return self._rewrite(replace(record, files={**record.files, place: facts}), work)
        return True

    def _read_again(self, record: DeliveryRecord, work: Path) -> ParquetSink | None:
        from rjh_warehouse.reading import read_delivery

        contract = self._contracts.get(record.contract_code)
        archived = self._lake.archived_file(record.file_sha256, record.file_name)
        if contract is None or contract.fingerprint != record.contract_fingerprint:
            return None
        if not stands(archived) or file_sha256(archived) != record.file_sha256:
            return None
        origin = Origin.model_validate(record.origin) if record.origin else None
        sink = ParquetSink(work, record.delivery_id)
        try:
            result = read_delivery(archived, contract, origin, sink, month_read(record, contract))
        except DeliveryError:
            return None
        for table in sink.close():
            os.replace(work / f"{table}.parquet", work / f"rows+{table}+{record.delivery_id}.parquet")
        for kind, items in (("rejections", result.rejections), ("non_data", result.non_data)):
            if items:
                write_details(record.delivery_id, items, work / f"{kind}+{record.delivery_id}.parquet")
        return sink

    def _add_digests(self, record: DeliveryRecord, work: Path) -> bool:
        """Take an older delivery's files as they are, and note what they are from now on."""
        lake, delivery_id = self._lake, record.delivery_id
        files = [lake.archived_file(record.file_sha256, record.file_name)]
        files += [lake.rows_file(table, delivery_id) for table in record.tables]
        files += [lake.rejections_file(delivery_id), lake.non_data_file(delivery_id)]
        origin = files[0].with_name(files[0].name + ORIGIN_SUFFIX)
        text = origin.read_text(encoding="utf-8", errors="surrogateescape") if stands(origin) else None
        facts = {lake.place_of(p): {"sha256": file_sha256(p), "bytes": p.stat().st_size} for p in files if stands(p)}
        number = record.sequence or self._numbers.get(delivery_id, 0)
        return self._rewrite(replace(record, files=facts, origin_text=text, sequence=number), work)

    def _rewrite(self, record: DeliveryRecord, work: Path) -> bool:
        note = seal(asdict(record))
        self._replace(self._lake.record_file(record.delivery_id), work, note)
        if record.sequence:
            self._lake.journal.fill(record.sequence, note, work / "journal.json")
        self._records[record.delivery_id] = record
        return True

    def _replace(self, path: Path, work: Path, data: bytes) -> bool:
        self._set_aside(path)
        (work / "again").write_bytes(data)
        move(work / "again", path)
        return True

    def _set_aside(self, path: Path) -> None:
        if stands(path):
            target = self._aside / path.relative_to(self._lake.root)
            make_folder(target.parent)
            os.replace(path, target)


def in_order(damages: Iterable[Damage]) -> list[Damage]:
    """Records before the files that they prove, archived files before the rows read from them, oldest first."""
    places = {"record": 0, "gone": 0, "archived": 1, "origin": 1}
    return sorted(damages, key=lambda d: (places.get(d.kind, 2), d.state == "unproved"))


def _free_numbers(lake: Lake, records: list[DeliveryRecord]) -> dict[str, int]:
    """Numbers for deliveries of before there were any, in the order of loading, below all that have one."""
    old = sorted((r for r in records if not r.sequence), key=lambda r: (r.loaded_at, r.delivery_id))
    given = lake.journal.numbers()
    free = (n for n in range(1, min([*given, len(records) + 1])))
    return {record.delivery_id: number for record, number in zip(old, free, strict=False)}


def _same_rows(record: DeliveryRecord, table: str, read: ParquetSink) -> bool:
    counts = record.tables[table]
    again = read.stored.get(table, {})
    if "control_sums" not in counts:  # of before there were sums: the number of rows must do
        return bool(again.get("stored_rows") == counts["rows_loaded"])
    return bool(again == {name: counts[name] for name in ("stored_rows", "control_sums")})
