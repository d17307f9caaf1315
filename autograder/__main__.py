"""The staff's command: ``python -m autograder VERB``."""

from __future__ import annotations

import argparse
import getpass
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder import stopping


def _me() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name
        return "staff"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    build = verbs.add_parser("build", help="masters -> notebooks/, source/, release/, contracts")
    build.add_argument("--no-execute", action="store_true", help="do not run the notebooks")
    check = verbs.add_parser("check", help="authoring rules, rebuild, search for leaked solutions")

    grade = verbs.add_parser("grade", help="grade a class: submitted/, or the bundled sample class")
    grade.add_argument(
        "assignment", nargs="?", help="default: the only one handed in, or the only one there is"
    )
    grade.add_argument(
        "--jobs", type=int, default=None, metavar="N", help="processes (default: one per core)"
    )
    grade.add_argument("--scheduler", metavar="ADDRESS", help="Dask scheduler to grade on")
    grade.add_argument("--force", action="store_true", help="grade again what is graded already")
    grade.add_argument("--student", metavar="ID", help="grade only this student, graded already or not")
    grade.add_argument(
        "--sample", action="store_true", help="grade the sample class even if there are submissions"
    )
    grade.add_argument(
        "--unsafe-no-sandbox",
        action="store_true",
        help="run students' code with your own rights; for submissions you wrote yourself",
    )

    collect = verbs.add_parser("collect", help="put a download of Canvas or Moodle in place to be graded")
    collect.add_argument("source", metavar="FROM", help="the zip file, or a folder with what was in it")
    collect.add_argument("assignment", nargs="?", help="default: the only one")
    collect.add_argument(
        "--who",
        action="append",
        default=[],
        metavar="NUMBER=STUDENT",
        help="whose the number of a name in the download is, where the roster does not say",
    )
    collect.add_argument(
        "--groups",
        metavar="FILE",
        help="who works together: Canvas's list of a group set, or the columns group and id",
    )

    roster = verbs.add_parser("roster", help="take the roster from a file of Canvas or Moodle")
    roster.add_argument("source", metavar="FROM", help="Canvas's gradebook or Moodle's participants, as CSV")
    roster.add_argument("--id", metavar="COLUMN", help="the column that ids of new students are taken from")
    roster.add_argument("--add-only", action="store_true", help="the file is a part of the class")
    roster.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    export = verbs.add_parser("export", help="scores for Canvas or Moodle, and who is in one of the two only")
    export.add_argument("source", metavar="FROM", help="the LMS's own file; or canvas, or moodle")
    export.add_argument("assignment", nargs="?", help="default: the only one")
    export.add_argument("--to", metavar="FILE", help="default: autograder/for_canvas.csv or for_moodle.csv")
    export.add_argument("--column", metavar="HEAD", help="the assignment's column in the LMS's file")
    export.add_argument("--dry-run", action="store_true", help="say what does not fit, and write nothing")

    for one in (roster, export):
        one.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="HEAD=MEANING",
            help='what a column is, where the file is in another language: "Etunimi=first name"',
        )

    back = verbs.add_parser("give-back", help="feedback pages in a zip file that Canvas or Moodle takes back")
    back.add_argument("source", metavar="FROM", help="the download that the submissions came in")
    back.add_argument("assignment", nargs="?", help="default: the only one")

    due = verbs.add_parser("due", help="say or set when assignments are due")
    due.add_argument("assignment", nargs="?", help="default: all")
    due.add_argument("time", nargs="?", metavar="TIME", help='"2026-03-01 23:59 UTC"; none removes it')
    extend = verbs.add_parser("extend", help="give a student until later")
    extend.add_argument("student", metavar="STUDENT", help="the student's id")
    extend.add_argument("assignment", metavar="ASSIGNMENT", help="of what")
    extend.add_argument("time", metavar="TIME", help='"2 days", "36 hours", or a time; none takes it back')
    extend.add_argument("--reason", default="", metavar="TEXT", help="why")

    forget = verbs.add_parser("forget", help="remove a student and all their data: first says what that is")
    forget.add_argument("student", metavar="STUDENT", help="the student's id")
    forget.add_argument("--yes", action="store_true", help="remove it")

    hidden = verbs.add_parser("pseudonyms", help="the class report with pseudonyms, to be shown to the class")
    hidden.add_argument("assignment", nargs="?", help="default: the only one that has been graded")
    hidden.add_argument("--who", metavar="PSEUDONYM", help="say whose this one is")

    close = verbs.add_parser("close-term", help="archive a class and remove it here: first says what that is")
    close.add_argument("--to", type=Path, metavar="FILE", help="the archive (default: beside the course)")
    close.add_argument("--yes", action="store_true", help="do it")

    override = verbs.add_parser(
        "override", help="give a student's answer other points, or everybody's who gave the same; list them"
    )
    override.add_argument("student", nargs="?", metavar="STUDENT", help="whose answer; none: the list")
    override.add_argument("question", nargs="?", metavar="QUESTION", help="the exercise's name")
    override.add_argument("--points", type=float, metavar="N", help="what the answer is worth")
    override.add_argument("--reason", metavar="TEXT", help="why, in a sentence: the student reads it")
    override.add_argument("--by", metavar="NAME", default=_me(), help="who decides (default: you)")
    override.add_argument("--assignment", metavar="NAME", help="default: the only one handed in")
    group = override.add_mutually_exclusive_group()
    group.add_argument("--everybody", action="store_true", help="for everybody who gave this answer")
    group.add_argument("--diagnosis", action="store_true", help="for everybody who got the same diagnosis")
    group.add_argument("--withdraw", type=int, metavar="K", help="take number K of the list back")

    assess = verbs.add_parser("assess", help="how many wrong answers the grader explains")
    assess.add_argument("names", nargs="*", metavar="NAME", help="only these exercises, with all that failed")
    scenarios = verbs.add_parser("scenarios", help="write the tables of numbers")
    scenarios.add_argument("names", nargs="*", metavar="NAME", help="only these scenarios")
    coverage = verbs.add_parser("coverage", help="anchor -> lesson, exercise, widget; objective -> exercises")
    messages = verbs.add_parser("messages", help="every message learners can read about an answer")
    messages.add_argument("names", nargs="*", metavar="NAME", help="only about these exercises")
    for verb in (build, check, assess, scenarios, coverage, messages):
        verb.add_argument("--chapter", metavar="NAME", help="only this chapter (default: all)")
    bundle = verbs.add_parser("bundle", help="what students get, without the staff package")
    bundle.add_argument("target", nargs="?", default="dist/student-bundle.zip", type=Path)
    web = verbs.add_parser("web", help="the course as a static site that runs in the browser")
    web.add_argument("target", nargs="?", default="dist/web", type=Path)
    web.add_argument("--credit", action="store_true", help="no keys in it: values are judged at grading")
    web.add_argument("--tools", default=".venv-web", type=Path, metavar="DIR", help="the tools' environment")
    private = verbs.add_parser("private-course", help="a copy for one class: own history, own numbers")
    private.add_argument("target", metavar="DIR", type=Path, help="a new folder, or the copy to renew")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb and return the exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        Default: the command line.

    Returns
    -------
    int
        0 when all is well, 1 when something needs attention, 2 for a wrong call, 3 where the
        sandbox cannot start; started as a command, 128 and the number of the signal that stopped it.
    """
    # nbgrader makes a new gradebook through the `alembic` command, which must be found.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    options = _parser().parse_args(arguments)
    chapter: str | None = getattr(options, "chapter", None)
    if chapter is not None:
        from mlsys_course import chapters

        try:
            chapters.find(chapter)
        except LookupError as error:
            print(error, file=sys.stderr)
            return 2
    if options.verb == "build":
        from autograder import building

        return int(building.main(execute=not options.no_execute, chapter=chapter))
    if options.verb == "check":
        from autograder import building

        return int(building.check_main(chapter))
    if options.verb == "grade":
        stopping.say("Stopped before anything was graded; make grade begins again.")
        from autograder.grading.command import main as grade

        return grade(
            options.assignment,
            jobs=options.jobs,
            scheduler=options.scheduler,
            force=options.force,
            sample=options.sample,
            sandbox=not options.unsafe_no_sandbox,
            student=options.student,
        )
    if options.verb == "web":
        from autograder.web.site import main as web

        return web(options.target, options.tools, options.credit)
    if options.verb == "collect":
        from autograder.lms.collect import main as collect

        return collect(options.source, options.assignment, options.who, options.groups)
    if options.verb == "roster":
        from autograder.lms.people import main as roster

        return roster(options.source, options.id, options.add_only, options.dry_run, options.head)
    if options.verb == "export":
        from autograder.lms.scores import main as export

        return export(
            options.source,
            options.assignment,
            to=options.to,
            column=options.column,
            dry_run=options.dry_run,
            heads=options.head,
        )
    if options.verb == "give-back":
        from autograder.lms.giving_back import main as give_back

        return give_back(options.source, options.assignment)
    if options.verb == "due":
        from autograder.grading.command import due_main

        return due_main(options.assignment, options.time)
    if options.verb == "extend":
        from autograder.grading.command import extend_main

        return extend_main(options.student, options.assignment, options.time, options.reason)
    if options.verb == "forget":
        from autograder.grading.command import forget_main

        return forget_main(options.student, options.yes)
    if options.verb == "pseudonyms":
        from autograder import pseudonyms

        return pseudonyms.main(options.assignment, options.who)
    if options.verb == "close-term":
        from autograder import closing

        return closing.main(options.to, options.yes)
    if options.verb == "override":
        from autograder.grading.command import override_main

        return override_main(options)
    if options.verb == "assess":
        from autograder import assess

        return assess.main(options.names, chapter)
    if options.verb == "messages":
        from autograder import messages

        return messages.main(options.names, chapter)
    if options.verb == "scenarios":
        from autograder import scenarios

        return scenarios.main(options.names, chapter)
    if options.verb == "coverage":
        from autograder import coverage

        return coverage.main(chapter)
    if options.verb == "private-course":
        from autograder import private_course

        return private_course.main(options.target)
    from autograder import bundle

    return int(bundle.main(options.target))


def _in_utf8() -> None:
    """Start again with file names in UTF-8 where the terminal's language would have another encoding.

    A student's folder would otherwise have another name than in the gradebook. What the terminal cannot show
    is written as an escape, instead of an error in the place of the table.
    """
    if sys.getfilesystemencoding().lower().replace("-", "") == "utf8":
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        return
    shown = os.environ.get("PYTHONIOENCODING") or f"{sys.stdout.encoding}:backslashreplace"
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": shown}
    os.execve(sys.executable, [sys.executable, "-m", "autograder", *sys.argv[1:]], environment)


if __name__ == "__main__":
    _in_utf8()
    sys.exit(stopping.watched(main))
