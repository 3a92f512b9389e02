"""What keeps small numbers small from one publication to the next: a secret, and a register of what was published.

Both stand in `lake/disclosure/`, readable by the owner alone, and are as little to be made again as the deliveries.

- `secret`: decides which cells are hidden for the sake of others. It is made once. Should it be lost, a new one is
  made: other cells would be chosen, and what the register holds as hidden then looks corrected, so more is hidden.
- `<number>.parquet`: the outcomes whose published state a publication changed, the published value or the keyed digest
  of the hidden one. Numbers only grow; a file is never rewritten.

The journal keeps a sealed copy of each (`journal/disclosure/<name>.json`), by which a changed or lost one is known and
put back.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from rjh_warehouse.folders import entries, stands
from rjh_warehouse.lake.durable import move_once
from rjh_warehouse.lake.sealed import Damaged, read_note, seal
from rjh_warehouse.lake.store import Lake


def disclosure_folder(lake: Lake) -> Path:
    return lake.root / "disclosure"


def secret(lake: Lake) -> str:
    """The lake's secret, made when there is none.

    Raises:
        ValueError: the file is there and holds no secret: it is not replaced in silence.
    """
    path = disclosure_folder(lake) / "secret"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".secret.{os.getpid()}")
    if not stands(path):
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            move_once(beside, path)  # whoever comes first; the other reads what the first has written
        finally:
            beside.unlink(missing_ok=True)
    text = path.read_text(encoding="ascii").strip()
    if len(text) < 32:
        raise ValueError(f"{path}: no secret")
    return text


def register_files(lake: Lake) -> list[Path]:
    """What each publication changed, oldest first."""
    folder = disclosure_folder(lake)
    return sorted(p for p in entries(folder) if p.suffix == ".parquet" and p.stem.isdigit())


def stored_names(lake: Lake) -> tuple[set[str], set[str]]:
    """The names of the secret and the registers that stand, and of those that the journal has a copy of."""
    standing = {p.name for p in entries(disclosure_folder(lake)) if not p.name.startswith(".")}
    copies = {p.name.removesuffix(".json") for p in entries(_copies(lake), ".json") if not p.name.startswith(".")}
    return standing, copies


def copy_file(lake: Lake, name: str) -> Path:
    """Where the journal keeps its copy of the secret or a register."""
    return _copies(lake) / f"{name}.json"


def copied_content(lake: Lake, name: str) -> bytes:
    """What the secret or a register was when it was written. Raises FileNotFoundError, or Damaged as `read_note`."""
    path = copy_file(lake, name)
    try:
        return base64.b64decode(read_note(path)["content"], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(path, str(error)) from error


def write_copy(lake: Lake, name: str) -> None:
    """Have the journal keep what stands under a name."""
    _copies(lake).mkdir(mode=0o700, parents=True, exist_ok=True)
    content = base64.b64encode((disclosure_folder(lake) / name).read_bytes()).decode("ascii")
    _write_private(copy_file(lake, name), seal({"content": content}))


def put_back(lake: Lake, name: str) -> None:
    """Write the secret or a register again from the journal's copy. Raises as `copied_content`."""
    disclosure_folder(lake).mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_private(disclosure_folder(lake) / name, copied_content(lake, name))


def complete_copies(lake: Lake) -> None:
    """Write the copies that a publication did not come to write because it was killed."""
    standing, copies = stored_names(lake)
    for name in sorted(standing - copies):
        write_copy(lake, name)


def _copies(lake: Lake) -> Path:
    return lake.journal.folder / "disclosure"


def _write_private(path: Path, data: bytes) -> None:
    """Write a file that its owner alone may read: beside its place, then into it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
