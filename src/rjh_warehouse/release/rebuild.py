"""A frozen month built again from its archived files, by the models and code that were archived with it.

    python -m rjh_warehouse.release.rebuild RELEASE_FOLDER PROJECT_FOLDER RESULT_FILE [--watched]

is run with the archived code on the path: what is here must not depend on how a later version works. The delivered
files are read again; the records say when each was known and what a person decided, since a file does not.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sys
import threading
from pathlib import Path

from rjh_warehouse.build.audit import audit
from rjh_warehouse.build.publish import publish
from rjh_warehouse.build.session import begin, build_models, opened
from rjh_warehouse.contract.contract import Contract, read_contracts
from rjh_warehouse.contract.origin import read_origin
from rjh_warehouse.folders import entries, folders, is_file
from rjh_warehouse.intake.months import month_read
from rjh_warehouse.lake.closed_month import FILES, LAKE, ROWS, Release
from rjh_warehouse.lake.sealed import read_note
from rjh_warehouse.lake.sink import ParquetSink
from rjh_warehouse.lake.store import DeliveryRecord, Lake, as_record
from rjh_warehouse.reading import read_delivery
from rjh_warehouse.settings import Project

WATCHED = "--watched"  # the standard input ends with who started this


def rebuild(release: Release, project: Project) -> list[str]:
    """Load, build, audit and publish a release's inputs in an empty data folder.

    Args:
        project: the archived project, unpacked; its data folder is made here.

    Returns:
        The names of files whose rows are not what was loaded then, with how many rows each gave.
    """
    lake = Lake(project.lake)
    _place_notes(release, lake)
    contracts = {c.fingerprint: c for c in read_contracts(project.contracts).values()}
    unlike = []
    for path in entries(release.folder / LAKE / "deliveries"):
        record = as_record(read_note(path), path)
        if record.contract_fingerprint in contracts:
            unlike += _load_again(release, lake, record, contracts[record.contract_fingerprint])
        else:
            _place_rows(release, lake, record, path)
    day = dt.date.fromisoformat(release.manifest()["day"])
    as_of = release.manifest()["publication"]["as_of"]
    generation = begin(project, dt.date.fromisoformat(as_of) if as_of else None, day, whole=True)
    with opened(project, generation) as session:
        build_models(session)
        audit(project, session)
    publish(project, generation)
    return unlike


def _place_notes(release: Release, lake: Lake) -> None:
    lake.root.mkdir(parents=True)
    for folder in folders(release.folder / LAKE):
        if folder.name != "deliveries":
            shutil.copytree(folder, lake.root / folder.name, copy_function=shutil.copyfile)


def _load_again(release: Release, lake: Lake, record: DeliveryRecord, contract: Contract) -> list[str]:
    """Read a delivered file by its contract and commit it under the record as it was."""
    archived = release.folder / FILES / record.file_sha256 / record.file_name
    with lake.work_folder() as work:
        copies = [work / p.name for p in entries(archived.parent)]
        for copy in copies:
            shutil.copyfile(archived.parent / copy.name, copy)
        file = work / record.file_name
        origin = read_origin(file) if record.origin is not None else None
        sink = ParquetSink(work, record.delivery_id)
        result = read_delivery(file, contract, origin, sink, month_read(record, contract))
        tables = sink.close()
        read = {n: (t.rows_read, t.rows_loaded, t.rows_rejected) for n, t in result.tables.items()}
        then = {n: (t["rows_read"], t["rows_loaded"], t["rows_rejected"]) for n, t in record.tables.items()}
        lake.commit(record, work, copies, tables, result.rejections, result.non_data, lost=record)
    return [] if read == then else [f"{record.file_name}: {then} → {read}"]


def _place_rows(release: Release, lake: Lake, record: DeliveryRecord, note: Path) -> None:
    """Put back the kept rows of a file that was read by a contract of an earlier form."""
    name, rows = f"{record.delivery_id}.parquet", release.folder / ROWS
    kept = [(rows / "rows" / t / name, lake.rows_file(t, record.delivery_id)) for t in record.tables]
    kept.append((rows / "rejections" / name, lake.rejections_file(record.delivery_id)))
    kept.append((rows / "non_data" / name, lake.non_data_file(record.delivery_id)))
    kept.append((note, lake.record_file(record.delivery_id)))
    for path, target in kept:
        if is_file(path):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _end_with_parent() -> None:
    """Wait until the standard input ends, as it does when its other end is killed; then end this process too."""
    while os.read(0, 1024):  # not by a buffer, whose lock would be held when this process ends by itself
        pass
    os._exit(1)


def main() -> None:
    """Build the release named first in the project named second; write the files that were read otherwise as JSON."""
    release, root, result = (Path(word) for word in sys.argv[1:4])
    if WATCHED in sys.argv[4:]:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    unlike = rebuild(Release(release), Project(root=root, data=root / "data"))
    result.write_text(json.dumps({"unlike": unlike}, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
