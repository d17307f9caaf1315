"""I1.2: how many times as fast a GPU is as a CPU, at their peaks."""

from mlsys_course.exercise import exercise


@exercise(
    "peak_ratio",
    bank="I1.2",
    rtol=0.01,
    scenario="gpu_and_cpu",
    objective=5,
    bloom="Apply",
    anchors="sec-introduction-ai-moment-37f1",
    title="A GPU over a CPU",
    prompt=(
        "How many times as high as the CPU's peak is the GPU's, as the chapter compares them? A plain "
        "number. (The precisions differ, so this does not compare like with like.)"
    ),
)
def peak_ratio(gpu, cpu):
    """Return the GPU's peak over the CPU's."""
    return gpu / cpu


peak_ratio.answers(
    right=["q.gpu / q.cpu", "(q.gpu / q.cpu).to('').magnitude", "989", "988", "Fraction(989)"],
    wrong={
        "inverted": ["q.cpu / q.gpu", "0.0010111"],
        "sibling:A100_FLOPS_FP16_TENSOR|sibling:A100": ["312"],
        "sibling:H100_FLOPS_FP8_TENSOR|sibling:H100_FLOPS_FP16_TENSOR_SPARSE": ["1979"],
        "sibling:H100_FLOPS_TF32": ["494"],
        "unit:operation/time": ["q.gpu"],
    },
)
