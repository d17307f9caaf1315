"""nbgrader's settings for the course. Paths are absolute: it may be started anywhere below the course."""

import os
import sys
from pathlib import Path

from mlsys_course.course import load
from mlsys_course.help.saved import STUB

c = get_config()
# nbgrader calls `alembic` by name, which lies beside this Python.
_BIN = str(Path(sys.executable).parent)
if _BIN not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([_BIN, os.environ.get("PATH", "")])
root = Path(__file__).resolve().parent

c.CourseDirectory.root = str(root)
c.CourseDirectory.course_id = load(root).course_id
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
c.CourseDirectory.submitted_directory = "autograder/submitted"
c.CourseDirectory.autograded_directory = "autograder/autograded"
c.CourseDirectory.feedback_directory = "autograder/feedback"
c.CourseDirectory.solution_directory = "autograder/solution"
c.CourseDirectory.db_url = f"sqlite:///{root / 'autograder' / 'gradebook.db'}"
# Who is in the course: id, first_name, last_name, email, section, lms_user_id. Without it, whoever hands in.
c.RosterFile.path = "autograder/roster.csv"
# nbgrader copies every file that is no notebook: a note to the TA beside an autograded notebook would go out
# with the feedback. (Masters stay at home, too: see autograder.building.generate.)
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"]
c.CourseDirectory.ignore += [".needs-attention", ".graded-from"]

c.ClearSolutions.text_stub = STUB
# The mark scheme stands in the read-only question above a prose answer: students get the question,
# graders see the scheme beside the answer, and an untouched answer is still known to be blank.
c.ClearMarkScheme.enforce_metadata = False
# A test cell that a student deleted comes back, instead of losing its points in silence.
c.OverwriteCells.add_missing_cells = True

# `nbgrader autograde` and the formgrader's button grade without trusting a submission: files are not
# followed, code runs in a sandbox, tests run here. nbgrader names its class in two places.
import nbgrader.apps.api  # noqa: E402
import nbgrader.apps.autogradeapp  # noqa: E402
import nbgrader.apps.generateassignmentapp  # noqa: E402
import nbgrader.apps.generatefeedbackapp  # noqa: E402

from autograder import formgrader  # noqa: E402
from autograder.building.exchange import ReleaseByItself  # noqa: E402
from autograder.building.generate import SafeGenerate  # noqa: E402
from autograder.grading.convert import TrustedAutograde  # noqa: E402
from autograder.grading.exchange import CollectFromOwners, ReleaseEachFeedback  # noqa: E402
from autograder.grading.feedback import SafeFeedback  # noqa: E402
from autograder.grading.pages import FILTERS, TEMPLATES  # noqa: E402

nbgrader.apps.api.Autograde = nbgrader.apps.autogradeapp.Autograde = TrustedAutograde
nbgrader.apps.api.GenerateAssignment = nbgrader.apps.generateassignmentapp.GenerateAssignment = SafeGenerate
nbgrader.apps.api.GenerateFeedback = nbgrader.apps.generatefeedbackapp.GenerateFeedback = SafeFeedback

# A fetched assignment has neither the lessons nor START.ipynb around it: what links to them becomes words.
c.ExchangeFactory.release_assignment = ReleaseByItself
# In the exchange anybody can write anybody's name on a submission, and put a link into it: what counts is
# whose it is. And feedback of one who has none there keeps nobody else's back.
c.ExchangeFactory.collect = CollectFromOwners
c.ExchangeFactory.release_feedback = ReleaseEachFeedback

# Feedback shows the diagnosis where the hidden tests were, and nothing that a submission brought along
# runs or loads in it, nor in the formgrader's pages.
c.HTMLExporter.filters = FILTERS
# The formgrader looks for its own templates through this setting, too.
_FORMGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(_FORMGRADER)]
c.HTMLExporter.sanitize_html = True
# Downloads of Canvas and Moodle in downloaded/<assignment>/archive are read as make collect reads them.
c.ZipCollectApp.extractor_plugin = "autograder.lms.zip_collect.CollectDownloads"
c.ExportApp.plugin_class = "autograder.grading.export.SafeCsvExport"

# Several graders: the formgrader says who marked what, and asks before one overwrites another's mark.
formgrader.install()
