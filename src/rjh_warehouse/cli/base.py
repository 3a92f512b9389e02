"""What every command shares: printing, exit codes, and the options that point at a project."""

from __future__ import annotations

import codecs
import contextlib
import errno
import functools
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from rjh_warehouse.cli import progress
from rjh_warehouse.cli.full_disk import what_to_free
from rjh_warehouse.lake.full import FULL, is_full
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project, ProjectNotFound, find_project

if TYPE_CHECKING:
    from rjh_warehouse.lake.proof import Damage

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
OK, REJECTED, WRONG, STOPPED, BUSY, NOTHING = 0, 1, 2, 3, 4, 5
_REPLACEMENTS = {
    **dict.fromkeys("−–—‐‑", "-"),
    **{"→": "->", "≈": "~", "≤": "<=", "≥": ">=", "•": "*", "·": "*", "…": "...", "×": "x", "±": "+-", "≠": "<>"},
    **dict.fromkeys("\u00a0\u2009\u202f", " "),
    **dict.fromkeys("”“„", '"'),
    **dict.fromkeys("’‘", "'"),
    **dict(zip("åäöÅÄÖéÉüÜ", "aaoAAOeEuU", strict=True)),
}
Command = Callable[..., Any]


def show(text: str = "", end: str = "\n") -> None:
    """Print a line."""
    write(printable(text) + end)


def show_error(text: str) -> None:
    """Print a line to standard error."""
    write(printable(text) + "\n", to_error=True)


def write(text: str, *, to_error: bool = False) -> None:
    """Write a text as it stands. What cannot be written stops no work: nobody may be reading any more."""
    stream = sys.stderr if to_error else sys.stdout
    progress.clear()
    if not text.endswith("\n"):  # the line is not done
        progress.pause()
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        _silence(stream)


def _silence(stream: Any) -> None:
    """Lead a stream that cannot be written to nowhere, so that the rest of the work goes on."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def readable_replacements(error: UnicodeError) -> tuple[str, int]:
    """What is written instead of characters that an output cannot hold: a minus stays a minus."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_REPLACEMENTS.get(c, "?") for c in error.object[error.start : error.end]), error.end


def prepare_output() -> None:
    """Let standard output and error take any text, whatever their encoding can hold."""
    codecs.register_error("readable", readable_replacements)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="readable")


def fail(code: int, text: str) -> NoReturn:
    """Print to standard error and end with an exit code."""
    show_error(text)
    sys.exit(code)


def name_open_drafts(project: Project) -> None:
    """Tell which contracts nothing is read against yet, clear of the command's own output."""
    from rjh_warehouse.intake.outline import outline

    for file_name, places in outline(project).drafts:
        show_error(say("load.open_draft", found=file_name, expected=", ".join(places)))


def printable(text: str) -> str:
    """A text that no terminal obeys and every one can print: a file's name and cells may hold anything."""
    return _CONTROL.sub("\ufffd", text).encode("utf-8", "backslashreplace").decode("utf-8")


def as_typed(_context: object, _parameter: object, text: str) -> str:
    """An argument as it was typed, where the system's encoding could not hold it."""
    return os.fsencode(text).decode("utf-8", "replace")


def whole(number: Any) -> str:
    """A number without decimals, thousands apart by a space, with a real minus."""
    return f"{number:,.0f}".replace(",", " ").replace("-", "−")


def project_command(command: Command) -> Command:
    """Give a command the project, and the ways to point at another one."""

    @click.option("--project", "root", type=click.Path(path_type=Path), help="Project folder.")
    @click.option("--data", type=click.Path(path_type=Path), help="Data folder [default: <project>/data].")
    @functools.wraps(command)
    def wrapped(root: Path | None, data: Path | None, **options: Any) -> Any:
        from rjh_warehouse.build.generation import BuildUnderWay
        from rjh_warehouse.contract.errors import ContractError, WrittenError
        from rjh_warehouse.folders import Unreadable
        from rjh_warehouse.lake.proof import LakeDamaged
        from rjh_warehouse.lake.publication import NoPublication, PublishedFileHeld

        try:
            project = find_project(root, data)
        except ProjectNotFound as error:
            fail(NOTHING, say("run.no_project", path=error))
        try:
            return command(project=project, **options)
        except SystemExit as end:
            if end.code and is_full(project):
                show_error(what_to_free(project))
            raise
        except LakeDamaged as error:
            for line in damage_lines(error.damages):
                show_error(line)
            fail(STOPPED, say("damage.stopped"))
        except Unreadable as error:
            fail(STOPPED, say("run.unreadable", path=error.path, found=error.found))
        except ContractError as error:
            fail(NOTHING, say("run.bad_contract", found=error))
        except WrittenError as error:
            fail(NOTHING, say("run.bad_file", found=error))
        except BuildUnderWay as error:
            fail(BUSY, say("run.busy", path=error))
        except NoPublication as error:
            fail(NOTHING, say(error.code, path=error.path))
        except PublishedFileHeld as error:
            fail(BUSY, say("run.published_held", path=error))
        except OSError as error:
            if error.errno in (errno.EPIPE, None):  # click ends quietly when nobody reads on
                raise
            if error.errno in FULL:
                show_error(what_to_free(project))
            fail(STOPPED, say("run.no_access", path=error.filename or project.data, found=error.strerror))
        except Exception as error:
            if not type(error).__module__.endswith("duckdb"):  # the engine is not imported to ask
                raise
            if is_full(project, str(error)):
                show_error(what_to_free(project))
            fail(STOPPED, say("run.engine_stopped", found=str(error).splitlines()[0]))

    return wrapped


MOST_DAMAGES = 20  # printed one by one


def damage_lines(damages: Sequence[Damage]) -> list[str]:
    """What is not in the lake as it was put there, in words, and what to do."""
    lines = [
        say(
            f"damage.{damage.kind}_{damage.state}",
            path=damage.path,
            file=damage.file_name,
            delivery_id=damage.delivery_id,
        )
        for damage in damages
        if damage.state != "unproved"
    ]
    more, unproved = len(lines) - MOST_DAMAGES, sum(d.state == "unproved" for d in damages)
    lines = lines[:MOST_DAMAGES] + ([say("damage.more", count=more)] if more > 0 else [])
    return lines + ([say("damage.unproved", count=unproved)] if unproved else [])


def json_option(command: Command) -> Command:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for a machine to read.")(command)


def as_of_option(command: Command) -> Command:
    """Add --as-of, a day."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda _c, _p, value: value.date() if value else None,
        help="Only deliveries known by this day count.",
    )(command)
