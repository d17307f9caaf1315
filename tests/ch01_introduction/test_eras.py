"""The eras run, and each shows the bottleneck the chapter names."""

from __future__ import annotations

import math
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_course.chapters.ch01_introduction.eras import (
    alexnet,
    budgets,
    eliza,
    mycin,
    perceptron,
    search,
    selfplay,
    spam,
    student,
    viola_jones,
)
from mlsys_course.units import Q_


def test_the_eras_load_neither_pandas_nor_matplotlib_nor_anything_not_asked_for() -> None:
    code = (
        "import sys; import mlsys_course.chapters.ch01_introduction.eras as eras\n"
        "assert not {'numpy', 'pandas', 'pint'} & set(sys.modules), 'the package is not lazy'\n"
        "[getattr(eras, name) for name in eras.__all__]\n"
        "loaded = {'pandas', 'matplotlib', 'ipywidgets'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# ---- STUDENT


@given(ads=st.integers(1, 10_000), percent=st.integers(1, 100))
def test_student_reads_other_numbers(ads: int, percent: int) -> None:
    problem = student.CUSTOMERS.replace("20%", f"{percent}%").replace("is 45", f"is {ads}")
    (value,) = student.solve(problem).values.values()
    assert value == 2 * Fraction(percent * ads, 100) ** 2


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("The sum of x and y is 96. x is 16 plus y. What is x and y?", "The x is 56 and the y is 40."),
        ("If a rope is 3 times the length of a stick, and the length of a stick is 2.5, find the rope.", 7.5),
        ("A number is 12 divided by 4. What is the number?", 3),
        ("Bill's age is 4 less than Ann's age. Ann's age is 30. What is Bill's age?", 26),
        ("The product of 6 and the width is 42. What is the width?", 7),
    ],
)
def test_student_solves_other_problems(problem: str, answer: str | float) -> None:
    solution = student.solve(problem)
    assert answer in (solution.answer, solution.value)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("two numbers", "The one number is 56 and the other number is 40."),
        ("the price of a radio", 82),
        ("soldiers and guns", 3500),
        ("miles per gallon", pytest.approx(250 / 15)),
        ("Mary and Ann", 18),
        ("Bill and his family", 8),
    ],
)
def test_student_solves_the_problems_bobrow_showed(name: str, answer: object) -> None:
    solution = student.solve(student.CLASSICS[name])
    assert answer in (solution.answer, solution.value)


def test_every_classic_has_an_answer_of_its_own_here() -> None:
    assert len({student.solve(problem).value for problem in student.CLASSICS.values()}) == len(
        student.CLASSICS
    )


WORDS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}


@given(
    numbers=st.lists(st.integers(1, 50), min_size=2, max_size=6),
    symbols=st.lists(st.sampled_from("+-*/"), min_size=5, max_size=5),
)
def test_student_calculates_as_school_does(numbers: list[int], symbols: list[str]) -> None:
    """Factors before sums, and equal operations from left to right, as Python does it."""
    said, code = f"{numbers[0]}", f"Fraction({numbers[0]})"
    for symbol, number in zip(symbols, numbers[1:], strict=False):
        said += f" {WORDS[symbol]} {number}"
        code += f" {symbol} Fraction({number})"
    (value,) = student.solve(f"What is {said}?").values.values()
    assert value == eval(code)
    (value,) = student.solve(f"The length is {said}. What is the length?").values.values()
    assert value == eval(code)


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("What is 10 minus 3 minus 2?", 5),
        ("What is 100 divided by 5 divided by 2?", 10),
        ("What is 3 more than 2 less than 10?", 11),
        ("What is 5 more than twice 7?", 19),
        ("What is the sum of 1 and 2 and 3?", 6),
        ("What is the sum of the difference between 10 and 3 and 2?", 9),
        ("The sum of x and twice y is 20. x is 4. What is y?", 8),
        ("The price is 7,000 dollars. What is half of the price?", 3500),
        ("Tom has 3 apples. How many apples does Tom have?", 3),
        ("Ann is 3 years older than Bill. Bill is 10 years old. How old is Ann?", 13),
    ],
)
def test_student_reads_an_expression(problem: str, answer: float) -> None:
    assert student.solve(problem).value == answer


def test_student_says_when_it_takes_two_names_for_one_quantity() -> None:
    solution = student.solve(student.CUSTOMERS)
    assert solution.assumptions == (
        "assuming that the number of advertisements is the number of advertisements he runs",
    )
    assert student.solve(student.REPHRASINGS[1][1]).assumptions == ()


def test_a_rephrasing_stops_student_with_a_sentence_that_names_the_phrase() -> None:
    tries = {attempt.change: attempt for attempt in student.attempts()}
    assert [t.value for t in tries.values()].count(162) == 2
    broken = tries["another name for the unknown"]
    assert not broken.understood
    assert "No sentence tells me about 'number of customers tom gets'" in broken.message
    assert "tom's client count" in broken.message


@pytest.mark.parametrize(
    ("problem", "part"),
    [
        ("The length is 3.", "no question"),
        ("The length is 3. The length is 4. What is the length?", "contradict"),
        ("The length is the width. What is the length?", "never given"),
        ("The length is 3 apples. What is the length?", "'3 apples'"),
        ("The length is 3 divided by 0. What is the length?", "divides by zero"),
        ("What is the length?", "No sentence tells me about 'length'"),
        ("What is the difference between 10 and 3 minus 2?", "two ways"),
        ("What is 10 plus 3 less than 20?", "two ways"),
        ("What is 15 per cent less than 100 plus 20?", "two ways"),
        ("What is the square of 2 times 3?", "two ways"),
        ("What is the product of 2 and 3 plus 4?", "two ways"),
        ("What is 2 minus?", "'2 minus'"),
        ("The total is apples and pears. What is the total?", "can't read 'apples and pears'"),
        ("This price is 7. What is the price?", "points to"),
        ("A rope is 3 feet. A stick is 6 inches. What is the rope plus the stick?", "foot and inch"),
    ],
)
def test_student_stops_with_the_reason(problem: str, part: str) -> None:
    with pytest.raises(student.NotUnderstood, match=part):
        student.solve(problem)


# ---- ELIZA


def test_eliza_follows_the_keyword_of_the_highest_rank() -> None:
    replies = eliza.converse(["My computer hates me", "My dog hates me"])
    assert [reply.keyword for reply in replies] == ["computer", "my"]


def test_eliza_turns_the_speakers_words_round() -> None:
    assert eliza.Eliza().reply("I need your help with my mother").text == "Tell me more about your family."
    assert (
        eliza.Eliza().reply("I want you to believe me").text
        == "What would it mean to you to get I to believe you?"
    )


def test_eliza_learns_nothing() -> None:
    talk = ["My name is Ada.", "What is my name?", "My name is Ada.", "What is my name?"]
    texts = [reply.text for reply in eliza.converse(talk)]
    assert not any("Ada" in text or "ada" in text for text in texts)
    assert eliza.converse(talk) == eliza.converse(talk)


def test_eliza_uses_its_replies_in_turn() -> None:
    texts = [reply.text for reply in eliza.converse(["mm"] * (len(eliza.NO_KEYWORD) + 1))]
    assert texts == [*eliza.NO_KEYWORD, eliza.NO_KEYWORD[0]]


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_eliza_answers_anything(sentence: str) -> None:
    reply = eliza.Eliza().reply(sentence)
    assert reply.text and "{" not in reply.text


def test_every_reassembly_rule_refers_to_a_part_its_pattern_has() -> None:
    for keyword in eliza.SCRIPT:
        for rule in keyword.decompositions:
            for form in rule.reassembly:
                numbers = [int(part[0]) for part in form.split("{")[1:]]
                assert all(number <= rule.pattern.split().count("*") for number in numbers), (
                    keyword.word,
                    form,
                )


# ---- MYCIN

CASE = {
    "infection": "primary bacteremia",
    "source": "blood",
    "portal": "gastrointestinal tract",
    "burn": "serious",
}
cfs = st.floats(-0.99, 0.99).map(lambda x: round(x, 3))


@given(cfs, cfs)
def test_combination_is_symmetric_and_stays_in_range(a: float, b: float) -> None:
    for method in ("emycin", "mycin"):
        value = mycin.combine(a, b, method)  # type: ignore[arg-type]
        assert -1 <= value <= 1
        assert value == pytest.approx(mycin.combine(b, a, method))  # type: ignore[arg-type]


@given(st.lists(cfs, min_size=2, max_size=5), st.randoms())
def test_the_order_of_evidence_does_not_matter(factors: list[float], rng: object) -> None:
    before = mycin.combine_all(factors)
    rng.shuffle(factors)  # type: ignore[attr-defined]
    assert mycin.combine_all(factors) == pytest.approx(before, abs=1e-9)


def test_emycin_combines_pair_by_pair_as_all_at_once() -> None:
    assert mycin.combine(mycin.combine(0.7, -0.4), 0.6) == pytest.approx(mycin.combine_all([0.7, -0.4, 0.6]))


def test_backward_chaining_finds_a_derived_premise() -> None:
    result = mycin.consult("organism", CASE)
    assert result.cf("sterile", "site") == 1.0
    assert [e.rule.name for e in result.evidence["organism", "bacteroides"]] == ["R1", "R3"]
    # R1 gives 0.7; R3 speaks against it with 0.8 * 0.4.
    assert result.cf("bacteroides") == pytest.approx((0.7 - 0.32) / (1 - 0.32))
    assert mycin.consult("organism", CASE, method="mycin").cf("bacteroides") == pytest.approx(0.7 - 0.32)


def test_two_rules_conflict_and_the_consultation_says_which() -> None:
    ((a, b),) = mycin.consult("organism", CASE).conflicts()
    assert (a.rule.name, b.rule.name) == ("R1", "R3")
    assert ("R1", "R3") in [(x.name, y.name) for x, y in mycin.conflicting_rules()]


def test_explanations_name_rules_and_reasons() -> None:
    result = mycin.consult("organism", CASE)
    why = result.why("burn")
    assert why.index("R8") < why.index("R3"), "innermost rule first"
    how = result.how("bacteroides")
    assert "R1" in how and "R3" in how and "0.559" in how
    assert result.how("serious", "burn") == "You told me that the burn is serious (CF 1)."
    with pytest.raises(LookupError, match="I asked for"):
        result.why("weight")


def test_a_weak_premise_does_not_fire_a_rule_and_ends_its_questions() -> None:
    weak = {**CASE, "infection": {"primary bacteremia": 0.2}}
    result = mycin.consult("organism", weak)
    assert "R1" not in [e.rule.name for fired in result.evidence.values() for e in fired]
    assert "portal" not in [q.parameter for q in result.questions]


def test_rules_in_a_circle_are_refused() -> None:
    rules = [mycin.Rule("A", (("x", "1"),), ("y", "1"), 0.5), mycin.Rule("B", (("y", "1"),), ("x", "1"), 0.5)]
    with pytest.raises(ValueError, match="circle"):
        mycin.consult("y", {}, rules)
    with pytest.raises(LookupError, match="organism"):
        mycin.consult("organsim", {})
    with pytest.raises(ValueError, match="no combination"):
        mycin.combine(1, -1)


# ---- perceptron


@pytest.mark.parametrize("labels", [perceptron.AND, perceptron.OR, perceptron.NAND])
def test_the_perceptron_learns_what_a_line_separates(labels: tuple[int, ...]) -> None:
    run = perceptron.train(perceptron.CORNERS, labels)
    assert run.separates and perceptron.accuracy(run.weights, run.bias, perceptron.CORNERS, labels) == 1


def test_on_xor_the_weights_come_back_and_the_run_never_ends() -> None:
    run = perceptron.train(perceptron.CORNERS, perceptron.XOR, epochs=1000)
    assert not run.separates and run.cycle is not None and run.epochs < 1000
    first, second = run.cycle
    ends = {step.epoch: (step.weights, step.bias) for step in run.trace}
    assert ends[first] == ends[second]
    assert "never ends" in run.outcome


def test_the_trace_follows_the_learning_rule() -> None:
    run = perceptron.train(perceptron.CORNERS, perceptron.AND, learning_rate=0.5)
    weights, bias = np.zeros(2), 0.0
    for step in run.trace:
        point = np.array(perceptron.CORNERS[step.sample])
        assert step.output == int(weights @ point + bias > 0)
        weights, bias = weights + 0.5 * step.error * point, bias + 0.5 * step.error
        assert step.weights == tuple(weights) and step.bias == bias


def test_fourteen_of_sixteen_functions_are_linear_and_two_layers_do_xor() -> None:
    functions = perceptron.threshold_functions()
    assert len(functions) == 14
    assert perceptron.XOR not in functions and (1, 0, 0, 1) not in functions
    assert perceptron.best_accuracy(perceptron.XOR) == Fraction(3, 4)
    assert [perceptron.xor_of_two_layers(c) for c in perceptron.CORNERS] == list(perceptron.XOR)


@pytest.mark.parametrize(
    ("points", "labels", "part"),
    [
        ([], [], "at least one"),
        ([(0,)], [0, 1], "1 points and 2"),
        ([(0,)], [2], "0 or 1"),
        ([(0,), (0, 1)], [0, 1], "same"),
    ],
)
def test_bad_training_sets_are_named(points: list[tuple[int, ...]], labels: list[int], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        perceptron.train(points, labels)


# ---- spam


def test_the_corpus_is_balanced_and_the_test_mails_are_new() -> None:
    train, test = spam.mails("train"), spam.mails("test")
    for part in (train, test):
        assert sum(mail.label == "spam" for mail in part) * 2 == len(part)
    assert not {mail.text for mail in train} & {mail.text for mail in test}


def test_naive_bayes_beats_the_list_of_words() -> None:
    model = spam.learn(spam.mails())
    learned, ruled = spam.evaluate(model, spam.mails("test")), spam.evaluate(None, spam.mails("test"))
    assert learned.accuracy > ruled.accuracy
    assert learned.caught > ruled.caught


def test_the_log_odds_are_the_banks_formula() -> None:
    model = spam.NaiveBayes(300, 700, {"win": 180, "free": 100}, {"win": 20, "free": 70})
    by_hand = math.log(300 / 700) + math.log(181 / 302 / (21 / 702)) + math.log(101 / 302 / (71 / 702))
    assert model.log_odds(["win", "free"]) == pytest.approx(by_hand)
    assert model.log_odds([]) == pytest.approx(-0.8472978603872034)
    assert model.log_odds(["new"]) == pytest.approx(-0.0037914737362623185)
    assert 0 < model.probability(["free"] * 500) <= 1


def test_a_word_never_seen_changes_nothing_with_smoothing_and_breaks_the_filter_without() -> None:
    smoothed, raw = spam.learn(spam.mails()), spam.learn(spam.mails(), smoothing=0)
    assert smoothed.contribution("xyzzy") == 0
    with pytest.raises(spam.UnseenWord, match="xyzzy"):
        raw.log_odds("xyzzy")
    with pytest.raises(spam.UnseenWord, match="Laplace"):
        raw.log_odds("lecture prize")  # one word only in ham, one only in spam
    assert raw.probability("prize") == 1.0, "one word alone makes it certain"
    assert smoothed.probability("prize") < 1.0


def test_a_changed_spelling_passes_the_filter() -> None:
    model = spam.learn(spam.mails())
    assert model.classify("Click here for cheap pills") == "spam"
    assert model.classify("Cl1ck h3re f0r ch3ap p1lls") == "ham"
    assert all(seen == 0 for _, _, seen in model.explain("Cl1ck h3re f0r ch3ap p1lls"))


def test_more_mails_make_a_better_filter() -> None:
    curve = spam.learning_curve((2, 8, 60), repeats=10)
    assert [point.mails for point in curve] == [2, 8, 60]
    assert curve[0].accuracy < curve[1].accuracy < curve[2].accuracy
    assert curve == spam.learning_curve((2, 8, 60), repeats=10)


# ---- Viola-Jones


@given(st.integers(0, 6), st.integers(0, 6), st.integers(1, 5), st.integers(1, 5), st.integers(0, 1000))
@settings(max_examples=40)
def test_the_integral_image_sums_any_rectangle(r: int, c: int, h: int, w: int, seed: int) -> None:
    image = np.random.default_rng(seed).random((11, 11))
    table = viola_jones.integral_image(image)
    assert viola_jones.rectangle_sum(table, r, c, h, w) == pytest.approx(image[r : r + h, c : c + w].sum())


def test_a_rectangle_beyond_the_image_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond"):
        viola_jones.rectangle_sum(viola_jones.integral_image(np.ones((4, 4))), 2, 2, 3, 1)


def test_features_cancel_on_a_uniform_image_and_number_as_in_the_paper() -> None:
    flat = viola_jones.integral_image(np.full((12, 12), 0.7))
    pool = viola_jones.features(12, 2)
    assert max(abs(float(feature.value(flat))) for feature in pool) < 1e-9
    # 43,200 of each edge kind and 27,600 of each line kind in a window of 24.
    assert len(viola_jones.features(24)) == 2 * 43_200 + 2 * 27_600


def test_the_cascade_finds_faces_and_saves_most_of_the_work() -> None:
    cascade = viola_jones.train()
    found = shown = 0
    for seed in range(3):
        picture, places = viola_jones.scene(6, seed=seed)
        scan = cascade.scan(picture)
        found, shown = found + scan.found(places), shown + len(places)
        assert list(scan.entering) == sorted(scan.entering, reverse=True)
        assert scan.evaluated == sum(n * k for n, k in zip(scan.entering, scan.per_stage, strict=True))
        assert 10 < scan.saving < 100
        assert scan.false_alarms(places) < 0.001 * scan.entering[0]
    assert found / shown > 0.9
    assert [len(stage.stumps) for stage in cascade.stages] == [1, 2, 4, 8, 16]


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_the_cascade_finds_faces_of_any_size(factor: int) -> None:
    cascade = viola_jones.train()
    found = shown = alarms = windows = 0
    for seed in range(3):
        picture, places = viola_jones.scene(6, seed=seed)
        large = np.kron(picture, np.ones((factor, factor)))
        there = [(factor * row, factor * column) for row, column in places]
        scan = cascade.scan(large)
        found, shown = found + scan.found(there), shown + len(there)
        alarms, windows = alarms + scan.false_alarms(there), windows + scan.entering[0]
        if factor > 1:
            assert cascade.scan(large, [1]).found(there) == 0, "a small window sees no large face"
        # What was found has about the size of the faces.
        sides = [s for i, s in enumerate(scan.sides) if any(scan._near(place, i, 2) for place in there)]
        assert 0.7 < np.median(sides) / (factor * viola_jones.WINDOW) < 1.4
    assert found / shown > 0.9
    assert alarms < 0.001 * windows


def test_a_scale_that_does_not_fit_is_refused() -> None:
    for scale in (0.5, 9):
        with pytest.raises(ValueError, match="a scale is 1 or more, and at most 8"):
            viola_jones.train().scan(np.zeros((96, 128)), [scale])


def test_a_picture_without_faces_costs_no_more() -> None:
    cascade = viola_jones.train()
    empty = cascade.scan(viola_jones.background(96, 128, seed=99))
    assert empty.features_per_window < 2 and len(empty.detections) < 5


# ---- AlexNet


def test_parameters_land_on_the_drawing() -> None:
    assert [layer.parameters for layer in alexnet.layers()] == [
        34_944, 307_456, 885_120, 663_936, 442_624, 37_752_832, 16_781_312, 4_097_000,
    ]  # fmt: skip
    assert alexnet.parameters() == 60_965_224
    assert [layer.size for layer in alexnet.layers()][:5] == [55, 27, 13, 13, 13]
    # The paper counts 650,000 neurons.
    assert round(sum(layer.outputs for layer in alexnet.layers()), -4) == 660_000


def test_224_does_not_fit_and_227_does() -> None:
    assert float(alexnet.map_size(224, 11, 4)) == 54.25
    assert alexnet.map_size(227, 11, 4) == 55
    assert alexnet.layers(image=227, padding=0) == alexnet.layers()
    with pytest.raises(ValueError, match="6 x 6"):
        alexnet.layers(image=300)


def test_one_gpu_is_nearly_full_and_two_are_half_full() -> None:
    one, two = alexnet.memory_per_gpu(gpus=1), alexnet.memory_per_gpu(gpus=2)
    assert 0.9 < one.share < 1 and 0.5 < two.share < 0.6
    assert one.weights == 4 * 60_965_224 and two.weights * 2 == one.weights
    for gpus in (1, 2):
        best = alexnet.largest_batch(gpus)
        assert alexnet.memory_per_gpu(best, gpus).fits and not alexnet.memory_per_gpu(best + 1, gpus).fits


# ---- game search


def test_lines_and_wins_agree() -> None:
    assert len(search.LINES) == 39
    assert all(search._four(line) for line in search.LINES)
    rng = np.random.default_rng(0)
    for _ in range(300):
        stones = sum(1 << (c * 6 + r) for c in range(6) for r in range(5) if rng.random() < 0.4)
        assert search._four(stones) == any(stones & line == line for line in search.LINES)


def test_alpha_beta_agrees_with_plain_minimax() -> None:
    def minimax(position: search.Position, depth: int) -> float:
        if position.lost:
            return -search._WIN - depth
        if position.full:
            return 0.0
        if depth == 0:
            return search.evaluate(position.own, position.other)
        return max(-minimax(position.play(c), depth - 1) for c in position.moves())

    position = search.Position()
    for column in (2, 2, 3, 4):
        position = position.play(column)
    values = {c: -minimax(position.play(c), 3) for c in position.moves()}
    chosen = search.Searcher(4).choose(position)
    assert values[chosen] == max(values.values())


def test_a_searcher_wins_at_once_and_blocks() -> None:
    position = search.Position()
    for column in (0, 5, 0, 5, 0):
        position = position.play(column)
    assert search.Searcher(2).choose(position) == 0, "block three in column 0"
    position = position.play(4)
    assert search.Searcher(1).choose(position) == 0, "four in column 0"
    assert search.Rules().choose(position) == 0


def test_strength_grows_with_depth_and_costs_positions() -> None:
    results = search.strength((1, 2, 4), games=16)
    scores = [result.score for result in results]
    costs = [result.positions_per_move for result in results]
    assert scores == sorted(scores) and scores[0] < 0.6 < 0.8 < scores[-1]
    assert costs[0] * 10 < costs[2]
    assert results == search.strength((1, 2, 4), games=16), "seeded"


def test_without_the_hand_written_evaluation_the_same_depth_is_weaker() -> None:
    (with_it,) = search.strength((3,), games=16)
    (without,) = search.strength((3,), games=16, evaluation=None)
    assert with_it.score > without.score + 0.1


def test_bad_moves_are_refused() -> None:
    position = search.Position()
    with pytest.raises(ValueError, match="0 to 5"):
        position.play(6)
    for _ in range(5):
        position = position.play(0)
    with pytest.raises(ValueError, match="full"):
        position.play(0)
    assert 0 not in position.moves()


# ---- self-play


def test_self_play_cannot_be_beaten_after_enough_games() -> None:
    points = selfplay.progress((0, 300, 3000))
    assert [p.lost_lines for p in points] == sorted((p.lost_lines for p in points), reverse=True)
    assert points[0].lost_lines > 300 and points[-1].lost_lines == 0


def test_imitation_keeps_the_experts_gaps_and_self_play_passes_it() -> None:
    expert = selfplay.measure(selfplay.expert)
    copy = selfplay.measure(selfplay.imitate(1000))
    alone = selfplay.measure(selfplay.greedy(selfplay.learn(3000)))
    assert expert.lost_lines > 0 and copy.lost_lines >= expert.lost_lines
    assert alone.lost_lines == 0


def test_self_play_can_start_from_expert_games() -> None:
    start = selfplay.values_of_expert_games(300)
    known = dict(start)
    head, later = selfplay.progress((0, 1000), values=start)
    (nothing,) = selfplay.progress((0,))
    assert head.lost_lines < nothing.lost_lines and later.lost_lines == 0
    assert start == known, "the values to start from are not changed"


def test_chances_add_up_and_symmetry_is_real() -> None:
    result = selfplay.measure(selfplay.expert)
    assert result.win + result.draw + result.loss == pytest.approx(1)
    corners = {selfplay.canonical((1 << cell, 0)) for cell in (0, 2, 6, 8)}
    assert len(corners) == 1 and len({selfplay.canonical((1 << cell, 0)) for cell in range(9)}) == 3


# ---- budgets


def test_waymo_breaks_at_the_link_and_at_the_cloud() -> None:
    budget = budgets.waymo()
    assert budget["upload a shift overnight"].uses.to("hour").magnitude == pytest.approx(33.7778, rel=1e-4)
    assert {line.name for line in budget if not line.fits} == {
        "upload a shift overnight",
        "decide in the cloud",
    }
    assert budgets.waymo(link=Q_(40, "Gbit/second"), network_time=Q_(1, "millisecond")).fits


def test_farmbeats_sends_its_model_in_eighty_seconds() -> None:
    assert budgets.farmbeats()["send a new model"].uses.to("second").magnitude == pytest.approx(80)
    # 500 KB are more than the chip has for data; half as much has room.
    assert [line.name for line in budgets.farmbeats() if not line.fits] == ["hold the model"]
    assert budgets.farmbeats(model=Q_(250, "KB")).fits
    assert not budgets.farmbeats(photos=600).fits
    assert not budgets.farmbeats(model=Q_(1, "MB"))["hold the model"].fits


def test_alphafold_needs_device_years() -> None:
    budget = budgets.alphafold(cores=64)
    assert budget["train the model"].uses.to("day").magnitude == pytest.approx(22)
    assert not budget.fits
    years = budgets.alphafold(gpus=1)["predict every structure"].uses.to("year").magnitude
    assert years == pytest.approx(200e6 * 1.1 / 60 / 24 / 365.25, rel=1e-6)


def test_a_budget_refuses_the_wrong_dimension() -> None:
    with pytest.raises(Exception, match="(?i)byte|information|dimension|unit"):
        budgets.transfer_time(Q_(1, "FLOP"), Q_(1, "Gbit/second"))
    with pytest.raises(KeyError, match="its lines"):
        budgets.waymo()["nonsense"]
