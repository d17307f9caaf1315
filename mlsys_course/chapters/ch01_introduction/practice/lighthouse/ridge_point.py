"""I7.10: the ridge point of a device."""

from mlsys_course.exercise import exercise


@exercise(
    "ridge_point",
    bank="I7.10",
    unit="FLOP/byte",
    scenario="accelerator",
    objective=5,
    bloom="Apply",
    anchors=("eq-intro-iron-law", "tbl-lighthouse-examples"),
    title="The ridge point",
    prompt=(
        "How many operations must the device do in FP16 for each byte moved, so that neither it nor its "
        "memory waits for the other?"
    ),
)
def ridge_point(peak, bandwidth):
    """Return the peak over the bandwidth."""
    return peak / bandwidth


ridge_point.misconception(
    "fp32-peak",
    "You use the peak for FP32. The device computes in FP16.",
    lambda peak_fp32, bandwidth: peak_fp32 / bandwidth,
)

ridge_point.answers(
    right=[
        "q.peak / q.bandwidth",
        "(q.peak / q.bandwidth).to('FLOP/byte')",
        "Q_(153, 'FLOP/byte')",
        "Q_(153_016, 'FLOP/kB')",
        "312e12 * ureg.FLOP / (2039e9 * ureg.byte)",
        "Q_(76.5, 'MAC/byte')",
        "hardware.find('A100').peak_fp16 / hardware.find('A100').memory_bandwidth",
    ],
    wrong={
        "unit:information/operation|unit:byte/FLOP|inverted|unit:none": ["q.bandwidth / q.peak"],
        "inverted": ["Q_(0.0065353, 'FLOP/byte')"],
        "fp32-peak": ["q.peak_fp32 / q.bandwidth", "Q_(9.56, 'FLOP/byte')"],
        "scale:8": ["Q_(19.13, 'FLOP/byte')", "q.peak / q.bandwidth / 8"],
        "scale:1000|scale:unconverted": ["Q_(0.153, 'FLOP/byte')"],
        "sibling:A100_FLOPS_TF32": ["Q_(76.5, 'FLOP/byte')"],
        "unit:missing": ["153", "153.0"],
        "unit:operation|unit:operation/time|unit:none": ["q.peak"],
        "value:text": ["'153 FLOP/byte'"],
        "value:none": ["None"],
    },
)
