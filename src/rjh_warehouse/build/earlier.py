"""What a build takes over from an earlier one: a copy of its database, and the note of what each table there holds.

Only a complete generation of the same code is taken, and only as its own sealed notes say it; with anything else the
build makes every table.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from rjh_warehouse.build.content import Sums
from rjh_warehouse.build.generation import Generation, generations
from rjh_warehouse.folders import stands
from rjh_warehouse.lake.durable import file_sha256

DIGEST = "digest"  # the generation's note of its database file, written when it was last closed
TABLES = "tables"  # the generation's note of what each table is and holds
_FICLONE = 0x40049409  # ioctl: let a file share another's blocks until one of them is written


@dataclass(frozen=True)
class Table:
    """What one model was and gave. `inputs`: by table what the model could see of it, `content`: of its own rows.

    `sums`: what `content` is the digest of (None of a view). `part`: only the rows of some keys were made again.
    `seconds` (CPU) and `computed_in` (a generation) tell of the build that last computed it, `whole_seconds` of the one
    that last made it whole, `why` of this one: the inputs that moved, `definition`, `always` (it reads a clock) or
    `first`; empty where it was taken over.
    """

    definition: str
    inputs: dict[str, str]
    content: str
    sums: Sums | None
    seconds: float
    whole_seconds: float
    computed_in: str
    why: tuple[str, ...] = ()
    part: bool = False

    @property
    def saved_seconds(self) -> float:
        """What this build did not spend on it: all of what it takes, or what the rows of some keys left."""
        return max(self.whole_seconds - self.seconds, 0) if self.part else 0 if self.why else self.whole_seconds

    @property
    def rows(self) -> int | None:
        """How many rows it has; None of a view."""
        return self.sums.rows if self.sums else None


@dataclass
class Notes:
    """The note of a generation: the code that made it, the generation it began from, what its tables hold."""

    code: str
    began_from: str | None = None
    tables: dict[str, Table] = field(default_factory=dict)
    lake: dict[str, str] = field(default_factory=dict)  # content of the lake's tables that models or audits read
    slices: dict[str, list[str]] = field(default_factory=dict)  # slice → contents that it was computed of, its own last

    def content(self, table: str) -> str:
        """What a table holds. Raises KeyError where nobody has said."""
        return self.tables[table].content if table in self.tables else self.lake[table]


def write_notes(generation: Generation, notes: Notes) -> None:
    generation.write(TABLES, asdict(notes))


def work_done(generation: Generation) -> dict[str, Any]:
    """What a build came to, for the run's log: tables computed and taken over, what had moved, CPU seconds saved."""
    notes = read_notes(generation) or Notes("")
    computed = {name: t for name, t in notes.tables.items() if t.why}
    return {
        "computed": len(computed),
        "parts": sum(t.part for t in computed.values()),
        "reused": len(notes.tables) - len(computed),
        "began_from": notes.began_from,
        # The first that moved: all else is computed for their sake.
        "moved": sorted({w for t in computed.values() for w in t.why} - computed.keys()),
        "cpu_seconds": round(sum(t.seconds for t in computed.values()), 1),
        "saved_cpu_seconds": round(sum(t.saved_seconds for t in notes.tables.values()), 1),
    }


def read_notes(generation: Generation) -> Notes | None:
    """The note, or None where it is missing or not what was written."""
    said: dict[str, Any] = generation.read(TABLES)
    try:
        tables = {name: _table(**t) for name, t in said["tables"].items()}
        return Notes(said["code"], said["began_from"], tables, said["lake"], said["slices"])
    except (KeyError, TypeError):
        return None


def _table(sums: dict[str, int] | None, why: list[str], **fields: Any) -> Table:
    return Table(sums=Sums(**sums) if sums else None, why=tuple(why), **fields)


def earlier_build(folder: Path, code: str) -> tuple[Generation, Notes] | None:
    """The newest complete generation of the same code with its notes; None where there is none."""
    for generation in reversed(generations(folder)):
        notes = read_notes(generation) if generation.is_complete else None
        is_settled = stands(generation.database) and not stands(Path(f"{generation.database}.wal"))
        if notes is not None and notes.code == code and is_settled:
            return generation, notes
    return None


def taken_over(table: Table) -> Table:
    """The table as a build notes it that did not compute it."""
    return replace(table, why=(), part=False)


def note_digest(generation: Generation) -> None:
    """Note what the database is as a file. Whoever opens it for writing does so when it is closed again."""
    generation.write(DIGEST, {"sha256": file_sha256(generation.database)})


def begin_from(earlier: Generation, target: Path) -> bool:
    """Copy an earlier database; False, and no copy, where it is no longer what was built: a disk may have let go of it.

    What is copied is what is held against the digest: a damage would else be taken over from one build to the next.
    """
    copy_database(earlier.database, target)
    if file_sha256(target) == earlier.read(DIGEST).get("sha256"):
        return True
    target.unlink()
    return False


def copy_database(source: Path, target: Path) -> None:
    """Copy a database file, sharing its blocks where the file system can."""
    with source.open("rb") as old, target.open("wb") as new, contextlib.suppress(OSError, ImportError):
        import fcntl  # not on every system

        fcntl.ioctl(new.fileno(), _FICLONE, old.fileno())
        return
    shutil.copyfile(source, target)
