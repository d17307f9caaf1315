"""I4.8: which bandwidth keeps a GPU busy."""

from mlsys_course.exercise import exercise


@exercise(
    "feed_bandwidth",
    bank="I4.8",
    unit="MB/second",
    rtol=0.005,
    scenario="feeding_a_gpu",
    objective=(1, 4),
    bloom="Apply",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="Bandwidth that keeps a GPU busy",
    prompt="How much bandwidth does the storage need, so that the GPU gets all the images it can take?",
    neighbours=("gpu_busy",),
)
def feed_bandwidth(gpu, image_size):
    """Return images per time times bytes per image."""
    return gpu * image_size


feed_bandwidth.answers(
    right=[
        "q.gpu * q.image_size",
        "(q.gpu * q.image_size).to('MB/s')",
        "Q_(2.2, 'Gbit/s')",
        "Q_(275, 'MB/s')",
        "Q_(0.275, 'GB/s')",
    ],
    wrong={
        "scale:1000": ["Q_(275000, 'MB/s')", "Q_(275, 'kB/s')"],
        "scale:8": ["Q_(2200, 'MB/s')", "Q_(275, 'Mbit/s')", "Q_(34.375, 'MB/s')"],
        "unit:sample^2/information*time": ["q.gpu / q.image_size"],
        "unit:missing": ["275"],
        "inverted:image_size+scale:1000000": ["Q_(22727.3, 'MB/s')"],
    },
)
