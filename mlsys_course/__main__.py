"""``python -m mlsys_course``: JupyterLab on the course."""

import sys

from mlsys_course.launch import main

sys.exit(main())
