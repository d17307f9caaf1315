"""I7.21: the wrong line in a calculation of how long a phone's battery feeds MobileNetV2."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Debugging


@exercise(
    "bug_camera",
    bank="I7.21",
    unit="hour",
    points=2,
    scenario="phone_camera",
    objective=(4, 5),
    bloom="Evaluate",
    anchors=("tbl-lighthouse-examples", "eq-intro-iron-law"),
    title="Find the wrong line: MobileNetV2 behind a phone's camera",
    spec=Debugging(
        lines=(
            "rate = camera.peak * camera.efficiency",
            "latency = camera.macs / rate",
            "frame_time = 1 / camera.frames",
            "busy_share = latency / frame_time",
            "mean_power = (camera.busy_power + camera.idle_power) / 2",
            "energy_of_a_frame = mean_power * frame_time",
            "frames_of_a_charge = camera.battery / energy_of_a_frame",
            "battery_life = frames_of_a_charge * frame_time",
        ),
        wrong=5,
        mended="mean_power = busy_share * camera.busy_power + (1 - busy_share) * camera.idle_power",
        scenario="camera",
        because="it lets the chip be busy half of the time, however long it really is.",
        innocent={
            2: "Line 2 is right: a multiply-accumulate is 2 FLOP, and the units know that.",
            6: (
                "Line 6 is right: the phone draws power for the whole frame. The power it uses is already"
                " wrong."
            ),
            4: "Line 4 is right: in every frame the chip is busy for the latency.",
        },
    ),
)
def bug_camera(macs, peak, efficiency, frames, busy_power, idle_power, battery):
    """Weigh the two powers by the shares of a frame that they are drawn for."""
    busy = macs / (peak * efficiency) * frames
    return battery / (busy * busy_power + (1 - busy) * idle_power)


bug_camera.misconception(
    "busy-alone",
    "That phone draws nothing between two frames. It draws its idle power.",
    lambda macs, peak, efficiency, frames, busy_power, battery: (
        battery / (macs / (peak * efficiency) * frames * busy_power)
    ),
)

bug_camera.misconception(
    "always-busy",
    "That chip is busy all the time. It finishes before the next frame comes.",
    lambda busy_power, battery: battery / busy_power,
)

bug_camera.misconception(
    "shares-swapped",
    "The two shares have changed places. The chip is busy for the latency and idle for the rest of the "
    "frame.",
    lambda macs, peak, efficiency, frames, busy_power, idle_power, battery: (
        battery
        / (
            (1 - macs / (peak * efficiency) * frames) * busy_power
            + macs / (peak * efficiency) * frames * idle_power
        )
    ),
)

_BUSY = "q.macs / (q.peak * q.efficiency) * q.frames"
_LIFE = f"q.battery / ({_BUSY} * q.busy_power + (1 - {_BUSY}) * q.idle_power)"

bug_camera.answers(
    right=[
        f"(5, {_LIFE})",
        f"[5, ({_LIFE}).to('minute')]",
        f"('line 5', q.battery / (q.idle_power + {_BUSY} * (q.busy_power - q.idle_power)))",
        "(5, Q_(23.9, 'hour'))",
        "{'line': 5, 'value': Q_(23.9, 'hour')}",
    ],
    wrong={
        "as-it-stands": ["(5, q.battery / ((q.busy_power + q.idle_power) / 2))"],
        "busy-alone": [f"(5, q.battery / ({_BUSY} * q.busy_power))"],
        "always-busy": ["(5, q.battery / q.busy_power)"],
        "shares-swapped": [f"(5, q.battery / ((1 - {_BUSY}) * q.busy_power + {_BUSY} * q.idle_power))"],
        "line:after": [f"(6, {_LIFE})", f"(7, {_LIFE})", f"(8, {_LIFE})"],
        "line:aside": [f"(2, {_LIFE})", f"(3, {_LIFE})", f"(4, {_LIFE})"],
        "unit:missing": ["(5, 23.9)"],
    },
)
