"""I9.23: the wrong line in a calculation of how long a farm's device outlasts bad weather."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Debugging


@exercise(
    "bug_farm",
    bank="I9.23",
    unit="day",
    points=2,
    scenario="farm",
    objective=6,
    bloom="Evaluate",
    anchors=("sec-introduction-deployment-case-studies-636f", "tbl-efficiency-priorities"),
    title="Find the wrong line: FarmBeats in bad weather",
    spec=Debugging(
        lines=(
            "readings = farm.sensors * farm.reading / farm.interval",
            "pictures = farm.photos * farm.photo * farm.discarded",
            "updates = farm.model / farm.update",
            "traffic = readings + pictures + updates",
            "radio_on = traffic / farm.link",
            "radio_off = 1 - radio_on",
            "mean_power = radio_on * farm.active + radio_off * farm.asleep",
            "lasts = farm.battery / mean_power",
        ),
        wrong=2,
        mended="pictures = farm.photos * farm.photo * (1 - farm.discarded)",
        scenario="farm",
        because="it sends the pictures that the device discards, and keeps the others.",
        innocent={
            5: (
                "Line 5 is right: traffic over the link's rate is the share of the day with the radio on."
                " The traffic it uses is already wrong."
            ),
            3: "Line 3 is right: one model arrives in each update interval.",
        },
    ),
)
def bug_farm(
    sensors, reading, interval, photos, photo, discarded, model, update, link, active, asleep, battery
):
    """Let the radio be on as long as what is sent takes, and divide the battery by the mean power."""
    traffic = sensors * reading / interval + photos * photo * (1 - discarded) + model / update
    radio_on = traffic / link
    return battery / (asleep + radio_on * (active - asleep))


bug_farm.misconception(
    "all-pictures",
    "You send every picture. The device discards some and sends the others.",
    lambda sensors, reading, interval, photos, photo, model, update, link, active, asleep, battery: (
        battery
        / (
            (sensors * reading / interval + photos * photo + model / update) / link * (active - asleep)
            + asleep
        )
    ),
)

bug_farm.misconception(
    "always-on",
    "You keep the radio on all the time. It sleeps when it has nothing to send.",
    lambda active, battery: battery / active,
)

_TRAFFIC = (
    "(q.sensors * q.reading / q.interval + q.photos * q.photo * (1 - q.discarded) + q.model / q.update)"
)
_ON = f"{_TRAFFIC} / q.link"
_LASTS = f"q.battery / ({_ON} * q.active + (1 - {_ON}) * q.asleep)"

bug_farm.answers(
    right=[
        f"(2, {_LASTS})",
        f"[2, ({_LASTS}).to('hour')]",
        f"(2, q.battery / (q.asleep + {_ON} * (q.active - q.asleep)))",
        "(2, Q_(327.5, 'day'))",
        "{'line': 2, 'value': Q_(327.5, 'day')}",
    ],
    wrong={
        "as-it-stands": [
            f"(2, {_LASTS.replace('(1 - q.discarded)', 'q.discarded')})",
        ],
        "all-pictures": [f"(2, {_LASTS.replace('* (1 - q.discarded)', '')})"],
        "always-on": ["(2, q.battery / q.active)"],
        "line:after": [f"(4, {_LASTS})", f"(5, {_LASTS})", f"(7, {_LASTS})"],
        "line:aside": [f"(1, {_LASTS})", f"(3, {_LASTS})"],
        "unit:power|unit:energy/time": [f"(2, {_ON} * q.active + (1 - {_ON}) * q.asleep)"],
        "unit:missing": ["(2, 327)"],
    },
)
