"""A sheet of an Excel or OpenDocument workbook as rows of texts; dates are ISO, whole numbers without a point."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from data.files.text_encoding import FileNotReadError


def _text(cell: object) -> str:
    """A cell as its reader would type it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (date, time, timedelta)):
        return str(cell)
    return str(cell).strip()


def read_sheet(path: Path, sheet: str = "") -> tuple[str, list[list[str]], tuple[str, ...]]:
    """(name of the sheet, its rows, what was assumed); the sheet of most cells where none is named.

    Raises FileNotReadError with a sentence for a file that is no workbook, or has no such sheet.
    """
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = workbook.sheet_names
        if sheet and sheet not in names:
            raise FileNotReadError(f"{path.name} has no sheet {sheet!r}; it has {', '.join(names)}")
        read = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in
                ([sheet] if sheet else names)}  # fmt: skip
    except CalamineError as error:
        raise FileNotReadError(f"{path.name} is not a workbook that can be read: {error}") from None
    sizes = {name: sum(cell != "" for row in rows for cell in row) for name, rows in read.items()}
    filled = [name for name, size in sizes.items() if size]
    if not filled:
        raise FileNotReadError(f"{path.name} has no filled sheet")
    chosen = max(filled, key=lambda name: sizes[name])
    others = [name for name in filled if name != chosen]
    assumed = (f"sheet {chosen!r} is read; {', '.join(map(repr, others))} not",) if others else ()
    return chosen, [[_text(cell) for cell in row] for row in read[chosen]], assumed
