"""Right and wrong answers of the section on drift: the quantities and numbers."""

from autograder.answers import corpus

corpus(
    "misses_growth",
    right=[
        "(1 - q.after) / (1 - q.before)",
        "((1 - q.after) / (1 - q.before)).to('').magnitude",
        "missed = 100 - q.before.to('percent').magnitude\n"
        "misses_growth = (100 - q.after.to('percent').magnitude) / missed",
        "3",
        "3.0",
        "15 / 5",
        "Fraction(3)",
        "Decimal('3.00')",
    ],
    wrong={
        "share-of-new": ["(q.before - q.after) / (1 - q.after)", "0.667"],
        "ratio:accuracy": ["q.before / q.after", "q.after / q.before", "1.1176", "0.895"],
        "points": [
            "(q.before - q.after).to('percent').magnitude",
            "10",
            "q.before - q.after",
            "0.1",
            "Q_(10, 'percentage_point')",
        ],
        "growth-less-one": ["(q.before - q.after) / (1 - q.before)", "2"],
        "relative-drop": ["(q.before - q.after) / q.before", "0.105"],
        "inverted": ["(1 - q.before) / (1 - q.after)", "0.333"],
        "complement:after|stopped:after|dropped:before": ["1 - q.after", "0.15"],
        "unit:time": ["Q_(3, 'second')"],
        "value:text": ["'three times'"],
        "value:none": ["None"],
    },
)

corpus(
    "drifted_accuracy",
    right=[
        "q.start - q.rate * q.duration",
        "(q.start - q.rate * q.duration).to('percent')",
        "float((q.start - q.rate * q.duration).to('').magnitude)",
        "Q_(80.2, 'percent')",
        "0.802",
        "(85 - 0.8 * 6) / 100",
        "lost = q.rate * q.duration\ndrifted_accuracy = q.start - lost",
        "Fraction(802, 1000)",
    ],
    wrong={
        "loss-not-level": ["q.rate * q.duration", "Q_(4.8, 'percent')", "0.048"],
        "compounded": [
            "q.start * (1 - q.rate * Q_(1, 'month')) ** (q.duration / Q_(1, 'month'))",
        ],
        "compounded|month-missing": ["Q_(81.0, 'percent')"],
        "relative-loss": ["q.start * (1 - q.rate * q.duration)", "Q_(80.92, 'percent')"],
        "one-month": ["q.start - q.rate * Q_(1, 'month')", "Q_(84.2, 'percent')"],
        "rounded:percent": ["Q_(80, 'percent')", "0.8"],
        "points-as-fractions": ["q.start - q.rate * q.duration / 100", "Q_(84.952, 'percent')"],
        "sum-for-difference": ["q.start + q.rate * q.duration", "Q_(89.8, 'percent')"],
        "scale:100": ["80.2"],
        "unit:time": ["q.duration"],
        "unit:1/time": ["q.start / q.duration"],
        "value:text": ["'80.2 %'"],
        "value:none": ["None"],
    },
)

corpus(
    "loss_ratio",
    right=[
        "(q.start - q.level) / q.duration / q.rate",
        "((q.start - q.level) / (q.duration * q.rate)).to('').magnitude",
        "per_month = (q.start - q.level) / q.duration\nloss_ratio = per_month / q.rate",
        "9.375",
        "9.38",
        "Fraction(75, 8)",
        "7.5 / 0.8",
    ],
    wrong={
        "relative-fall-alone": ["(q.start - q.level) / q.start"],
        "from-hundred": ["(1 - q.level) / (q.duration * q.rate)", "12.5"],
        "compounded": ["14.76"],
        "dropped:duration": ["56.25", "((q.start - q.level) / q.rate).to('month').magnitude"],
        "rate-not-ratio": [
            "7.5",
            "((q.start - q.level) / q.duration).to('percentage_point/month').magnitude",
        ],
        "relative-loss": ["(q.start - q.level) / q.start / q.duration / q.rate", "11.03"],
        "level-not-loss": ["q.level / q.duration / q.rate", "8.333"],
        "start-not-loss": ["q.start / q.duration / q.rate", "17.7"],
        "difference": ["((q.start - q.level) / q.duration - q.rate).to('percentage_point/month').magnitude"],
        "levels-compared": ["(q.start - q.rate * q.duration) / q.level", "2.005"],
        "inverted": ["q.rate * q.duration / (q.start - q.level)", "0.1067"],
        "unit:time": ["(q.start - q.level) / q.rate"],
        "unit:frequency|unit:1/time": ["(q.start - q.level) / q.duration"],
        "value:text": ["'9.4 times'"],
        "value:none": ["None"],
    },
)

corpus(
    "retraining_due",
    right=[
        "q.tolerance / q.sensitivity / q.growth",
        "(q.tolerance / (q.sensitivity * q.growth)).to('day')",
        "tau = q.tolerance / q.sensitivity\nretraining_due = (tau / q.growth).to('week')",
        "Q_(12.5, 'week')",
        "Q_(87.5, 'day')",
        "Q_(2100, 'hour')",
    ],
    wrong={
        "threshold-multiplied|inverted:sensitivity": [
            "q.tolerance * q.sensitivity / q.growth",
            "Q_(2, 'week')",
        ],
        "dropped:sensitivity": ["q.tolerance / q.growth", "Q_(5, 'week')"],
        "whole-weeks": ["Q_(12, 'week')", "Q_(13, 'week')"],
        "points-not-fractions": [
            "q.tolerance.magnitude / q.sensitivity / q.growth",
            "Q_(1250, 'week')",
        ],
        "scale:10": ["Q_(1.25, 'week')"],
        "unit:missing": ["12.5"],
        "unit:none": ["q.tolerance / q.sensitivity"],
        "unit:frequency|unit:1/time": ["q.sensitivity * q.growth / q.tolerance"],
        "value:text": ["'12.5 weeks'"],
        "value:none": ["None"],
    },
)

corpus(
    "retraining_period",
    right=[
        "np.sqrt(2 * q.cost / (q.penalty * q.rate))",
        "((2 * q.cost / (q.penalty * q.rate)) ** 0.5).to('month')",
        "dearer = q.penalty * q.rate\nretraining_period = (q.cost / (dearer / 2)) ** 0.5",
        "Q_(3.873, 'month')",
        "Q_(3.87, 'month')",
        "Q_(117.9, 'day')",
        "months = np.linspace(0.5, 24, 200_000)\n"
        "bill = q.cost.magnitude / months + q.penalty.magnitude * q.rate.magnitude * months / 2\n"
        "retraining_period = Q_(months[np.argmin(bill)], 'month')",
    ],
    wrong={
        "points-as-fractions": ["Q_(38.73, 'month')"],
        "mean-loss": [
            "np.sqrt(q.cost / (q.penalty * q.rate))",
            "np.sqrt(q.cost / (2 * q.penalty * q.rate))",
            "Q_(2.739, 'month')",
        ],
        "no-root": ["Q_(7.5, 'month')", "Q_(15, 'month')"],
        "dropped:rate": ["Q_(3.464, 'month')"],
        "cost-ratio": ["Q_(6, 'month')"],
        "inverted": ["Q_(0.258, 'month')"],
        "unit:missing": ["3.873"],
        "unit:time*time|unit:time^2|unit:time²": ["2 * q.cost / (q.penalty * q.rate)"],
        "unit:currency": ["q.cost"],
        "value:text": ["'4 months'"],
        "value:none": ["None"],
    },
)

corpus(
    "alarm_time",
    right=[
        "(q.start - q.alarm) / q.rate",
        "((q.start - q.alarm) / q.rate).to('day')",
        "Q_(3.75, 'month')",
        "Q_(114.14, 'day')",
        "may_go = q.start - q.alarm\nalarm_time = may_go / q.rate",
    ],
    wrong={
        "level-not-loss|dropped:start": ["q.alarm / q.rate", "Q_(102.5, 'month')"],
        "start-not-loss|dropped:alarm": ["q.start / q.rate", "Q_(106.25, 'month')"],
        "whole-months": ["Q_(3, 'month')", "Q_(4, 'month')"],
        "scale:10": ["Q_(37.5, 'month')"],
        "relative-loss": ["(q.start - q.alarm) / q.start / q.rate"],
        "sign": ["(q.alarm - q.start) / q.rate"],
        "unit:missing": ["3.75"],
        "unit:none": ["q.start - q.alarm"],
        "value:text": ["'3.75 months'"],
        "value:none": ["None"],
    },
)

_P, _Q = "np.array(q.today)", "np.array(q.training)"

corpus(
    "kl_today",
    right=[
        f"np.sum({_P} * np.log({_P} / {_Q}))",
        "sum(p * math.log(p / t) for p, t in zip(q.today, q.training))",
        f"float(np.dot({_P}, np.log({_P}) - np.log({_Q})))",
        "kl_today = 0\nfor p, t in zip(q.today, q.training):\n    kl_today += p * np.log(p / t)",
        f"Q_(np.sum({_P} * np.log({_P} / {_Q})), '')",
        "0.152",
        "Decimal('0.15212')",
    ],
    wrong={
        "swapped:training,today": [f"np.sum({_Q} * np.log({_Q} / {_P}))", "0.1369"],
        "bits": [f"np.sum({_P} * np.log2({_P} / {_Q}))", "0.2195"],
        "base-10": [f"np.sum({_P} * np.log10({_P} / {_Q}))"],
        "neighbour:total_variation": [f"np.abs({_P} - {_Q}).sum() / 2", "0.25"],
        "absolute-terms": [f"np.abs({_P} * np.log({_P} / {_Q})).sum()", "0.5493"],
        "weights-missing": [f"np.log({_P} / {_Q}).sum()"],
        "wrong-weights|sign": [f"np.sum({_Q} * np.log({_P} / {_Q}))"],
        "sign": [f"-np.sum({_P} * np.log({_P} / {_Q}))"],
        "value:text": ["'0.15 nats'"],
        "value:none": ["None"],
    },
)

corpus(
    "total_variation",
    right=[
        f"np.abs({_P} - {_Q}).sum() / 2",
        "sum(abs(p - t) for p, t in zip(q.today, q.training)) / 2",
        f"np.maximum({_P} - {_Q}, 0).sum()",
        "0.25",
        "Fraction(1, 4)",
    ],
    wrong={
        "half-missing": [f"np.abs({_P} - {_Q}).sum()", "0.5"],
        "largest-difference": [f"np.abs({_P} - {_Q}).max()", "0.15"],
        "euclidean": [f"np.sqrt((({_P} - {_Q}) ** 2).sum())", f"(({_P} - {_Q}) ** 2).sum()"],
        "mean-difference": [f"np.abs({_P} - {_Q}).mean()"],
        "signs-kept": [f"({_P} - {_Q}).sum() / 2", "0"],
        "neighbour:kl_today": ["0.15212"],
        "scale:100": ["25"],
        "value:text": ["'0.25'"],
        "value:none": ["None"],
    },
)

corpus(
    "wasserstein",
    right=[
        f"np.abs(np.cumsum({_P} - {_Q})).sum()",
        f"np.abs(np.cumsum({_P}) - np.cumsum({_Q})).sum()",
        "carried, wasserstein = 0, 0\n"
        "for p, t in zip(q.today, q.training):\n"
        "    carried += p - t\n"
        "    wasserstein += abs(carried)",
        "0.55",
        "Decimal('0.55')",
    ],
    wrong={
        "total-variation": [f"np.abs({_P} - {_Q}).sum() / 2", "0.25"],
        "not-cumulated": [f"np.abs({_P} - {_Q}).sum()", "0.5"],
        "mean": [f"np.abs(np.cumsum({_P} - {_Q})).mean()", "0.1375"],
        "halved": [f"np.abs(np.cumsum({_P} - {_Q})).sum() / 2", "0.275"],
        "largest-border|total-variation": [f"np.abs(np.cumsum({_P} - {_Q})).max()"],
        "unit-interval": [f"np.abs(np.cumsum({_P} - {_Q})).sum() / 3"],
        "value:text": ["'0.55'"],
        "value:none": ["None"],
    },
)

corpus(
    "mean_accuracy",
    right=[
        "q.start - q.rate * q.period / 2",
        "(q.start + (q.start - q.rate * q.period)) / 2",
        "(q.start - q.rate * q.period / 2).to('percent')",
        "Q_(83.8, 'percent')",
        "0.838",
        "lowest = q.start - q.rate * q.period\nmean_accuracy = lowest + (q.start - lowest) / 2",
    ],
    wrong={
        "lowest": ["q.start - q.rate * q.period", "Q_(82.6, 'percent')"],
        "month-starts|one-month": ["Q_(84.2, 'percent')"],
        "month-starts": ["q.start - q.rate * (q.period - Q_(1, 'month')) / 2"],
        "month-ends": ["q.start - q.rate * (q.period + Q_(1, 'month')) / 2"],
        "half-a-month": ["Q_(84.6, 'percent')"],
        "mean-loss|stopped:rate,period": ["q.rate * q.period / 2", "Q_(1.2, 'percent')"],
        "never-retrained": ["q.start - q.rate * q.span / 2"],
        "scale:100": ["83.8"],
        "value:text": ["'84 %'"],
        "value:none": ["None"],
    },
)

corpus(
    "users_per_arm",
    right=[
        "(q.z_alpha + q.z_beta) ** 2 * 2 * q.old * (1 - q.old) / q.drop ** 2",
        "variance = q.old * (1 - q.old)\n"
        "users_per_arm = 2 * variance * ((q.z_alpha + q.z_beta) / q.drop) ** 2",
        "(q.z_alpha + q.z_beta) ** 2 * (q.old * (1 - q.old) + (q.old - q.drop) * (1 - q.old + q.drop)) "
        "/ q.drop ** 2",
        "20_015",
        "20_400",
        "20_556",
        "2e4",
    ],
    wrong={
        "one-variance": ["(q.z_alpha + q.z_beta) ** 2 * q.old * (1 - q.old) / q.drop ** 2", "10_007"],
        "both-arms": ["40_029"],
        "points-not-fractions": ["2.0015"],
        "dropped:power": ["q.z_alpha ** 2 * 2 * q.old * (1 - q.old) / q.drop ** 2", "9_796"],
        "dropped:quantiles": ["2 * q.old * (1 - q.old) / q.drop ** 2", "1_275"],
        "squares-added": ["(q.z_alpha ** 2 + q.z_beta ** 2) * 2 * q.old * (1 - q.old) / q.drop ** 2"],
        "not-squared:difference": ["(q.z_alpha + q.z_beta) ** 2 * 2 * q.old * (1 - q.old) / q.drop"],
        "not-squared:quantiles": ["(q.z_alpha + q.z_beta) * 2 * q.old * (1 - q.old) / q.drop ** 2"],
        "accuracy-for-variance": ["(q.z_alpha + q.z_beta) ** 2 * 2 * q.old / q.drop ** 2"],
        "value:text": ["'20 thousand'"],
        "value:none": ["None"],
    },
)
