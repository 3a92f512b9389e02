"""The process in which xlrd reads an .xls file: run by its path, it imports nothing of this package.

xlrd is the one reader here that is not a stream, and a broken file can make it loop or fill the memory. So it runs
under the system's own limits, and a parent takes what it says from a pipe: frames of a length and a marshalled tuple.

    python -I xls_child.py FILE FOLDER_OF_XLRD MAX_MEMORY_BYTES MAX_CPU_SECONDS

    ("book", is_1904, format of each cell style, is_damaged, number of linked workbooks)
    ("sheet", name, visibility, merged ranges, hidden rows, hidden columns, notes)      for each sheet, then its rows
    ("rows", [(row from 0, kinds, values, styles), ...])
    ("end",)  or  ("error", "encrypted" | "memory" | "corrupt", text, sheet or None)
"""

from __future__ import annotations

import io
import marshal
import os
import sys
from collections.abc import Iterator
from typing import Any

CELLS_PER_FRAME = 8_192
EXTERNAL_BOOK = 2  # xlrd's kind of a link to another workbook


def main() -> None:
    """Read the file named on the command line and say it on standard output."""
    path, library, memory, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    sys.path.append(library)
    import xlrd  # noqa: F401 -- before the limit: what cannot be loaded for want of memory calls itself an ImportError

    _limit(memory, seconds)
    sheet: list[str | None] = [None]
    try:
        for frame in _frames(path, sheet):
            _say(frame)
    except BrokenPipeError:
        os._exit(0)  # nobody listens any more
    except MemoryError:
        _say(("error", "memory", "", sheet[0]))
    except Exception as error:  # whatever a broken file makes of it
        kind = "encrypted" if "encrypt" in str(error).lower() else "corrupt"
        _say(("error", kind, f"{type(error).__name__}: {error}"[:300], sheet[0]))


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system; the parent's clock remains
        return
    _lower(resource.RLIMIT_CPU, seconds)
    if sys.platform != "darwin":  # which lets nobody lower it
        _lower(resource.RLIMIT_AS, memory)


def _lower(limit: int, value: int) -> None:
    import resource

    hard = resource.getrlimit(limit)[1]
    least = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (least, hard))


def _say(frame: tuple[Any, ...]) -> None:
    content = marshal.dumps(frame)
    sys.stdout.buffer.write(len(content).to_bytes(8, "little") + content)
    sys.stdout.buffer.flush()


def _frames(path: str, at: list[str | None]) -> Iterator[tuple[Any, ...]]:
    book, is_damaged = _open(path)
    codes = [book.format_map[x.format_key].format_str if x.format_key in book.format_map else "" for x in book.xf_list]
    links = sum(1 for kind in getattr(book, "_supbook_types", ()) if kind == EXTERNAL_BOOK)
    yield ("book", book.datemode == 1, [str(c or "General") for c in codes], is_damaged, links)
    for index, name in enumerate(book.sheet_names()):
        at[0] = name
        sheet = book.sheet_by_index(index)
        yield (
            "sheet", name, sheet.visibility, [tuple(m) for m in sheet.merged_cells],
            sorted(r for r, info in sheet.rowinfo_map.items() if info.hidden),
            sorted(c for c, info in sheet.colinfo_map.items() if info.hidden or info.width == 0),
            [(r, c, note.text) for (r, c), note in sorted(sheet.cell_note_map.items())],
        )  # fmt: skip
        yield from _rows(sheet)
        book.unload_sheet(index)
    yield ("end",)


def _open(path: str) -> tuple[Any, bool]:
    """The book, and whether its inner directory is damaged (spreadsheet programs read such files all the same)."""
    import xlrd
    from xlrd.compdoc import CompDocError

    setattr(xlrd.Book, "names_epilogue", lambda self: None)  # noqa: B010  (names are not used, and some cannot be read)
    with open(path, "rb") as file:
        content = file.read()
    settings: Any = {"formatting_info": True, "on_demand": True, "ragged_rows": True, "logfile": io.StringIO()}
    try:
        return xlrd.open_workbook(file_contents=content, **settings), False
    except CompDocError:
        return xlrd.open_workbook(file_contents=content, ignore_workbook_corruption=True, **settings), True


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    held: list[tuple[int, bytes, list[Any], list[int]]] = []
    cells = 0
    for row in range(sheet.nrows):
        values = sheet.row_values(row)
        if not values:
            continue
        styles = [sheet.cell_xf_index(row, column) for column in range(len(values))]
        held.append((row, bytes(sheet.row_types(row)), values, styles))
        cells += len(values)
        if cells >= CELLS_PER_FRAME:
            yield ("rows", held)
            held, cells = [], 0
    yield ("rows", held)


if __name__ == "__main__":
    main()
