"""What a night must know of the contracts before it reads a file: how they read, and which wait for answers.

Both follow from the contracts' files and this package, and are kept by the digest of them: a night without news has no
use for the contracts themselves.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from rjh_warehouse.folders import entries
from rjh_warehouse.lake.sealed import Damaged, read_note, seal
from rjh_warehouse.settings import Project, package_digest

KEPT = Path(".cache") / "contracts.json"  # in the project


@dataclass(frozen=True)
class Outline:
    """`prints` changes when a contract reads otherwise; `drafts` are the open ones, each with what it asks."""

    prints: str
    drafts: tuple[tuple[str, tuple[str, ...]], ...]  # file name, places


def outline(project: Project) -> Outline:
    """The outline of a project's contracts: the one that was kept, else made of them and kept.

    Raises:
        ContractError: a contract file that cannot be used; a draft with open questions is none.
    """
    digest = hashlib.sha256(package_digest().encode())
    for path in entries(project.contracts, ".yaml"):
        digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes() + b"\0")
    kept = project.root / KEPT
    with contextlib.suppress(FileNotFoundError, Damaged, KeyError, TypeError, ValueError):
        note = read_note(kept)
        if note["of"] == digest.hexdigest():
            return Outline(note["prints"], tuple((name, tuple(places)) for name, places in note["drafts"]))
    made = _made(project.contracts)
    beside = kept.with_name(f"{kept.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):  # who may not write makes it again
        kept.parent.mkdir(exist_ok=True)
        beside.write_bytes(seal({"of": digest.hexdigest(), **asdict(made)}))
        beside.replace(kept)
    return made


def _made(folder: Path) -> Outline:
    from rjh_warehouse.contract.contract import read_contracts

    contracts = read_contracts(folder)
    prints = "".join(c.fingerprint for c in contracts.values())
    drafts = tuple((draft.file_name, tuple(draft.places)) for draft in contracts.drafts)
    return Outline(hashlib.sha256(prints.encode()).hexdigest()[:16], drafts)
