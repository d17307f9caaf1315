"""The numbers of the course as tables, one module per subject, and the documents they come from.

Edit the tables here; `mlsys_course.constants` turns their rows into constants.
"""

from mlsys_course.constants_data import costs, deployments, devices, neural_networks, workloads
from mlsys_course.constants_data.sources import SOURCES
from mlsys_course.constants_data.tables import Group, Row, Source

__all__ = ["GROUPS", "SOURCES", "Group", "Row", "Source"]

GROUPS: tuple[Group, ...] = (
    *devices.GROUPS,
    *neural_networks.GROUPS,
    *workloads.GROUPS,
    *costs.GROUPS,
    *deployments.GROUPS,
)
