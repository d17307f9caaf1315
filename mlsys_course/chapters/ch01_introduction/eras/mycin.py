"""MYCIN (1976): rules with certainty factors, backward chaining, and an explanation of its reasoning.

A certainty factor (CF) lies between -1 (certainly not) and 1 (certainly). A rule whose premises hold with
CF p gives its conclusion a CF of p times the rule's own; premises joined by AND hold with the smallest of
their CFs, and count only above 0.2. Several rules for one conclusion are combined: `combine`.

References
----------
E. H. Shortliffe and B. G. Buchanan, "A model of inexact reasoning in medicine", *Mathematical Biosciences*
23, 1975, doi:10.1016/0025-5564(75)90047-4 (CF = MB - MD). B. G. Buchanan and E. H. Shortliffe (eds.),
*Rule-Based Expert Systems: The MYCIN Experiments*, Addison-Wesley, 1984 (the later combination, used in
EMYCIN; the threshold 0.2; WHY and HOW).

Rule R1 below has the premises and the 0.7 of the rule that the chapter prints; the others were made up to
show how rules work together. None of this is medical advice.

Examples
--------
>>> case = {"infection": "primary bacteremia", "site": "sterile", "portal": "gastrointestinal tract"}
>>> result = consult("organism", case)
>>> result.cf("bacteroides")
0.7
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import Literal

from mlsys_course.readable import number

THRESHOLD = 0.2
"""A premise counts as true when its certainty factor is above this value."""

Proposition = tuple[str, str]
"""A parameter and its value, such as ``("site", "sterile")``."""

Method = Literal["emycin", "mycin"]


@dataclass(frozen=True)
class Rule:
    """IF all premises THEN conclusion, with a certainty factor.

    Parameters
    ----------
    name : str
        Short name for explanations.
    premises : tuple of (str, str)
        Parameter and value of each premise, joined by AND.
    conclusion : (str, str)
        Parameter and value concluded.
    cf : float
        Certainty factor of the rule, from -1 to 1 and not 0.
    """

    name: str
    premises: tuple[Proposition, ...]
    conclusion: Proposition
    cf: float

    def __post_init__(self) -> None:
        if not -1 <= self.cf <= 1 or self.cf == 0:
            raise ValueError(f"rule {self.name}: cf lies between -1 and 1 and is not 0, you gave {self.cf!r}")
        if not self.premises:
            raise ValueError(f"rule {self.name}: a rule needs at least one premise")

    def __str__(self) -> str:
        premises = " AND ".join(f"the {p} is {v}" for p, v in self.premises)
        kind = "for" if self.cf > 0 else "against"
        parameter, value = self.conclusion
        found = f"there is evidence ({number(abs(self.cf))}) {kind} {parameter} = {value}"
        return f"{self.name}: IF {premises} THEN {found}"


RULES: tuple[Rule, ...] = (
    Rule(
        "R1",
        (("infection", "primary bacteremia"), ("site", "sterile"), ("portal", "gastrointestinal tract")),
        ("organism", "bacteroides"),
        0.7,
    ),
    Rule(
        "R2",
        (("gram", "negative"), ("shape", "rod"), ("oxygen", "anaerobic")),
        ("organism", "bacteroides"),
        0.6,
    ),
    Rule("R3", (("patient", "compromised"), ("site", "sterile")), ("organism", "bacteroides"), -0.4),
    Rule(
        "R4",
        (("gram", "negative"), ("shape", "rod"), ("oxygen", "aerobic")),
        ("organism", "enterobacteria"),
        0.8,
    ),
    Rule(
        "R5",
        (("gram", "positive"), ("shape", "coccus"), ("growth", "chains")),
        ("organism", "streptococcus"),
        0.7,
    ),
    Rule(
        "R6",
        (("gram", "positive"), ("shape", "coccus"), ("growth", "clumps")),
        ("organism", "staphylococcus"),
        0.7,
    ),
    Rule("R7", (("source", "blood"),), ("site", "sterile"), 1.0),
    Rule("R8", (("burn", "serious"),), ("patient", "compromised"), 0.8),
    Rule("R9", (("infection", "primary bacteremia"), ("patient", "compromised")), ("portal", "skin"), 0.5),
)
"""A small knowledge base: R1 and R2 support each other, R1 and R3 conflict, R7 and R8 feed them."""

Findings = Mapping[str, str | Mapping[str, float]]
"""What is known of a case: parameter -> value, or parameter -> {value: certainty factor}."""


def combine(a: float, b: float, method: Method = "emycin") -> float:
    """Combine two certainty factors for one hypothesis.

    Parameters
    ----------
    a, b : float
        Certainty factors, from -1 to 1.
    method : {"emycin", "mycin"}
        How unlike signs are combined: "emycin" (later MYCIN) takes (a + b) / (1 - min(abs(a), abs(b))),
        "mycin" (1975) the plain difference of belief and disbelief, a + b.

    Returns
    -------
    float
        The combined certainty factor.

    Raises
    ------
    ValueError
        For a factor outside [-1, 1], and for 1 against -1, which no rule settles.

    Examples
    --------
    >>> round(combine(0.7, 0.6), 3), round(combine(0.7, -0.4), 3), round(combine(0.7, -0.4, "mycin"), 3)
    (0.88, 0.5, 0.3)
    """
    for value in (a, b):
        if not -1 <= value <= 1:
            raise ValueError(f"a certainty factor lies between -1 and 1, you gave {value!r}")
    if method not in ("emycin", "mycin"):
        raise ValueError(f"method is 'emycin' or 'mycin', you gave {method!r}")
    if a >= 0 and b >= 0:
        return a + b * (1 - a)
    if a <= 0 and b <= 0:
        return a + b * (1 + a)
    if method == "mycin":
        return a + b
    if abs(a) == abs(b) == 1:
        raise ValueError(
            "one rule is certain (1) and another certain of the opposite (-1): no combination exists"
        )
    return (a + b) / (1 - min(abs(a), abs(b)))


def combine_all(factors: Sequence[float], method: Method = "emycin") -> float:
    """Combine any number of certainty factors; no evidence at all gives 0.

    Parameters
    ----------
    factors : sequence of float
        Certainty factors, from -1 to 1; their order does not matter.
    method : {"emycin", "mycin"}
        See `combine`; with "mycin" belief and disbelief are each gathered first.

    Returns
    -------
    float
        The combined certainty factor.

    Examples
    --------
    >>> round(combine_all([0.7, -0.4, 0.6]), 4), round(combine_all([0.7, -0.4, 0.6], "mycin"), 4)
    (0.8, 0.48)
    """
    belief = disbelief = 0.0
    for factor in factors:
        if factor >= 0:
            belief = combine(belief, factor)
        else:
            disbelief = combine(disbelief, factor)
    return combine(belief, disbelief, method)


@dataclass(frozen=True)
class Evidence:
    """One rule that fired: the CF of its premises and what it adds to its conclusion."""

    rule: Rule
    premise_cf: float

    @property
    def cf(self) -> float:
        """CF of the premises times CF of the rule."""
        return self.premise_cf * self.rule.cf


@dataclass(frozen=True)
class Question:
    """A finding that backward chaining asked for, with the rules that wanted it, innermost first."""

    parameter: str
    known: bool
    because: tuple[Rule, ...]


@dataclass
class Consultation:
    """The outcome of a consultation; made by `consult`."""

    goal: str
    method: Method
    evidence: dict[Proposition, list[Evidence]] = field(default_factory=dict)
    findings: dict[Proposition, float] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def cf(self, value: str, parameter: str | None = None) -> float:
        """Certainty factor of ``parameter = value`` (the goal where no parameter is named)."""
        proposition = (parameter or self.goal, value)
        if proposition in self.findings:
            return self.findings[proposition]
        factors = [e.cf for e in self.evidence.get(proposition, [])]
        return round(combine_all(factors, self.method), 12)

    def ranking(self) -> list[tuple[str, float]]:
        """Every value of the goal that a rule spoke about, best first."""
        values = {value for parameter, value in self.evidence if parameter == self.goal}
        return sorted(((v, self.cf(v)) for v in values), key=lambda item: (-item[1], item[0]))

    def how(self, value: str, parameter: str | None = None) -> str:
        """Explain how a conclusion was reached: MYCIN's HOW.

        Parameters
        ----------
        value : str
            A value of the goal, or of ``parameter``.
        parameter : str, optional
            Another parameter than the goal.

        Returns
        -------
        str
            The rules that fired, their premises with CFs, and the combined CF.
        """
        parameter = parameter or self.goal
        if (parameter, value) in self.findings:
            return (
                f"You told me that the {parameter} is {value} (CF {number(self.findings[parameter, value])})."
            )
        fired = self.evidence.get((parameter, value), [])
        if not fired:
            return f"No rule said anything about {parameter} = {value}."
        lines = [f"The {parameter} is {value}: CF {number(self.cf(value, parameter), 3)}."]
        for item in fired:
            premises = ", ".join(f"{p} = {v} (CF {number(self.cf(v, p), 3)})" for p, v in item.rule.premises)
            lines.append(
                f"  {item.rule.name}: {premises}; smallest {number(item.premise_cf, 3)} x rule "
                f"{number(item.rule.cf)} "
                f"= {number(item.cf, 3)}"
            )
        return "\n".join(lines)

    def why(self, parameter: str) -> str:
        """Explain why a finding was asked for: MYCIN's WHY.

        Parameters
        ----------
        parameter : str
            A parameter that was asked for.

        Returns
        -------
        str
            The rule that needs it, and the rules that need that rule.

        Raises
        ------
        LookupError
            When this consultation never asked for ``parameter``.
        """
        for question in self.questions:
            if question.parameter == parameter:
                lines = [f"I asked for the {parameter} because of"]
                lines += [f"  {rule}" for rule in question.because]
                return "\n".join([*lines, f"to find out the {self.goal}."])
        asked = ", ".join(sorted({q.parameter for q in self.questions}))
        raise LookupError(f"I never asked for {parameter!r}. I asked for: {asked}.")

    def conflicts(self) -> list[tuple[Evidence, Evidence]]:
        """Pairs of rules that fired for and against one and the same proposition."""
        return [
            (a, b) for fired in self.evidence.values() for a, b in combinations(fired, 2) if a.cf * b.cf < 0
        ]


def consult(
    goal: str, findings: Findings, rules: Sequence[Rule] = RULES, method: Method = "emycin"
) -> Consultation:
    """Find out the values of a parameter by backward chaining.

    Every rule that concludes about the goal is tried; each of its premises becomes a goal in turn, until a
    parameter is found that is given or that no rule concludes about, which is then asked for.

    Parameters
    ----------
    goal : str
        The parameter to find out.
    findings : mapping
        What is known: parameter -> value, or parameter -> {value: CF}.
    rules : sequence of Rule
        The knowledge base.
    method : {"emycin", "mycin"}
        How certainty factors of unlike sign are combined, see `combine`.

    Returns
    -------
    Consultation
        Certainty factors, and the explanations ``how`` and ``why``.

    Raises
    ------
    LookupError
        When no rule concludes about ``goal``.
    ValueError
        When the rules lead back to a parameter whose value they are needed for, or a CF is out of range.

    Examples
    --------
    >>> result = consult("organism", {"gram": "positive", "shape": "coccus", "growth": {"chains": 0.6}})
    >>> result.ranking()
    [('streptococcus', 0.42)]
    """
    if not any(rule.conclusion[0] == goal for rule in rules):
        known = ", ".join(sorted({rule.conclusion[0] for rule in rules}))
        raise LookupError(f"No rule concludes about {goal!r}. Rules conclude about: {known}.")
    result = Consultation(goal, method)
    for parameter, given in findings.items():
        for value, cf in ({given: 1.0} if isinstance(given, str) else given).items():
            if not -1 <= cf <= 1:
                raise ValueError(
                    f"{parameter} = {value}: a certainty factor lies between -1 and 1, not {cf!r}"
                )
            result.findings[parameter, value] = cf
    _find_out(goal, (), rules, findings, result, set())
    return result


def _find_out(
    parameter: str,
    stack: tuple[Rule, ...],
    rules: Sequence[Rule],
    findings: Findings,
    result: Consultation,
    done: set[str],
) -> None:
    if parameter in done:
        return
    own = [rule for rule in rules if rule.conclusion[0] == parameter]
    if parameter in findings or not own:
        result.questions.append(Question(parameter, parameter in findings, stack))
        done.add(parameter)
        return
    if any(rule.conclusion[0] == parameter for rule in stack):
        chain = " -> ".join(rule.name for rule in stack)
        raise ValueError(
            f"the rules run in a circle: {parameter!r} is needed to conclude {parameter!r} ({chain})"
        )
    for rule in own:
        smallest = 1.0
        for premise in rule.premises:
            _find_out(premise[0], (rule, *stack), rules, findings, result, done)
            smallest = min(smallest, result.cf(premise[1], premise[0]))
            if smallest <= THRESHOLD:
                break  # like MYCIN: a failed premise ends the rule, the rest is not asked
        else:
            result.evidence.setdefault(rule.conclusion, []).append(Evidence(rule, smallest))
    done.add(parameter)


def conflicting_rules(rules: Sequence[Rule] = RULES) -> list[tuple[Rule, Rule]]:
    """Pairs of rules that argue for and against one conclusion and can fire together.

    Two rules can fire together unless they demand different values of one parameter.

    Parameters
    ----------
    rules : sequence of Rule
        A knowledge base.

    Returns
    -------
    list of (Rule, Rule)
        Every such pair; finding them takes a look at all `pairs_to_check` pairs.

    Examples
    --------
    >>> [(a.name, b.name) for a, b in conflicting_rules()]
    [('R1', 'R3'), ('R2', 'R3')]
    """
    found = []
    for a, b in combinations(rules, 2):
        needs = dict(a.premises)
        together = all(needs.get(parameter, value) == value for parameter, value in b.premises)
        if a.conclusion == b.conclusion and a.cf * b.cf < 0 and together:
            found.append((a, b))
    return found


def pairs_to_check(rules: int) -> int:
    """Count the pairs among ``rules`` rules: each new rule must be compared with all the others.

    Parameters
    ----------
    rules : int
        Number of rules.

    Returns
    -------
    int
        rules * (rules - 1) / 2.

    Examples
    --------
    >>> pairs_to_check(600)
    179700
    """
    return comb(rules, 2)
