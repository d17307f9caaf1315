"""The one place where the chapter contradicts its own table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlsys_course.chapters.chZZ_checkpoints import tables
from mlsys_course.data import Tables

if TYPE_CHECKING:
    import pandas as pd


def errata() -> pd.DataFrame:
    """Return the table of errata; see `mlsys_course.data.errata`."""
    import pandas as pd

    runs: Any = tables.interruptions().set_index("run")
    a_day = float(runs.loc["Llama 3 405B", "unexpected"] / runs.loc["Llama 3 405B", "days"])
    row = {
        "id": "Z01",
        "place": "sec-checkpoints-failures",
        "claim": "A run on 16,384 GPUs is interrupted once a day",
        "claimed": 1.0,
        "computed": a_day,
        "unit": "interruptions a day",
        "data_give": f"the table's run was interrupted unexpectedly {a_day:.1f} times a day",
        "source": "A. Dubey and others, The Llama 3 herd of models, arXiv:2407.21783, section 3.3.4",
    }
    return Tables(tables.__file__).with_provenance(pd.DataFrame([row]), "errata")
