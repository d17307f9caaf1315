"""I7.7: how much carbon dioxide a training run emits."""

from mlsys_course.exercise import exercise


@exercise(
    "run_emissions",
    bank="I7.7",
    unit="tonne",
    rtol=0.015,
    scenario="emissions",
    objective=5,
    bloom="Apply",
    anchors="sec-introduction-bitter-lesson-79c7",
    title="Carbon dioxide of a training run",
    prompt=(
        "The GPUs take the given energy. The data centre draws more than that from the grid, by the factor "
        "PUE. How much carbon dioxide does the run emit, as a mass?"
    ),
)
def run_emissions(energy, pue, intensity):
    """Return the energy drawn from the grid times its carbon intensity."""
    return energy * pue * intensity


run_emissions.answers(
    right=[
        "q.energy * q.pue * q.intensity",
        "(q.energy * q.pue * q.intensity).to('tonne')",
        "Q_(149.2, 'tonne')",
        "Q_(149_247, 'kilogram')",
        "Q_(149, 'tCO2')",
        "drawn = q.energy * q.pue\nrun_emissions = drawn * q.intensity",
        "Q_(1.4925e8, 'gCO2')",
    ],
    wrong={
        "dropped:pue": ["q.energy * q.intensity", "Q_(106.6, 'tonne')"],
        "inverted:pue": ["q.energy / q.pue * q.intensity", "Q_(76.15, 'tonne')"],
        "sibling:CARBON_QUEBEC": ["Q_(6.958, 'tonne')"],
        "sibling:PUE_SURVEY": ["Q_(168.4, 'tonne')"],
        "scale:1000": ["Q_(149_247, 'tonne')", "Q_(149.2, 'kilogram')"],
        "unit:missing": ["149.2"],
        "unit:energy": ["q.energy * q.pue"],
        "unit:length|unit:time": ["Q_(149.2, 'day')"],
        "value:text": ["'149 t'"],
        "value:none": ["None"],
    },
)
