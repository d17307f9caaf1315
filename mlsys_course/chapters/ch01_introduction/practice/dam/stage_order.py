"""I4.14: which stage of a line is the slowest, and which comes next."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification


@exercise(
    "stage_order",
    bank="I4.14",
    scenario="line_of_stages",
    objective=1,
    bloom="Analyze",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="Which stage limits, and which is next?",
    prompt=(
        "Images go through four stages that work at the same time. Put the stages in order: 1 for the one that "
        "sets the pace, 4 for the one that waits most. Mind that a byte is not a bit."
    ),
    spec=Classification(
        items={"disk": ("storage",), "network": ("net", "link"), "decoding": ("decode", "CPU"), "GPU": ()},
        classes=(1, 2, 3, 4),
        order=True,
        reconsider="Turn everything into images per second, then the smallest number comes first.",
    ),
)
def stage_order(disk, link, image_size, cores, decoded, gpu):
    """Sort the stages by the images that each can pass in a second."""
    images = {
        "disk": disk / image_size,
        "network": link / image_size,
        "decoding": cores * decoded,
        "GPU": gpu,
    }
    in_order = sorted(images, key=lambda stage: images[stage])
    return {stage: in_order.index(stage) + 1 for stage in images}


def _ranked(**values):
    in_order = sorted(values, key=lambda stage: values[stage])
    return {stage: in_order.index(stage) + 1 for stage in values}


stage_order.misconception(
    "bits-for-bytes",
    "You take the network's bits for bytes. A byte is eight bits, so that it carries an eighth of that.",
    lambda disk, link, image_size, cores, decoded, gpu: _ranked(
        disk=disk / image_size, network=8 * link / image_size, decoding=cores * decoded, GPU=gpu
    ),
)

stage_order.misconception(
    "one-core",
    "You let one core decode alone. All of them work at it.",
    lambda disk, link, image_size, cores, decoded, gpu: _ranked(
        disk=disk / image_size, network=link / image_size, decoding=decoded, GPU=gpu
    ),
)

_IMAGES = (
    "n = {'disk': q.disk / q.image_size, 'network': q.link / q.image_size, 'decoding': q.cores * q.decoded, "
    "'GPU': q.gpu}\n"
)
_RANKS = "stage_order = {stage: sorted(n, key=n.get).index(stage) + 1 for stage in n}"
_RIGHT = {"disk": 4, "network": 2, "decoding": 3, "GPU": 1}

stage_order.answers(
    right=[
        _IMAGES + _RANKS,
        _IMAGES + "stage_order = [(s, i) for i, s in enumerate(sorted(n, key=n.get), 1)]",
        repr(_RIGHT),
        repr(list(_RIGHT.values())),
        f"pd.Series({_RIGHT!r})",
    ],
    wrong={
        "order:reversed": [repr({stage: 5 - place for stage, place in _RIGHT.items()})],
        "order:neighbours": [repr({**_RIGHT, "decoding": 2, "network": 3})],
        "order:twice": [repr({**_RIGHT, "GPU": 2})],
        "bits-for-bytes": [_IMAGES.replace("q.link /", "8 * q.link /") + _RANKS],
        "one-core": [_IMAGES.replace("q.cores * ", "") + _RANKS],
        "class:unknown": [repr({**_RIGHT, "GPU": 0})],
        "item:missing": [repr({"disk": 1})],
        "none": ["None"],
    },
)
