"""Reading a submitted notebook file, whatever program wrote it: bytes in, cells out."""

from __future__ import annotations

import json
import re
from typing import Any

MAX_PARTS = 3_000_000
MAX_CELLS = 2000
MAX_SOURCE = 1_000_000


class Inadmissible(Exception):
    """A submission, or one notebook of it, cannot be graded; the text is one line for the TA."""


def parse(content: bytes) -> list[dict[str, Any]]:
    """Return the cells of a submitted file, whatever notebook format it has.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    list of dict
        Each with cell_type, source (str), metadata (dict) and attachments (dict); outputs are dropped.

    Raises
    ------
    Inadmissible
        If it is no notebook; the text says why in plain words.
    """
    if not content.strip(b" \t\r\n\0"):
        raise Inadmissible("the file is empty; it was probably cut off while saving or uploading")
    if too_many_parts(content):
        raise Inadmissible("the file holds millions of parts; no notebook of this course does")
    try:
        raw = json.loads(decode(content))
    except RecursionError:
        raise Inadmissible("the file is nested too deeply to be a notebook") from None
    except ValueError as error:
        head = content[:200].lstrip().lower()
        if head.startswith((b"<!doctype", b"<html")):
            raise Inadmissible("the file is a web page saved as .ipynb, not a notebook") from None
        if b"<<<<<<<" in content and b">>>>>>>" in content:
            raise Inadmissible("the file holds unresolved version-control conflicts") from None
        raise Inadmissible(f"the file is not a notebook (no valid JSON: {error})"[:200]) from None
    if not isinstance(raw, dict):
        raise Inadmissible("the file holds JSON, but no notebook")
    cells = raw.get("cells")
    if cells is None and isinstance(raw.get("worksheets"), list):
        cells = [
            c for sheet in raw["worksheets"] if isinstance(sheet, dict) for c in sheet.get("cells") or []
        ]
    if not isinstance(cells, list):
        raise Inadmissible("the file holds JSON, but no list of cells")
    if len(cells) > MAX_CELLS:
        raise Inadmissible(f"the notebook has {len(cells):,} cells; at most {MAX_CELLS:,} can be graded")
    return [clean for cell in cells if (clean := _clean(cell)) is not None]


def _clean(cell: Any) -> dict[str, Any] | None:
    """Bring one cell of any notebook format to the fields that matter; None where it is no cell."""
    if not isinstance(cell, dict):
        return None
    source = cell.get("source", cell.get("input", ""))  # format 3 calls a code cell's source its input
    text = "".join(map(str, source)) if isinstance(source, list) else str(source or "")
    kind = cell.get("cell_type")
    if kind == "heading":  # format 3
        level = cell.get("level")
        kind, text = "markdown", "#" * (level if isinstance(level, int) and 0 < level < 7 else 1) + " " + text
    if kind not in ("code", "markdown", "raw"):
        kind = "markdown"
    metadata = cell.get("metadata")
    attachments = cell.get("attachments")
    return {
        "cell_type": kind,
        "source": _plain(text[:MAX_SOURCE]),
        "metadata": metadata if isinstance(metadata, dict) else {},
        "attachments": attachments if isinstance(attachments, dict) else {},
    }


def _plain(text: str) -> str:
    """Normalise line ends and drop what no editor should have put in: marks, NULs, lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8")


def too_many_parts(content: bytes) -> bool:
    """Say whether JSON would unpack to far more memory than its text takes."""
    return content.count(b"[") + content.count(b"{") + content.count(b'",') > MAX_PARTS


def decode(content: bytes) -> str:
    """Decode a notebook file: UTF-8 with or without a mark, UTF-16, or what an old editor wrote.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
    if len(content) > 3 and content[1:2] == b"\0" and content[3:4] == b"\0":
        return content.decode("utf-16-le")
    if len(content) > 3 and content[0:1] == b"\0" and content[2:3] == b"\0":
        return content.decode("utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def squeeze(text: str) -> str:
    """Return a text without white space: what an editor may change without meaning anything."""
    return re.sub(r"\s+", "", text)
