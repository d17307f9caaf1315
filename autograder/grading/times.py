"""When a submission was handed in: one line of text, read the same on every machine."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime

EXAMPLE = "2026-03-01 10:00:00 UTC"
_LONGEST = 100
# Date and time as ISO 8601 and nbgrader write them, then anything that may name a zone.
_FORM = re.compile(
    r"(?P<local>(?:\d{4}-?\d\d-?\d\d|\d{4}-?W\d\d-?\d)[T ]\d\d(?::?\d\d(?::?\d\d(?:[.,]\d{1,12})?)?)?)"
    r"(?P<zone>.*)",
    re.ASCII | re.IGNORECASE,
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?\Z", re.ASCII)
_UTC = {"", "Z", "UTC", "GMT"}


@dataclass(frozen=True)
class Stamp:
    """What a ``timestamp.txt`` says.

    Parameters
    ----------
    time : datetime or None
        Coordinated universal time without a zone, as nbgrader keeps times; None where none can be read.
    problem : str or None
        Why none can be read, for a TA: one line that quotes what stands there.
    """

    time: datetime | None = None
    problem: str | None = None


def read(content: bytes, says: str = "timestamp.txt says") -> Stamp:
    """Read a submission's timestamp.

    ISO 8601 and nbgrader's form, with any offset from UTC or the name of a zone ("Europe/Berlin"); without
    one the time is UTC, which is nbgrader's rule. Abbreviations such as CEST or IST mean several zones, and
    01/02/2026 is two days: neither is guessed.

    Parameters
    ----------
    content : bytes
        The file.
    says : str
        How a problem begins.

    Returns
    -------
    Stamp

    Examples
    --------
    >>> read(b"2026-07-01 23:30:00 +0200").time
    datetime.datetime(2026, 7, 1, 21, 30)
    >>> read(b"2026-07-01T23:30:00.25-04:00").time
    datetime.datetime(2026, 7, 2, 3, 30, 0, 250000)
    >>> read(b"2026-07-01 23:30 CEST").problem
    "timestamp.txt says '2026-07-01 23:30 CEST', whose zone is unknown; write it as 2026-03-01 10:00:00 UTC"
    """
    try:
        text = content[: _LONGEST + 1].decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        text = content[:_LONGEST].decode("ascii", "replace").strip()
    match = _FORM.fullmatch(text) if len(content) <= _LONGEST else None
    if match is None:
        return Stamp(problem=_problem(text, "which is no time", says))
    try:
        return Stamp(_in_utc(datetime.fromisoformat(match["local"].upper()), match["zone"].strip()))
    except LookupError as error:
        return Stamp(problem=_problem(text, str(error.args[0]), says))
    except (ValueError, OverflowError):
        return Stamp(problem=_problem(text, "which is no time", says))


def _in_utc(local: datetime, zone: str) -> datetime:
    """Turn a local time into UTC.

    Raises
    ------
    LookupError
        If the zone is not known, or its clocks showed this time twice or never.
    """
    if zone.upper() in _UTC:
        return local
    if offset := _OFFSET.match(zone):
        return (
            datetime.fromisoformat(
                f"{local.isoformat()}{offset['sign']}{offset['hours']}:{offset['minutes'] or '00'}"
            )
            .astimezone(UTC)
            .replace(tzinfo=None)
        )
    if "/" not in zone:
        raise LookupError("whose zone is unknown")
    try:
        place = zoneinfo.ZoneInfo(zone)
    except (LookupError, ValueError, OSError):
        raise LookupError("whose zone is unknown") from None
    first, second = (
        local.replace(tzinfo=place, fold=fold).astimezone(UTC).replace(tzinfo=None) for fold in (0, 1)
    )
    if first != second:
        raise LookupError("which the clocks there showed twice or never, for they were changed that night")
    return first


def _problem(text: str, why: str, says: str) -> str:
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    shown = shown if len(shown) <= 40 else shown[:37] + "..."
    return f"{says} {shown!r}, {why}; write it as {EXAMPLE}"
