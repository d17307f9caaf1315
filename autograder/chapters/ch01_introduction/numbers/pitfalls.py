"""Numbers of the section on fallacies, pitfalls, deployment and the five pillars."""

from autograder.scenarios import OneOf, Parameter, Together, declare


def _apart(*values: float) -> bool:
    """Say whether the answers that learners confuse differ from one another by more than two percent."""
    ordered = sorted(values)
    return all(high - low > 0.02 * abs(high) for low, high in zip(ordered, ordered[1:], strict=False))


def _stages(
    preprocessing: float, inference: float, postprocessing: float, speedup: float, target: float
) -> bool:
    """Say whether preprocessing is the largest stage, must become faster and can; nothing may coincide."""
    total, kept = preprocessing + inference + postprocessing, preprocessing + postprocessing
    faster = inference / speedup
    new, saved, rest = kept + faster, inference - faster, target - faster - postprocessing
    reductions = [saved / total, saved / new, inference / total, new / total, 1 - 1 / speedup]
    reductions += [saved / (total - postprocessing), saved / (total - preprocessing), faster / total]
    limits = [total / kept, total / inference, total / new, speedup, speedup * total / new]
    limits += [1 + inference / preprocessing]
    budgets = [rest, new - target, target * preprocessing / new, target * preprocessing / total]
    budgets += [target - postprocessing, target - faster, target - (inference + postprocessing) / speedup]
    without_speedup = abs(target - inference - postprocessing)
    return (
        preprocessing > inference
        and 15 < rest < 0.8 * preprocessing
        and without_speedup > 2
        and _apart(*reductions)
        and _apart(*limits)
        and _apart(*budgets, without_speedup)
    )


declare(
    "amdahl",
    title="A service with three stages, one after the other",
    parameters={
        "preprocessing": Parameter("time of preprocessing", "millisecond"),
        "inference": Parameter("time of inference", "millisecond"),
        "postprocessing": Parameter("time of postprocessing", "millisecond"),
        "speedup": Parameter("how many times as fast inference becomes"),
        "target": Parameter("latency that the whole must reach", "millisecond"),
    },
    book=(60, 45, 25, 3, 80),
    vary=[
        OneOf("preprocessing", (48, 54, 60, 66, 72, 84, 90)),
        OneOf("inference", (30, 36, 40, 45, 50, 56, 64)),
        OneOf("postprocessing", (12, 15, 18, 20, 25, 28)),
        OneOf("speedup", (2, 2.5, 3, 4, 5, 8)),
        OneOf("target", (55, 60, 65, 70, 75, 80, 90)),
    ],
    require=_stages,
)

declare(
    "costlier_stage",
    title="A model that needs more preprocessing",
    parameters={
        "factor": Parameter("how many times as much preprocessing the new model needs"),
        "rise": Parameter("rise of the total cost", "percent"),
    },
    book=(3, 40),
    vary=[
        OneOf("factor", (2.2, 2.5, 3, 3.5, 4, 5, 6)),
        OneOf("rise", tuple(range(12, 100))),
    ],
    require=lambda factor, rise: (
        rise / (factor - 1) < 60
        and _apart(
            rise / (factor - 1), rise / factor, rise, factor * rise / (factor - 1), (100 + rise) / factor,
            factor * rise / (factor - 1) / (1 + rise / 100),
        )
    ),
)  # fmt: skip

declare(
    "shift_upload",
    title="A car that records all day and uploads at night",
    parameters={
        "rate": Parameter("rate at which the sensors record", "TB/hour"),
        "hours": Parameter("time on the road", "hour"),
        "link": Parameter("rate of the link", "Gbit/s"),
    },
    book=("WAYMO_DATA_PER_HOUR_HIGH", 8, "NETWORK_10G_BW"),
    vary=[
        OneOf("rate", ("WAYMO_DATA_PER_HOUR_HIGH", 2, 3, 4, 5, 7, 10, 12, 15)),
        OneOf("hours", (4, 5, 6, 7, 9, 10, 11, 12)),
        OneOf("link", ("NETWORK_10G_BW", "NETWORK_100G_BW", 1, 2.5, 5, 25, 40)),
    ],
)

declare(
    "thin_link",
    title="A model on its way to a sensor",
    parameters={
        "size": Parameter("size of the model", "kB"),
        "link": Parameter("rate of the link", "kbit/s"),
    },
    book=(500, 50),
    vary=[
        OneOf(
            "size",
            (
                60,
                70,
                80,
                90,
                110,
                120,
                140,
                150,
                180,
                200,
                250,
                300,
                350,
                400,
                450,
                500,
                550,
                600,
                700,
                800,
                900,
            ),
        ),
        OneOf("link", (5, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 250)),
    ],
)

declare(
    "decision_distance",
    title="A car that has to decide",
    parameters={
        "speed": Parameter("speed of the car", "meter/second"),
        "edge": Parameter("latency of a decision on board", "millisecond"),
        "cloud": Parameter("latency of a decision in the cloud", "millisecond"),
    },
    book=(30, 10, 100),
    vary=[
        OneOf("speed", (10, 12, 14, 17, 20, 22, 25, 28, 30, 33, 36)),
        OneOf("edge", (5, 6, 8, 10, 12, 15, 20)),
        OneOf("cloud", (60, 70, 80, 90, 100, 110, 120, 150)),
    ],
)

declare(
    "memories",
    title="A phone and a microcontroller",
    parameters={
        "phone": Parameter("RAM of the phone", "GB"),
        "microcontroller": Parameter("RAM of the microcontroller", "kB"),
        "flash": Parameter("flash memory of the microcontroller", "kB"),
    },
    book=(8, 2, 32),
    vary=[
        OneOf("phone", (2, 3, 4, 5, 6, 8, 10, 12, 16, 18, 20, 24)),
        # RAM and flash of common microcontrollers, in the round figures they are sold with.
        Together(
            ("microcontroller", "flash"),
            (
                (2, 32), (2.5, 32), (4, 64), (6, 48), (8, 64), (8, 256), (10, 64), (16, 128), (20, 64),
                (20, 128), (24, 192), (32, 256), (36, 256), (40, 256), (48, 512), (64, 256), (64, 512),
                (80, 512), (96, 512), (96, 1024), (128, 512), (128, 1024), (160, 640), (192, 1024),
                (256, 1024), (264, 2048), (320, 1024), (320, 2048), (384, 1024), (512, 2048),
                (520, 4096), (640, 2048), (1024, 2048),
            ),
        ),
    ],
)  # fmt: skip

declare(
    "benchmark_gap",
    title="A model on its benchmark and in the world",
    parameters={
        "benchmark": Parameter("accuracy on the benchmark", "percent"),
        "production": Parameter("accuracy in production", "percent"),
    },
    book=(99, 75),
    vary=[
        OneOf(
            "benchmark",
            (94, 94.4, 94.8, 95, 95.2, 95.5, 95.8, 96, 96.2, 96.5, 96.8, 97, 97.2, 97.5, 97.8, 98, 98.2),
        ),
        OneOf(
            "production", (58, 60, 61, 63, 64, 66, 68, 69, 70, 72, 74, 75, 76, 78, 79, 81, 82, 84, 85, 86, 87)
        ),
    ],
)

declare(
    "sentiment_gap",
    title="A sentiment model on its benchmark and among users",
    parameters={
        "benchmark": Parameter("accuracy on the benchmark", "percent"),
        "production": Parameter("accuracy in production, the middle of the range reported", "percent"),
    },
    book=(94, 80),
    vary=[
        OneOf(
            "benchmark",
            (86, 87, 88, 88.5, 89, 89.5, 90, 90.5, 91, 91.5, 92, 92.5, 93, 93.5, 94, 94.5, 95, 95.5, 96),
        ),
        OneOf("production", (66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83)),
    ],
)

declare(
    "bigger_model",
    title="A convolutional network, and a transformer in its place",
    parameters={
        "data": Parameter("time to move the data", "millisecond"),
        "compute": Parameter("time to compute", "millisecond"),
        "overhead": Parameter("overhead", "millisecond"),
        "data_factor": Parameter("how many times as much data the transformer moves"),
        "ops_factor": Parameter("how many times as many operations it does"),
    },
    book=(2, 4, 1, 3, 4),
    vary=[
        OneOf("data", (1.5, 2, 2.5, 3, 3.5)),
        OneOf("compute", (4, 4.5, 5, 6, 7, 8)),
        OneOf("overhead", (0.5, 0.8, 1, 1.2, 1.5)),
        OneOf("data_factor", (2, 2.5, 3, 3.5)),
        OneOf("ops_factor", (4, 4.5, 5, 6)),
    ],
)

declare(
    "alarms",
    title="A service that is watched",
    parameters={
        "metrics": Parameter("number of independent metrics"),
        "interval": Parameter("time between two tests of a metric", "minute"),
        "sigma": Parameter("threshold of the alarm, in standard deviations"),
        "probability": Parameter("probability of a false alarm in one test, both sides together"),
        "handling": Parameter(
            "time an engineer takes to see that an alarm is false (an assumption)", "minute"
        ),
        "shift": Parameter("working time of one engineer (an assumption)", "hour/day"),
    },
    book=(500, 1, 3, 0.0027, 5, 6.5),
    vary=[
        OneOf("metrics", (120, 150, 200, 250, 300, 400, 500, 800, 1200, 1500, 2500, 4000)),
        OneOf("interval", (0.5, 1, 2, 3, 5, 10, 15)),
        # Two-sided tail of the normal distribution beyond so many standard deviations.
        Together(
            ("sigma", "probability"),
            ((2, 0.0455), (2.5, 0.01242), (3, 0.0027), (3.5, 0.000465), (4, 6.334e-5)),
        ),
        OneOf("handling", (3, 4, 6, 7, 9, 12)),
        OneOf("shift", (5.9, 6.1, 6.7, 7.1, 7.3)),
    ],
    # More than a handful, and no army.
    require=lambda metrics, interval, probability, handling, shift: (
        12 < metrics / interval * probability * handling / shift * 24 < 400
    ),
)

declare(
    "farm",
    title="FarmBeats: sensors, a camera and a thin link",
    parameters={
        "sensors": Parameter("number of sensors that report (an assumption)"),
        "reading": Parameter("size of one report", "byte"),
        "interval": Parameter("time between two reports of a sensor", "minute"),
        "photos": Parameter("pictures taken (an assumption)", "1/day"),
        "photo": Parameter("size of a picture", "MB"),
        "discarded": Parameter(
            "share of the pictures that the device throws away (an assumption)", "percent"
        ),
        "model": Parameter("size of the model that is sent to the device", "KB"),
        "update": Parameter("time between two such models (an assumption)", "day"),
        "link": Parameter("rate of the radio", "kbit/second"),
        "active": Parameter("power with the radio on", "milliwatt"),
        "asleep": Parameter("power while the radio is off", "milliwatt"),
        "battery": Parameter("energy in the battery", "watt_hour"),
    },
    book=(
        100,
        "FARM_READING",
        "FARM_INTERVAL",
        2,
        0.15,
        35,
        "FARM_MODEL_SIZE",
        1,
        "FARM_LINK",
        "FARM_ACTIVE_POWER",
        "FARM_SLEEP_POWER",
        "PHONE_BATTERY",
    ),
    vary=[
        OneOf("sensors", (60, 80, 100, 120, 150, 200)),
        OneOf("reading", ("FARM_READING", 30, 40, 60)),
        OneOf("interval", ("FARM_INTERVAL", 5, 6, 8)),
        OneOf("photos", (2, 3, 4, 6, 8, 12)),
        OneOf("photo", (0.1, 0.12, 0.15, 0.18, 0.7, 0.9)),
        OneOf("discarded", (25, 30, 35, 65, 70, 75)),
        OneOf("model", ("FARM_MODEL_SIZE", 300, 400)),
        OneOf("update", (1, 2, 3)),
        OneOf("link", ("FARM_LINK", 30, 40, 60, 80)),
        OneOf("active", ("FARM_ACTIVE_POWER", 300, 400, 700)),
        OneOf("asleep", ("FARM_SLEEP_POWER", 0.5, 0.6, 0.8)),
        OneOf("battery", ("PHONE_BATTERY", 8, 11, 20)),
    ],
    # No part of a day's data is small beside the others, and the radio takes a good part of the energy.
    require=lambda sensors, reading, interval, photos, photo, discarded, model, update, link, active, asleep: (
        min(
            readings := sensors * reading * 1440 / interval,
            sent := photos * photo * 1e6 * (1 - discarded / 100),
            models := model * 1e3 / update,
        )
        > 0.15 * (readings + sent + models)
        and 0.3 < (readings + sent + models) * 8 / (link * 1e3 * 86400) * active / asleep < 6
    ),
)

declare(
    "failing_gpus",
    title="A long run on many GPUs",
    parameters={
        "gpus": Parameter("number of GPUs"),
        "mttf": Parameter("mean time to failure of one GPU", "hour"),
        "duration": Parameter("length of the run", "day"),
    },
    book=(1024, "GPU_MTTF", 25.28),
    vary=[
        OneOf("gpus", (512, 768, 1024, 1536, 2048, 3072, 4096, 8192, 16384)),
        OneOf("mttf", ("GPU_MTTF", 20_000, 30_000, 40_000, 60_000, 80_000)),
        OneOf("duration", (9, 13, 17, 21, 25.28, 33, 45, 54, 70, 90)),
    ],
)

declare(
    "canary",
    title="A new version that gets a part of the requests",
    parameters={
        "rate": Parameter("requests that reach the canary", "1/second"),
        "old": Parameter("error rate p1 of the old version", "percent"),
        "feared": Parameter("error rate p2 of the new version that must not be missed", "percent"),
        "z_alpha": Parameter("quantile for the false alarms, two-sided"),
        "z_beta": Parameter("quantile for the power"),
    },
    book=(0.1, 10, 18, 1.96, 0.8416),
    vary=[
        OneOf("rate", (0.04, 0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.4)),
        # Rates at which the share of right answers matters, too.
        OneOf("old", (6, 7, 8, 9, 10, 11, 12, 14, 15)),
        OneOf("feared", (16, 17, 18, 20, 22, 24)),
        # alpha 0.05 and 0.01; power 0.8 and 0.9.
        Together(("z_alpha", "z_beta"), ((1.96, 0.8416), (1.96, 1.2816), (2.5758, 0.8416), (2.5758, 1.2816))),
    ],
    # So many requests that one more or less makes no difference.
    require=lambda old, feared, z_alpha, z_beta: (
        (z_alpha + z_beta) ** 2 * (old * (100 - old) + feared * (100 - feared)) > 90 * (feared - old) ** 2
    ),
)

declare(
    "drift_window",
    title="A test for drift",
    parameters={
        "distance": Parameter("Kolmogorov-Smirnov distance that shall count as drift"),
        "coefficient": Parameter("coefficient of the test"),
    },
    book=(0.05, "KS_TEST_COEFFICIENT"),
    vary=[
        OneOf("distance", tuple(round(0.02 + 0.001 * step, 3) for step in range(181))),
        # Significance levels 0.10, 0.05 and 0.01.
        OneOf("coefficient", (1.22, "KS_TEST_COEFFICIENT", 1.63)),
    ],
)

declare(
    "subgroups",
    title="A report that gives an average",
    parameters={
        "overall": Parameter("accuracy over all users", "percent"),
        "majority": Parameter("accuracy for the majority group", "percent"),
        "share": Parameter("share of the majority group among all users", "percent"),
    },
    book=(95, 97, 90),
    vary=[
        OneOf("overall", (85, 86, 87, 88, 89, 89.5, 90, 90.5, 91, 91.5, 92, 92.5, 93, 93.5, 94, 94.5, 95)),
        OneOf("majority", (93, 94, 95, 96, 97, 98)),
        OneOf("share", (70, 72, 75, 76, 78, 80, 82, 84, 85, 86, 88, 90, 91, 92)),
    ],
    require=lambda overall, majority, share: (
        majority - overall >= 2
        and (rest := (100 * overall - share * majority) / (100 - share)) > 55
        and rest < overall - 4
        and _apart(rest, 100 - rest, 2 * overall - majority, overall * majority / 100)
        and _apart(rest, 100 - (100 - overall) / (1 - share / 100))
    ),
)  # fmt: skip
