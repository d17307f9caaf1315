"""I1.1: from queries in a day to queries per second."""

from mlsys_course.exercise import exercise


@exercise(
    "queries_per_second",
    bank="I1.1",
    unit="query/second",
    rtol=0.01,
    points=2,
    scenario="search_traffic",
    objective=3,
    bloom="Apply",
    anchors="sec-introduction-ai-moment-37f1",
    title="Queries per second",
)
def queries_per_second(searches, span):
    """Return the queries over the time in which they come."""
    return searches / span


queries_per_second.answers(
    right=[
        "q.searches / q.span",
        "(q.searches / q.span).to('query/second')",
        "Q_(98380, 'query/second')",
        "Q_(98.38, 'query/millisecond')",
        "Q_(5.9028e6, 'query/minute')",
    ],
    wrong={
        "scale:60": ["Q_(5902777.8, 'query/second')"],
        "scale:3600": ["Q_(3.5417e8, 'query/second')"],
        "scale:24": ["Q_(2361111.1, 'query/second')"],
        "scale:86400": ["Q_(8.5e9, 'query/second')"],
        "unit:missing": ["98380"],
        "unit:sample": ["q.searches"],
    },
)
