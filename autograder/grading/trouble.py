"""What can be wrong with the machine or the gradebook, in one sentence with the way out."""

from __future__ import annotations

import errno
import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Base
from nbgrader.converters.base import NbGraderException
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

GRADEBOOK = "autograder/gradebook.db"
_UPGRADE = (
    "copy it to a safe place, run .venv/bin/nbgrader db upgrade, and then the same again; where that does "
    "not help, put a copy from before in its place"
)


class GradebookError(Exception):
    """The gradebook cannot be used as it is; one sentence."""


def check_gradebook(db_url: str, name: str = GRADEBOOK) -> None:
    """Look at a gradebook before anything is read from it or written to it.

    Parameters
    ----------
    db_url : str
        The gradebook; that it is not there yet is no fault.
    name : str
        What messages call it.

    Raises
    ------
    GradebookError
        If it is older than the nbgrader that is installed, damaged, or cannot be read.
    """
    prefix = "sqlite:///"
    if db_url.startswith(prefix) and not Path(db_url.removeprefix(prefix)).exists():
        return
    engine = create_engine(db_url)
    try:
        there = inspect(engine)
        tables = set(there.get_table_names())
        missing = [
            f"{table.name}.{column.name}"
            for table in Base.metadata.sorted_tables
            if table.name in tables
            for column in table.columns
            if column.name not in {known["name"] for known in there.get_columns(table.name)}
        ]
        with engine.connect() as connection:
            has = "alembic_version" in tables
            version = (
                connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if has else None
            )
    except SQLAlchemyError as error:
        raise GradebookError(sentence(error, name) or f"{name} cannot be read: {error}") from error
    finally:
        engine.dispose()
    if not missing:
        return
    lacks = f"it lacks {missing[0]}" + (f" and {len(missing) - 1} more columns" if len(missing) > 1 else "")
    from alembic.script import ScriptDirectory  # slow, and needed only here

    if version == ScriptDirectory(ALEMBIC_DIR).get_current_head():
        raise GradebookError(
            f"{name} is damaged ({lacks}, and no upgrade adds it): put a copy from before in its place, or "
            "move it away and run make grade ARGS=--force, which grades everything anew, without the marks "
            "given by hand"
        )
    raise GradebookError(f"{name} was made by an older nbgrader ({lacks}): {_UPGRADE}")


def said_in_one_sentence(start: Callable[[Any], None]) -> Callable[[Any], None]:
    """Have a command of nbgrader look at the gradebook first, and say trouble as it says its own.

    Parameters
    ----------
    start : callable
        The ``start`` of a converter.

    Returns
    -------
    callable
        The same, raising `NbGraderException` with one sentence, also logged, for whatever is wrong with the
        gradebook or the machine. Anything else passes as it is.
    """

    @functools.wraps(start)
    def started(converter: Any) -> None:
        try:
            check_gradebook(converter.coursedir.db_url)
            start(converter)
        except NbGraderException:
            raise
        except Exception as error:
            said = str(error) if isinstance(error, GradebookError) else sentence(error)
            if said is None:
                raise
            converter.log.error(said)
            raise NbGraderException(said) from error

    return started


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield now
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)


def sentence(error: BaseException, gradebook: str = GRADEBOOK) -> str | None:
    """Return what an exception of the machine or the gradebook means for a TA; None where it is neither.

    Parameters
    ----------
    error : BaseException
        It, or what it led to.
    gradebook : str
        What the gradebook is called.

    Examples
    --------
    >>> sentence(OSError(errno.ENOSPC, "No space left", "a.csv")).partition(":")[0]
    'a.csv cannot be written, the disk is full (No space left)'
    """
    for one in _chain(error):
        if isinstance(one, DatabaseError):
            return _of_database(str(one.orig), gradebook)
        if isinstance(one, OSError) and one.errno is not None:
            return _of_system(one)
    return None


def _of_database(said: str, name: str) -> str:
    again = "and run the same again; what was saved is safe"
    if "locked" in said:
        return (
            f"{name} is locked by another program (a formgrader that saves, another nbgrader command, a "
            f"backup): let that end {again}"
        )
    if "readonly" in said or "unable to open" in said:
        return f"{name} cannot be opened for writing: give yourself the right to it and to its folder {again}"
    if "full" in said:
        return f"{name} cannot be written, the disk is full: make room {again}"
    if "no such column" in said or "no such table" in said or "has no column" in said:
        return f"{name} was made by an older nbgrader ({said}): {_UPGRADE}"
    if "not a database" in said or "malformed" in said:
        return f"{name} is damaged ({said}): put a copy from before in its place"
    return f"{name} refuses: {said}"


def _of_system(error: OSError) -> str:
    where = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "a file"
    with_root = Path(where)
    if with_root.is_absolute() and with_root.is_relative_to(Path.cwd()):
        where = str(with_root.relative_to(Path.cwd()))
    again = "and run the same again; what was saved is safe"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{where} cannot be written, the disk is full ({error.strerror}): make room {again}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{where} cannot be read or written ({error.strerror}): give yourself the right to it {again}"
    return f"{where}: {error.strerror or error}"


def write(path: Path, content: str) -> None:
    """Write a file whole or not at all: where the disk is full, the one before stays.

    Parameters
    ----------
    path : Path
        The file.
    content : str
        Its text.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(content)
        os.replace(new, path)
    except BaseException as error:
        new.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
