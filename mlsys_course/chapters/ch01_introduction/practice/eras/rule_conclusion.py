"""I2.4: the certainty factor of what one rule concludes."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "rule_conclusion",
    bank="I2.4",
    rtol=0.002,
    scenario="one_rule",
    objective=2,
    bloom="Apply",
    anchors="sec-introduction-expert-systems-era-knowledge-bottleneck-f928",
    title="What a rule concludes",
    prompt=(
        "A rule has three premises, joined by AND, that hold with different certainty. What certainty "
        "factor does MYCIN give its conclusion?"
    ),
)
def rule_conclusion(strength, infection, site, portal):
    """Return the rule's factor times that of its weakest premise."""
    return strength * np.minimum(np.minimum(infection, site), portal)


rule_conclusion.misconception(
    "premises-multiplied",
    "You multiply the premises, as if they were independent probabilities. In MYCIN, AND is as certain as"
    " the weakest premise.",
    lambda strength, infection, site, portal: strength * infection * site * portal,
)

rule_conclusion.misconception(
    "premises-averaged",
    "You take the mean of the premises. AND is as certain as the weakest premise.",
    lambda strength, infection, site, portal: strength * (infection + site + portal) / 3,
)

rule_conclusion.misconception(
    "strongest-premise",
    "You take the strongest premise, which would be OR. AND takes the weakest.",
    lambda strength, infection, site, portal: strength * np.maximum(np.maximum(infection, site), portal),
)

rule_conclusion.misconception(
    "premises-ignored",
    "You take the premises for certain. The conclusion cannot be more certain than they are.",
    lambda strength: strength,
)

rule_conclusion.misconception(
    "strength-ignored",
    "You leave out the rule's own factor. Even with certain premises the rule only suggests its conclusion.",
    lambda infection, site, portal: np.minimum(np.minimum(infection, site), portal),
)

_WEAKEST = "np.minimum(np.minimum(q.infection, q.site), q.portal)"

rule_conclusion.answers(
    right=[
        f"q.strength * {_WEAKEST}",
        "q.strength * min(q.infection, q.site, q.portal)",
        "0.56",
        "Q_(56, 'percent')",
        "weakest = sorted([q.infection, q.site, q.portal])[0]\nrule_conclusion = weakest * q.strength",
    ],
    wrong={
        "premises-multiplied": ["q.strength * q.infection * q.site * q.portal", "0.504"],
        "premises-averaged": ["q.strength * (q.infection + q.site + q.portal) / 3", "0.63"],
        "strongest-premise|premises-ignored": ["0.7"],
        "strongest-premise": ["q.strength * max(q.infection, q.site, q.portal)"],
        "premises-ignored|strongest-premise": ["q.strength"],
        "strength-ignored": [_WEAKEST, "0.8"],
        "value:none": ["None"],
    },
)
