"""I9.16: which part of the book each chapter belongs to."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_PARTS = {
    "I": ("Introduction", "ML Systems", "ML Workflow", "Data Engineering"),
    "II": ("Neural Computation", "Network Architectures", "Frameworks", "Training"),
    "III": ("Data Selection", "Model Compression", "HW Acceleration", "Benchmarking"),
    "IV": ("Model Serving", "ML Operations", "Responsible Engineering", "Conclusion"),
}

# By name: the book's own order would give the parts away.
_PART_OF = dict(sorted((chapter, part) for part, chapters in _PARTS.items() for chapter in chapters))


@exercise(
    "book_part",
    bank="I9.16",
    objective=8,
    bloom="Remember",
    anchors=("tbl-book-structure", "sec-introduction-book-organization-0b64"),
    title="Which part of the book?",
    prompt=(
        "Give each of the 16 chapters the part of the book it belongs to, I (Foundations), II (Build), "
        "III (Optimize) or IV (Deploy), as a dictionary such as {'Training': 'I'}. They are: "
        f"{', '.join(_PART_OF)}."
    ),
    spec=Classification(
        items={
            **dict.fromkeys(_PART_OF, ()),
            "Frameworks": ("ML Frameworks",),
            "Training": ("Model Training",),
            "HW Acceleration": ("Hardware Acceleration",),
        },
        classes={
            "I": (1, "Part I", "Foundations"),
            "II": (2, "Part II", "Build"),
            "III": (3, "Part III", "Optimize"),
            "IV": (4, "Part IV", "Deploy"),
        },
        reconsider="Ask of each chapter: does it set the scene, build a model, make it cheaper, or run it?",
        partial=True,
    ),
)
def book_part():
    """Give each chapter its part."""
    return _PART_OF


book_part.misconception(
    "measuring-is-deploying",
    "You put Benchmarking into deployment, but the book measures in order to optimise.",
    lambda: {"Benchmarking": "IV"},
)

book_part.misconception(
    "data-selection-is-foundation",
    "You put choosing data into the foundations, but the book counts it among the ways to need less.",
    lambda: {"Data Selection": "I"},
)

book_part.misconception(
    "frameworks-are-foundation",
    "You put the frameworks into the foundations, but they are the tools that build a model.",
    lambda: {"Frameworks": "I"},
)

book_part.misconception(
    "data-engineering-is-building",
    "You put data engineering into building, but the book covers it before any model.",
    lambda: {"Data Engineering": "II"},
)

book_part.misconception(
    "serving-is-optimising",
    "You put serving into optimisation, but it begins where the model is in use.",
    lambda: {"Model Serving": "III"},
)

book_part.answers(
    right=[
        repr(_PART_OF),
        repr({chapter: f"Part {part}" for chapter, part in _PART_OF.items()}),
        repr({chapter: list(_PARTS).index(part) + 1 for chapter, part in _PART_OF.items()}),
        repr({part: list(chapters) for part, chapters in _PARTS.items()}),
        f"pd.Series({_PART_OF!r})",
    ],
    wrong={
        "measuring-is-deploying": [repr({**_PART_OF, "Benchmarking": "IV"})],
        "data-selection-is-foundation": [repr({**_PART_OF, "Data Selection": "I"})],
        "frameworks-are-foundation": [repr({**_PART_OF, "Frameworks": "I"})],
        "data-engineering-is-building": [repr({**_PART_OF, "Data Engineering": "II"})],
        "serving-is-optimising": [repr({**_PART_OF, "Model Serving": "III"})],
        "all-one-class": [repr(dict.fromkeys(_PART_OF, "I"))],
        "class:unknown": [repr({**_PART_OF, "Conclusion": "V"})],
        "item:missing": [repr(dict(list(_PART_OF.items())[:-1]))],
        "none": ["None"],
    },
)
