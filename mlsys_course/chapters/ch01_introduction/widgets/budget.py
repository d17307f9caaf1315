"""The chapter's three budgets on a board, and one of your own.

It belongs to sec-introduction-deployment-case-studies-636f.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from mlsys_course.units import registry
from mlsys_course.widgets.board import Board, Entry, Sheet

__all__ = ["explore_budget"]


@cache
def _sheets() -> tuple[Sheet, ...]:
    from mlsys_course import constants
    from mlsys_course.chapters.ch01_introduction.eras import budgets

    def fact(label: str, name: str) -> Entry:
        constant: Any = budgets.FACTS.get(name) or constants.get(name)
        return Entry(label, constant.quantity)

    def count(label: str, number: float) -> Entry:
        return Entry(label, registry().Quantity(number, ""))

    waymo = {
        "rate": fact("Data of the sensors", "WAYMO_DATA_PER_HOUR_HIGH"),
        "shift": fact("A shift of driving", "VEHICLE_SHIFT"),
        "link": fact("Link of the depot", "NETWORK_10G_BW"),
        "overnight": fact("Time to upload", "OVERNIGHT"),
        "deadline": fact("Deadline for a decision", "VEHICLE_DEADLINE"),
        "vehicle_time": fact("Computing on board", "VEHICLE_COMPUTE_TIME"),
        "network_time": fact("Network to the cloud and back", "CLOUD_NETWORK_LATENCY"),
        "computer": fact("Power of the computer", "VEHICLE_COMPUTER_POWER"),
        "energy": fact("Energy it may use", "VEHICLE_ENERGY_SHARE"),
    }
    farm = {
        "model": fact("Size of the model", "FARM_MODEL_SIZE"),
        "memory": fact("Memory of the device", "ESP32_DATA_RAM"),
        "link": fact("Link of the farm", "FARM_LINK"),
        "window": fact("Time for a new model", "FARM_UPDATE_WINDOW"),
        "sensors": count("Sensors", 100),
        "interval": fact("Time between reports", "FARM_INTERVAL"),
        "photos": count("Photos a day", 24),
        "battery": fact("Battery", "PHONE_BATTERY"),
        "without_sun": fact("Bad weather to outlast", "FARM_WITHOUT_SUN"),
    }
    alphafold = {
        "cores": count("TPU cores that train", float(budgets.FACTS["ALPHAFOLD_TPU_CORES"])),
        "deadline": fact("Time to train", "ALPHAFOLD_DEADLINE"),
        "predictions": fact("Structures to predict", "ALPHAFOLD_PREDICTIONS"),
        "prediction_time": fact("GPU time for one", "ALPHAFOLD_PREDICTION_TIME"),
        "gpus": count("GPUs that predict", float(budgets.FACTS["ALPHAFOLD_GPUS"])),
        "campaign": fact("Time to predict them all", "ALPHAFOLD_CAMPAIGN"),
        "file": fact("Size of a stored structure", "ALPHAFOLD_FILE"),
        "disk": fact("Storage", "ALPHAFOLD_DISK"),
    }
    return (
        Sheet("Waymo", waymo, budgets.waymo),
        Sheet("FarmBeats", farm, budgets.farmbeats),
        Sheet("AlphaFold", alphafold, budgets.alphafold),
    )


def explore_budget(sheet: str = "Waymo", **numbers: Any) -> Board:
    """Explore budgets: change a number, and see what fits, what does not, and what runs out first.

    Parameters
    ----------
    sheet : str
        ``"Waymo"``, ``"FarmBeats"``, ``"AlphaFold"``, or ``"yours"`` for rows of your own.
    **numbers : str or Quantity
        Numbers of that sheet that differ from the chapter's at the start.

    Returns
    -------
    Board

    Raises
    ------
    ValueError
        For a sheet, or a number of it, that there is not.

    Examples
    --------
    >>> board = explore_budget("Waymo")
    >>> [row.name for row in board.rows if not row.fits]
    ['upload a shift overnight', 'decide in the cloud']
    >>> [row.name for row in board.set(link="40 Gbit/s").rows if not row.fits]
    ['decide in the cloud']
    """
    board = Board(_sheets(), sheet)
    return board.set(**numbers) if numbers else board
