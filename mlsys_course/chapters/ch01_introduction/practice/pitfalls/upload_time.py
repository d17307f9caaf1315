"""I9.6: how long it takes to upload a day of driving."""

from mlsys_course.exercise import exercise


@exercise(
    "upload_time",
    bank="I9.6",
    unit="hour",
    scenario="shift_upload",
    objective=6,
    bloom="Apply",
    anchors=("sec-introduction-deployment-case-studies-636f", "waymo-data-rates"),
    title="Uploading a day of driving",
    prompt=(
        "A self-driving car records at the given rate for the given hours and uploads everything over a "
        "link that it uses fully. How long does the upload take?"
    ),
)
def upload_time(rate, hours, link):
    """Return the volume recorded over the rate of the link."""
    return rate * hours / link


upload_time.answers(
    right=[
        "q.rate * q.hours / q.link",
        "(q.rate * q.hours / q.link).to('hour')",
        "Q_(33.8, 'hour')",
        "Q_(1.407, 'day')",
        "Q_(121_600, 'second')",
        "volume = q.rate * q.hours\nupload_time = volume / q.link.to('TB/hour')",
    ],
    wrong={
        "unit:missing": ["33.8"],
        "scale:8|dropped:hours": ["Q_(4.222, 'hour')"],
        "scale:8": ["q.rate * q.hours / q.link / 8", "q.rate * q.hours / q.link * 8"],
        "sibling:WAYMO_DATA_PER_HOUR_LOW": ["Q_(1.778, 'hour')"],
        "unit:length": ["Q_(33.8, 'meter')"],
        "unit:information": ["q.rate * q.hours"],
        "unit:none": ["q.rate / q.link"],
        "scale:3600": ["Q_(121_600, 'hour')"],
        "value:none": ["None"],
    },
)
