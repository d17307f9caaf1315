"""Made by `make build` from the kinds' folders."""

from mlsys_course.kinds.claims.spec import Claims as Claims
from mlsys_course.kinds.classification.spec import Classification as Classification
from mlsys_course.kinds.debugging.spec import Debugging as Debugging
from mlsys_course.kinds.function.spec import Edge as Edge
from mlsys_course.kinds.dataframe.spec import Frame as Frame
from mlsys_course.kinds.function.spec import Function as Function
from mlsys_course.kinds.graph.spec import Graph as Graph
from mlsys_course.kinds.plot.spec import Plot as Plot
