"""Three deployments as budgets: what Waymo, FarmBeats and AlphaFold use, and what their surroundings allow.

A `Budget` is a list of lines, each with a quantity used and a quantity allowed of the same dimension: bytes
over a link, time until a deadline, energy from a source. Every input is a keyword of the function that
makes the budget, so that a learner can fill in other numbers and see which line breaks first; the defaults
are constants with a source, or assumptions that say so.

Examples
--------
>>> budget = waymo()
>>> [line.name for line in budget.lines if not line.fits]
['upload a shift overnight', 'decide in the cloud']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mlsys_course import constants, readable
from mlsys_course.constants import Constant
from mlsys_course.constants_data import deployments
from mlsys_course.units import Q_, Quantity

FACTS: Mapping[str, Constant] = {
    row.name: constants.get(row.name) for group in deployments.GROUPS for row in group.rows
}
"""What the three deployments use and what they may use, by name."""


@dataclass(frozen=True)
class Line:
    """One line of a budget.

    Parameters
    ----------
    name : str
        What is budgeted.
    uses, allows : Quantity
        Of one dimension.
    """

    name: str
    uses: Quantity
    allows: Quantity

    @property
    def fits(self) -> bool:
        """Whether no more is used than allowed."""
        return bool(self.uses <= self.allows)

    @property
    def share(self) -> float:
        """Used over allowed; above 1 the line is broken."""
        return float((self.uses / self.allows).to("dimensionless").magnitude)

    def __str__(self) -> str:
        verdict = "fits" if self.fits else "does not fit"
        return (
            f"{self.name}: uses {readable.amount(self.uses, 3)}, allowed {readable.amount(self.allows, 3)}: "
            f"{verdict} ({readable.percent(self.share)})"
        )


@dataclass(frozen=True)
class Budget:
    """A deployment's budget."""

    name: str
    lines: tuple[Line, ...]

    @property
    def fits(self) -> bool:
        """Whether every line fits."""
        return all(line.fits for line in self.lines)

    def __getitem__(self, name: str) -> Line:
        for line in self.lines:
            if line.name == name:
                return line
        raise KeyError(
            f"{self.name} has no line {name!r}; its lines: {', '.join(x.name for x in self.lines)}"
        )

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __str__(self) -> str:
        return "\n".join([self.name, *(f"  {line}" for line in self.lines)])


def volume(rate: Any, duration: Any) -> Quantity:
    """Return the data that a source makes.

    Parameters
    ----------
    rate : Quantity
        Data per time, such as TB/hour.
    duration : Quantity
        Time.

    Returns
    -------
    Quantity
        In TB.

    Raises
    ------
    pint.DimensionalityError
        Where a dimension is not as described.

    Examples
    --------
    >>> print(volume(Q_(19, "TB/hour"), Q_(8, "hour")))
    152 TB
    """
    return _plain(rate * duration, "TB")


def transfer_time(data: Any, link: Any, share: float = 1.0) -> Quantity:
    """Return the time to send data over a link.

    Parameters
    ----------
    data : Quantity
        Bytes or bits.
    link : Quantity
        Bits or bytes per time.
    share : float
        Share of the link that is free, above 0 and at most 1.

    Returns
    -------
    Quantity
        In seconds.

    Raises
    ------
    ValueError
        For a share out of range.

    Examples
    --------
    >>> print(transfer_time(Q_(500, "KB"), Q_(50, "kbit/second")))
    80 s
    """
    if not 0 < share <= 1:
        raise ValueError(f"share lies above 0 and at most at 1, you gave {share!r}")
    return _plain(data / (link * share), "second")


def link_needed(data: Any, time: Any) -> Quantity:
    """Return the link that sends data within a time.

    Parameters
    ----------
    data : Quantity
        Bytes or bits.
    time : Quantity
        Time.

    Returns
    -------
    Quantity
        In Gbit/s.

    Examples
    --------
    >>> print(f'{link_needed(Q_(152, "TB"), Q_(10, "hour")):.3g}')
    33.8 Gbit/s
    """
    return _plain(data / time, "Gbit/second")


def round_trip(distance: Any, speed: Any = None) -> Quantity:
    """Return the time light takes to a place and back through fibre.

    Parameters
    ----------
    distance : Quantity
        One way.
    speed : Quantity, optional
        Of the signal; 200,000 km/s in fibre.

    Returns
    -------
    Quantity
        In milliseconds: a lower bound of any answer from there.

    Examples
    --------
    >>> print(round_trip(Q_(1000, "km")))
    10 ms
    """
    return _plain(2 * distance / (constants.SPEED_OF_LIGHT_FIBER if speed is None else speed), "millisecond")


def distance_travelled(speed: Any, time: Any) -> Quantity:
    """Return how far a vehicle goes while a decision is made.

    Parameters
    ----------
    speed, time : Quantity
        Of the vehicle and the decision.

    Returns
    -------
    Quantity
        In metres.

    Examples
    --------
    >>> print(distance_travelled(Q_(30, "meter/second"), Q_(90, "millisecond")))
    2.7 m
    """
    return _plain(speed * time, "meter")


def mean_power(active: Any, sleeping: Any, duty: float) -> Quantity:
    """Return the mean power of a device that sleeps most of the time.

    Parameters
    ----------
    active, sleeping : Quantity
        Power in either state.
    duty : float
        Share of the time it is active, 0 to 1.

    Returns
    -------
    Quantity
        In milliwatt.

    Raises
    ------
    ValueError
        For a share out of range.

    Examples
    --------
    >>> print(mean_power(Q_(500, "milliwatt"), Q_(0, "milliwatt"), 0.01))
    5 mW
    """
    if not 0 <= duty <= 1:
        raise ValueError(f"duty is a share from 0 to 1, you gave {duty!r}")
    return _plain(active * duty + sleeping * (1 - duty), "milliwatt")


def battery_life(energy: Any, power: Any) -> Quantity:
    """Return how long a battery lasts.

    Parameters
    ----------
    energy : Quantity
        Of the full battery.
    power : Quantity
        Mean power drawn.

    Returns
    -------
    Quantity
        In days.

    Examples
    --------
    >>> print(battery_life(Q_(15, "watt_hour"), Q_(5, "milliwatt")))
    125 days
    """
    return _plain(energy / power, "day")


def training_work(chips: float, peak: Any, utilisation: float, time: Any) -> Quantity:
    """Return the operations of a training run.

    Parameters
    ----------
    chips : float
        How many, a plain number.
    peak : Quantity
        Operations per time of one chip.
    utilisation : float
        Share of the peak that is used, 0 to 1.
    time : Quantity
        Of the run.

    Returns
    -------
    Quantity
        In FLOP.

    Raises
    ------
    ValueError
        For a utilisation out of range.

    Examples
    --------
    >>> work = training_work(64, Q_(123, "TFLOP/second"), 0.4, Q_(11, "day"))
    >>> f'{work.to("FLOP").magnitude:.3g}'
    '2.99e+21'
    """
    if not 0 <= utilisation <= 1:
        raise ValueError(f"utilisation is a share from 0 to 1, you gave {utilisation!r}")
    return _plain(chips * peak * utilisation * time, "FLOP")


def training_energy(chips: float, power: Any, time: Any, overhead: float = 1.0) -> Quantity:
    """Return the electricity of a training run.

    Parameters
    ----------
    chips : float
        How many, a plain number.
    power : Quantity
        Of one chip.
    time : Quantity
        Of the run.
    overhead : float
        Power usage effectiveness of the data centre, 1 or more.

    Returns
    -------
    Quantity
        In MWh.

    Raises
    ------
    ValueError
        For an overhead below 1.

    Examples
    --------
    >>> print(f'{training_energy(64, Q_(450, "watt"), Q_(11, "day"), 1.1):.3g}')
    8.36 MWh
    """
    if overhead < 1:
        raise ValueError(f"overhead (PUE) is 1 or more, you gave {overhead!r}")
    return _plain(chips * power * time * overhead, "MWh")


def waymo(
    *,
    rate: Any = None,
    shift: Any = None,
    link: Any = None,
    overnight: Any = None,
    deadline: Any = None,
    vehicle_time: Any = None,
    network_time: Any = None,
    computer: Any = None,
    energy: Any = None,
) -> Budget:
    """Make the budget of a self-driving car: decide on board, upload what the night allows.

    Parameters
    ----------
    rate, shift : Quantity
        Data rate of the sensors, and hours of driving a day.
    link, overnight : Quantity
        Link of the depot, and hours to upload.
    deadline, vehicle_time, network_time : Quantity
        Time for a decision; time it takes on board; network alone when it is taken in a data centre.
    computer, energy : Quantity
        Power of the computer, and energy it may take from the battery in a shift.

    Returns
    -------
    Budget

    Examples
    --------
    >>> print(waymo()["decide in the cloud"])
    decide in the cloud: uses 58 ms, allowed 10 ms: does not fit (580 %)
    """
    rate = _or(rate, constants.WAYMO_DATA_PER_HOUR_HIGH)
    shift, overnight = _or(shift, FACTS["VEHICLE_SHIFT"]), _or(overnight, FACTS["OVERNIGHT"])
    link = _or(link, constants.NETWORK_10G_BW)
    deadline = _or(deadline, FACTS["VEHICLE_DEADLINE"])
    on_board = _or(vehicle_time, FACTS["VEHICLE_COMPUTE_TIME"])
    network = _or(network_time, FACTS["CLOUD_NETWORK_LATENCY"])
    computer = _or(computer, FACTS["VEHICLE_COMPUTER_POWER"])
    return Budget(
        "Waymo",
        (
            Line(
                "upload a shift overnight",
                _plain(transfer_time(volume(rate, shift), link), "hour"),
                overnight,
            ),
            Line("decide in the cloud", _plain(network + on_board, "millisecond"), deadline),
            Line("decide on board", on_board, deadline),
            Line(
                "feed the computer",
                _plain(computer * shift, "kWh"),
                _or(energy, FACTS["VEHICLE_ENERGY_SHARE"]),
            ),
        ),
    )


def farmbeats(
    *,
    model: Any = None,
    memory: Any = None,
    link: Any = None,
    window: Any = None,
    sensors: float = 100,
    interval: Any = None,
    photos: float = 24,
    active: Any = None,
    sleeping: Any = None,
    battery: Any = None,
    without_sun: Any = None,
) -> Budget:
    """Make the budget of a farm: small models, a thin link, a battery that must outlast bad weather.

    Parameters
    ----------
    model, memory : Quantity
        Size of the model, and memory for data of the device. That the device is an ESP32 is an assumption of
        this course; the book names none.
    link, window : Quantity
        Data rate of the radio, and time it may take for a new model.
    sensors, photos : float
        Sensors that report, and photos a day.
    interval : Quantity
        Time between two reports of one sensor.
    active, sleeping : Quantity
        Power with the radio on, and asleep; the radio is on as long as the day's data takes.
    battery, without_sun : Quantity
        Energy of the battery, and days it must last.

    Returns
    -------
    Budget

    Examples
    --------
    >>> [line.name for line in farmbeats(model=Q_(250, "KB"), photos=240).lines if not line.fits]
    ['outlast bad weather']
    """
    link = _or(link, FACTS["FARM_LINK"])
    model = _or(model, FACTS["FARM_MODEL_SIZE"])
    day = Q_(1, "day")
    reports = sensors * float((day / _or(interval, FACTS["FARM_INTERVAL"])).to("dimensionless").magnitude)
    readings = _plain(reports * FACTS["FARM_READING"].quantity, "MB")
    sent = _plain(readings + photos * FACTS["FARM_PHOTO"].quantity, "MB")
    on_air = transfer_time(sent, link)
    duty = min(1.0, float((on_air / day).to("dimensionless").magnitude))
    active, sleeping = _or(active, FACTS["FARM_ACTIVE_POWER"]), _or(sleeping, FACTS["FARM_SLEEP_POWER"])
    need = _plain(
        mean_power(active, sleeping, duty) * _or(without_sun, FACTS["FARM_WITHOUT_SUN"]), "watt_hour"
    )
    return Budget(
        "FarmBeats",
        (
            Line("hold the model", model, _plain(_or(memory, constants.ESP32_DATA_RAM), "KB")),
            Line("send a new model", transfer_time(model, link), _or(window, FACTS["FARM_UPDATE_WINDOW"])),
            Line("send a day's data within the day", _plain(on_air, "hour"), _plain(day, "hour")),
            Line("outlast bad weather", need, _or(battery, constants.PHONE_BATTERY)),
        ),
    )


def alphafold(
    *,
    cores: float | None = None,
    time: Any = None,
    deadline: Any = None,
    predictions: Any = None,
    prediction_time: Any = None,
    gpus: float | None = None,
    campaign: Any = None,
    file: Any = None,
    disk: Any = None,
) -> Budget:
    """Make the budget of protein structures: no deadline in milliseconds, but device-years.

    Parameters
    ----------
    cores : float
        TPUv3 cores of the training run; a chip has two.
    time, deadline : Quantity
        Length of the training run, and time allowed for it.
    predictions, prediction_time : Quantity
        Structures to predict, and GPU time for one.
    gpus : float
        GPUs that predict.
    campaign : Quantity
        Time allowed for all predictions.
    file, disk : Quantity
        Size of one stored structure per sample, and storage at hand.

    Returns
    -------
    Budget

    Examples
    --------
    >>> print(alphafold(gpus=100)["predict every structure"])
    predict every structure: uses 4.18 years, allowed 1 year: does not fit (418 %)
    """
    predictions = _or(predictions, FACTS["ALPHAFOLD_PREDICTIONS"])
    count = float(predictions.to("sample").magnitude)
    gpus = float(FACTS["ALPHAFOLD_GPUS"]) if gpus is None else gpus
    cores = float(FACTS["ALPHAFOLD_TPU_CORES"]) if cores is None else cores
    time = _or(time, FACTS["ALPHAFOLD_TRAINING_TIME"])
    each = _or(prediction_time, FACTS["ALPHAFOLD_PREDICTION_TIME"])
    published = float(FACTS["ALPHAFOLD_TPU_CORES"])
    return Budget(
        "AlphaFold",
        (
            # The work is given: with other cores the run takes longer or shorter in proportion.
            Line(
                "train the model",
                _plain(time * published / cores, "day"),
                _or(deadline, FACTS["ALPHAFOLD_DEADLINE"]),
            ),
            Line(
                "predict every structure",
                _plain(each * count / gpus, "year"),
                _or(campaign, FACTS["ALPHAFOLD_CAMPAIGN"]),
            ),
            Line(
                "store every structure",
                _plain(predictions * _or(file, FACTS["ALPHAFOLD_FILE"]), "TB"),
                _or(disk, FACTS["ALPHAFOLD_DISK"]),
            ),
        ),
    )


def _or(given: Any, default: Constant) -> Quantity:
    """Take what the caller gave, or the default; always as a quantity."""
    chosen = default if given is None else given
    return chosen.quantity if isinstance(chosen, Constant) else chosen


def _plain(value: Any, unit: str) -> Quantity:
    converted: Quantity = value.to(unit)
    return converted
