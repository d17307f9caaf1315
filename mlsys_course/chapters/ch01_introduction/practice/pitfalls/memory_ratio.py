"""I9.9: how many times as much memory a phone has as a microcontroller."""

from mlsys_course.exercise import exercise


@exercise(
    "memory_ratio",
    bank="I9.9",
    rtol=0.05,
    scenario="memories",
    objective=6,
    bloom="Apply",
    anchors=("sec-introduction-deployment-spectrum-a38c", "fn-microcontrollers"),
    title="How much smaller is small?",
    prompt=(
        "How many times as much working memory (RAM) does the phone have as the microcontroller? A plain "
        "number; a kilobyte of 1000 or of 1024 bytes makes no difference here."
    ),
)
def memory_ratio(phone, microcontroller):
    """Return the memory of the one over that of the other."""
    return phone / microcontroller


memory_ratio.misconception(
    "used:flash",
    "You use the flash memory, which stores the program. RAM is the memory it works in.",
    lambda phone, flash: phone / flash,
)

memory_ratio.answers(
    right=[
        "q.phone / q.microcontroller",
        "(q.phone / q.microcontroller).to('').magnitude",
        "4e6",
        "4_194_304",
        "Fraction(8 * 10**9, 2 * 10**3)",
        "round(q.phone.to('byte').magnitude / q.microcontroller.to('byte').magnitude)",
    ],
    wrong={
        "scale:1000": ["4000", "4e9"],
        "used:flash|used:flash-for-microcontroller": ["q.phone / q.flash", "250_000"],
        "inverted": ["(q.microcontroller / q.phone).to('').magnitude"],
        "unit:information": ["q.phone - q.microcontroller", "q.phone"],
        "scale:unconverted|scale:1000000": [
            "4",
            "q.phone.magnitude / q.microcontroller.magnitude",
        ],
        "value:text": ["'4 million'"],
        "value:none": ["None"],
    },
)
