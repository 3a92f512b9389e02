"""Tables in the terminal: the only place that knows the library for them, which takes text for markup.

Every title, heading and cell goes in as plain text, so that a name such as "[/kök]" is printed as it stands.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rjh_warehouse.cli.base import printable, write

FILE_WIDTH = 140  # columns, where the output is no terminal


def show_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str | None = None,
    right: Sequence[bool] = (),
    width: int = FILE_WIDTH,
    fold: bool = False,
) -> None:
    """Print rows under headings: see `table_text`."""
    write(table_text(headings, rows, title=title, right=right, width=width, fold=fold))


def table_text(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str | None = None,
    right: Sequence[bool] = (),
    width: int = FILE_WIDTH,
    fold: bool = False,
) -> str:
    """Rows under headings, for the screen or the file that standard output is.

    Args:
        right: for each column, whether it is set to the right (numbers).
        width: columns of an output that is no terminal.
        fold: cut long words anywhere, rather than show less of them.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(printable(title)) if title else None, title_justify="left")
    for heading, is_right in zip(headings, right or [False] * len(headings), strict=True):
        table.add_column(
            Text(printable(heading)), justify="right" if is_right else "left", overflow="fold" if fold else "ellipsis"
        )
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else width)
    with console.capture() as printed:
        console.print(table)
    return str(printed.get())
