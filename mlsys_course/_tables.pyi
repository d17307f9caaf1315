"""Made by `make build` from the chapters' folders."""

from mlsys_course.chapters.ch01_introduction.tables import accelerators as accelerators
from mlsys_course.chapters.ch01_introduction.tables import ai_milestones as ai_milestones
from mlsys_course.chapters.ch01_introduction.tables import ai_timeline as ai_timeline
from mlsys_course.chapters.ch01_introduction.tables import ai_winters as ai_winters
from mlsys_course.chapters.ch01_introduction.tables import algorithmic_efficiency as algorithmic_efficiency
from mlsys_course.chapters.ch01_introduction.tables import deployment_tiers as deployment_tiers
from mlsys_course.chapters.ch01_introduction.tables import lighthouse_models as lighthouse_models
from mlsys_course.chapters.ch01_introduction.tables import performance_by_era as performance_by_era
from mlsys_course.chapters.ch01_introduction.tables import software_1_vs_2 as software_1_vs_2
from mlsys_course.chapters.ch01_introduction.tables import training_compute as training_compute
