"""I7.17: how large the embedding tables are."""

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "table_size",
    bank="I7.17",
    unit="TB",
    scenario="embedding_tables",
    objective=5,
    bloom="Apply",
    anchors="tbl-lighthouse-examples",
    title="Size of the embedding tables",
    prompt="How much memory do the embedding tables take?",
)
def table_size(entries, dimension, bytes_per_parameter):
    """Return rows times numbers in a row times bytes per number."""
    return entries * dimension * bytes_per_parameter


table_size.misconception(
    "dimension-ignored",
    "You take a row for a single number. It is a vector of several.",
    lambda entries, bytes_per_parameter: entries * Q_(1, "parameter") * bytes_per_parameter,
)

table_size.misconception(
    "one-byte-per-number",
    "You take one byte for each number. Look up how large a number is.",
    lambda entries, dimension: entries * dimension * Q_(1, "byte/parameter"),
)

table_size.answers(
    right=[
        "q.entries * q.dimension * q.bytes_per_parameter",
        "(q.entries * q.dimension * q.bytes_per_parameter).to('TB')",
        "Q_(12.8, 'TB')",
        "Q_(11.642, 'TiB')",
        "Q_(12_800, 'GB')",
        "Q_(1.28e13, 'byte')",
        "Q_(102.4, 'terabit')",
        "row = q.dimension * q.bytes_per_parameter\ntable_size = q.entries * row",
    ],
    wrong={
        "one-byte-per-number": ["q.entries * q.dimension * Q_(1, 'byte/parameter')"],
        "one-byte-per-number|sibling:BYTES_INT8": ["Q_(3.2, 'TB')"],
        "dimension-ignored": [
            "q.entries * Q_(1, 'parameter') * q.bytes_per_parameter",
            "Q_(0.1, 'TB')",
            "Q_(100, 'GB')",
        ],
        "scale:8": ["8 * q.entries * q.dimension * q.bytes_per_parameter", "Q_(102.4, 'TB')"],
        "sibling:BYTES_FP16": ["Q_(6.4, 'TB')"],
        "scale:1000": ["Q_(12_800, 'TB')"],
        "unit:parameter": ["q.entries * q.dimension"],
        "unit:missing": ["12.8"],
        "value:text": ["'12.8 TB'"],
        "value:none": ["None"],
    },
)
