"""Written questions: what a learner judges their own answer by, and the two answers they tell apart.

A person grades these questions, by the mark scheme above them. In an open course nobody may be there: then
``check("explain_topic")`` shows the learner a list to tick, and two answers, a good one and a tempting wrong
one. One file for each question holds all of it: ``autograder/chapters/<chapter>/written/explain_topic.toml``.

==============  ==========================================================================================
``good``        an answer that gets all points, in 80 to 150 words, as a good student writes it; it is the
                model answer that graders see, too: the master has ``{{written.explain_topic}}`` in its
                place
``tempting``    an answer that sounds as good, with the mistake that students really make
``why``         what is wrong with it, in a sentence
``[[checks]]``  3 to 6 lines of the list, each with its ``points`` and a ``question`` to answer with yes or
                no; in the order of the mark scheme, and worth what its lines are worth
``misses``      the place in the list, from 1, of what the tempting answer misses
``literal``     why numbers are typed, where they are the question's own
==============  ==========================================================================================

Other numbers are filled in, as in lessons: from constants, from the right answers of the graded exercises at
the book's numbers (``{{answer.training_days.m_as('day'):.0f}}``), and from the book's numbers themselves
(``{{book('iron_law').gpus:,}}``).
"""

from __future__ import annotations

import functools
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import chapters, substitution
from mlsys_course import chapters as student_chapters
from mlsys_course.help.written import Check, Written
from mlsys_course.scenarios import table
from mlsys_course.suggest import did_you_mean

__all__ = [
    "Draft",
    "ModelAnswers",
    "WrittenError",
    "drafts",
    "filled",
    "model_answer",
    "path_of",
    "question",
    "read",
    "sentences",
    "squeezed",
]

FOLDER = "written"
_KEYS = {"good", "tempting", "why", "misses", "checks", "literal"}
WORDS = (80, 150)
"""How long the good answer is, in words."""
CHECKS = (3, 6)
"""How many lines the list has."""
_WIDTH = 100
_TELLING = 30  # characters without blanks: shorter sentences stand in any text


class WrittenError(ValueError):
    """The file of a written question is not as it should be; the sentence says what to do."""


@dataclass(frozen=True)
class Draft:
    """The file of a written question as its author wrote it, numbers not filled in.

    Parameters
    ----------
    path : Path
        The file.
    good, tempting : str
        The two answers.
    why : str
        What is wrong with the tempting one, in a sentence.
    misses : int
        The place in the list, from 1, of what the tempting one misses.
    checks : tuple of Check
        The list.
    literal : str
        Why numbers are typed; empty where they are filled in.
    """

    path: Path
    good: str
    tempting: str
    why: str
    misses: int
    checks: tuple[Check, ...]
    literal: str = ""

    @property
    def name(self) -> str:
        """The question's name, which is its answer's grade_id."""
        return self.path.stem

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything a learner reads."""
        return (self.good, self.tempting, self.why, *(check.question for check in self.checks))


def path_of(chapter: str, name: str) -> Path:
    """Return where the file of a written question lies, below the course's top."""
    return Path("autograder", "chapters", chapter, FOLDER, f"{name}.toml")


def read(path: Path) -> Draft:
    """Read the file of a written question.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    WrittenError
        If it is no TOML, or something is missing, unknown, too short or too long.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrittenError(f"cannot be read as TOML: {error}.") from None
    if unknown := sorted(set(raw) - _KEYS):
        raise WrittenError(f"holds {', '.join(unknown)}; it knows {', '.join(sorted(_KEYS))}.")
    for key in ("good", "tempting", "why"):
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            raise WrittenError(f"has no {key}: write a text, {key} = '''...'''.")
    words = len(raw["good"].split())
    if not WORDS[0] <= words <= WORDS[1]:
        raise WrittenError(f"good has {words} words; write {WORDS[0]} to {WORDS[1]}.")
    checks = tuple(_checks(raw.get("checks")))
    if not CHECKS[0] <= len(checks) <= CHECKS[1]:
        raise WrittenError(
            f"has {len(checks)} [[checks]]; write {CHECKS[0]} to {CHECKS[1]}, each with points and a "
            "question."
        )
    misses = raw.get("misses")
    if type(misses) is not int or not 1 <= misses <= len(checks):
        raise WrittenError(
            f"misses is {misses!r}; say which of the {len(checks)} checks the tempting answer misses, "
            f"from 1 to {len(checks)}."
        )
    good, tempting, why = (_paragraphs(raw[key]) for key in ("good", "tempting", "why"))
    return Draft(path, good, tempting, why, misses, checks, str(raw.get("literal", "")))


def _checks(raw: Any) -> Iterator[Check]:
    for one in raw if isinstance(raw, list) else []:
        points = one.get("points") if isinstance(one, dict) else None
        numbered = isinstance(points, (int, float)) and not isinstance(points, bool) and points > 0
        if points is None or not numbered or set(one) - {"points", "question"}:
            raise WrittenError(f"a check has points above 0 and a question, nothing else; not {one!r}.")
        said = one.get("question")
        if not isinstance(said, str) or not said.strip().endswith("?"):
            raise WrittenError(f"a check asks: its question ends in a question mark, unlike {said!r}.")
        if "`" in said or "*" in said:
            raise WrittenError(f"a check stands beside a box, as plain text: no ` and no * in {said!r}.")
        yield Check(" ".join(said.split()), points)


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def drafts(root: Path, chapter: str) -> dict[str, Draft]:
    """Return the written questions of a chapter by name; files that cannot be read are left out.

    Parameters
    ----------
    root : Path
        Top of the course.
    chapter : str
        The chapter's folder.
    """
    found = {}
    for path in sorted((root / path_of(chapter, "x")).parent.glob("*.toml")):
        try:
            found[path.stem] = read(path)
        except WrittenError:
            continue  # an authoring rule says so
    return found


class _Answers:
    """The right answers of the graded exercises at the book's numbers, by name."""

    def __init__(self, answer: Callable[[str], Any]) -> None:
        self._answer = answer

    def __getattr__(self, name: str) -> Any:
        try:
            return self._answer(name)
        except LookupError:
            raise AttributeError(f"there is no exercise {name!r}") from None


def filled(draft: Draft, answer: Callable[[str], Any] | None = None) -> Written:
    """Return a written question with its numbers filled in.

    Parameters
    ----------
    draft : Draft
        As its author wrote it.
    answer : callable, optional
        Takes an exercise's name and returns its right answer; default: that of its key, at the book's
        numbers.

    Raises
    ------
    autograder.substitution.SubstitutionError
        If a number cannot be filled in.
    """
    names = substitution.Names("lesson", {})
    names["answer"] = _Answers(answer or _right_answer)
    names["book"] = lambda scenario: table(scenario).row(0)

    def fill(text: str) -> str:
        return substitution.fill(text, names)

    return Written(
        name=draft.name,
        good=fill(draft.good),
        tempting=fill(draft.tempting),
        why=fill(draft.why),
        misses=draft.misses,
        checks=tuple(Check(fill(check.question), check.points) for check in draft.checks),
    )


def _right_answer(name: str) -> Any:
    from mlsys_course.exercise import find

    chapters.load_owner(name)
    return find(name).answer()


def model_answer(found: Written) -> str:
    """Return the good answer in lines, as it stands in the instructor's notebook."""
    parts = found.good.split("\n\n")
    return "\n\n".join(textwrap.fill(part, _WIDTH, break_on_hyphens=False) for part in parts)


def sentences(found: Written) -> set[str]:
    """Return what only the file of a written question says, sentence by sentence, without blanks.

    Parameters
    ----------
    found : Written
        The question.
    """
    texts = (found.good, found.tempting, found.why, *(check.question for check in found.checks))
    parts = (squeezed(part) for text in texts for part in re.split(r"(?<=[.?!:;])\s+", text))
    return {part for part in parts if len(part) >= _TELLING}


def squeezed(text: str) -> str:
    r"""Return a text without blanks, quotes and case, which do not matter where a leak is looked for.

    Examples
    --------
    >>> squeezed('Team "A"\n is busy.')
    'teamaisbusy.'
    """
    return re.sub(r"[\s\"'\\]+", "", text).lower()


@functools.cache
def _files() -> dict[str, Path]:
    top = Path(__file__).resolve().parents[1]
    return {
        path.stem: path
        for chapter in student_chapters.names()
        for path in sorted((top / path_of(chapter, "x")).parent.glob("*.toml"))
    }


def question(name: str) -> Written:
    """Return a written question, numbers filled in: what the student package's entry point names.

    Parameters
    ----------
    name : str
        Its name, as in ``check("explain_topic")``.

    Raises
    ------
    LookupError
        If there is none; the sentence names the closest one.
    """
    files = _files()
    if name not in files:
        raise LookupError(f"There is no written question {name!r}.{did_you_mean(name, files)}")
    return filled(read(files[name]))


class ModelAnswers:
    """The model answers of a chapter by name, for ``{{written.explain_topic}}`` in a master.

    Parameters
    ----------
    root : Path
        Top of the course.
    chapter : str
        The chapter's folder.
    answer : callable
        As for `filled`.
    """

    def __init__(self, root: Path, chapter: str, answer: Callable[[str], Any]) -> None:
        self._drafts = drafts(root, chapter)
        self._answer = answer

    def __getattr__(self, name: str) -> str:
        if name not in self._drafts:
            raise AttributeError(f"there is no written question {name!r}.{did_you_mean(name, self._drafts)}")
        return model_answer(filled(self._drafts[name], self._answer))
