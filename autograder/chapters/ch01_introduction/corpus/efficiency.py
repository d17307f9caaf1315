"""Right and wrong answers of the section on the efficiency framework: the quantities and numbers."""

from autograder.answers import corpus

corpus(
    "efficiency_doubling",
    right=[
        "q.span / np.log2(q.gain)",
        "(q.span * math.log(2) / math.log(q.gain)).to('month')",
        "doublings = np.log10(q.gain) / np.log10(2)\nefficiency_doubling = q.span / doublings",
        "Q_(15.121, 'month')",
        "Q_(15.1, 'month')",
        "Q_(1.26, 'year')",
        "Q_(460.25, 'day')",
    ],
    wrong={
        "dropped:log": ["q.span / q.gain", "Q_(1.8607, 'month')"],
        "log:log10": ["q.span / np.log10(q.gain)", "Q_(50.232, 'month')"],
        "log:ln": ["q.span / np.log(q.gain)", "Q_(21.815, 'month')"],
        "claimed-span": ["q.claimed_span / np.log2(q.gain)", "Q_(17.53, 'month')"],
        "published-fit": ["q.halving", "Q_(16, 'month')"],
        "half-the-gain": ["q.span / (q.gain / 2)"],
        "unit:label|unit:year-for-month|scale:12": ["Q_(1.26, 'month')"],
        "stopped:span|dropped:gain": ["q.span"],
        "unit:missing": ["15.12", "np.log2(q.gain)"],
        "value:text": ["'15 months'"],
        "value:none": ["None"],
    },
)

corpus(
    "caption_orders",
    right=[
        "np.log10(q.last_ops / q.first_ops)",
        "math.log10((q.last_ops / q.first_ops).to('').magnitude)",
        "growth = float(q.last_ops / q.first_ops)\ncaption_orders = math.log(growth) / math.log(10)",
        "7.2218",
        "7.22",
        "Decimal('7.22')",
    ],
    wrong={
        "caption": ["q.claimed_orders", "8"],
        "log:ln": ["np.log(q.last_ops / q.first_ops)", "16.629"],
        "log:log2": ["np.log2(q.last_ops / q.first_ops)", "23.99"],
        "dropped:log": ["q.last_ops / q.first_ops", "1.6667e7"],
        "whole-orders": ["7"],
        "inverted|sign": ["np.log10(q.first_ops / q.last_ops)", "-7.2218"],
        "log:rules": [
            "np.log10(q.last_ops.to('FLOP').magnitude) / np.log10(q.first_ops.to('FLOP').magnitude)"
        ],
        "unit:operation": ["q.last_ops"],
        "value:text": ["'7.2 orders'"],
        "value:none": ["None"],
    },
)

corpus(
    "growth_gap",
    right=[
        "2 ** (q.span / q.demand_doubling) / 2 ** (q.span / q.chip_doubling)",
        "2 ** ((q.span / q.demand_doubling - q.span / q.chip_doubling).to('').magnitude)",
        "months = q.span.to('month').magnitude\n"
        "compute = 2 ** (months / q.demand_doubling.to('month').magnitude)\n"
        "growth_gap = compute / 2 ** (months / q.chip_doubling.to('month').magnitude)",
        "296253.1",
        "2.96e5",
        "296_000",
    ],
    wrong={
        "ratio-of-doubling-times": ["q.chip_doubling / q.demand_doubling", "7.0588", "7.1"],
        "moore-not-divided-out|difference-for-ratio": [
            "2 ** (q.span / q.demand_doubling)",
            "2 ** (q.span / q.demand_doubling) - 2 ** (q.span / q.chip_doubling)",
            "2370024.6",
        ],
        "ratio-to-the-years": ["(24 / 3.4) ** 6", "123706.9"],
        "inverted|inverted:chip_doubling": [
            "2 ** (q.span / q.chip_doubling) / 2 ** (q.span / q.demand_doubling)"
        ],
        "number-of-doublings": ["q.span / q.demand_doubling - q.span / q.chip_doubling", "18.18"],
        "exponents-divided": ["2 ** (q.chip_doubling / q.demand_doubling)", "133.3"],
        "claimed-orders": ["10**q.orders", "1e5", "10**q.orders / 2 ** (q.span / q.chip_doubling)", "12500"],
        "e-for-two": ["np.exp(q.span / q.demand_doubling) / np.exp(q.span / q.chip_doubling)"],
        "unit:time": ["q.span"],
        "value:text": ["'300,000 times'"],
        "value:none": ["None"],
    },
)

corpus(
    "beyond_moore",
    right=[
        "q.last_ops / q.first_ops / 2 ** (q.span / q.chip_doubling)",
        "float(q.last_ops / q.first_ops) / 2 ** float(q.span / q.chip_doubling)",
        "chips = 2 ** (q.span / q.chip_doubling)\nbeyond_moore = (q.last_ops / (q.first_ops * chips)).to('')",
        "368284.8",
        "3.68e5",
        "Q_(368285, '')",
    ],
    wrong={
        "moore-not-divided-out|dropped:span": ["q.last_ops / q.first_ops", "1.6667e7"],
        "inverted:span,chip_doubling or sign:exponent|inverted:span,chip_doubling|sign:exponent": [
            "q.last_ops / q.first_ops * 2 ** (q.span / q.chip_doubling)",
            "7.5425e8",
        ],
        "inverted": ["q.first_ops / q.last_ops * 2 ** (q.span / q.chip_doubling)", "2.7153e-6"],
        "caption": ["1e8", "10 ** q.claimed_orders / 2 ** (q.span / q.chip_doubling)", "2209708.7"],
        "number-of-doublings": ["q.last_ops / q.first_ops / (q.span / q.chip_doubling)", "3030303"],
        "doubles-yearly": ["1.6667e7 / 2**11"],
        "orders-not-factor": ["5.566"],
        "unit:operation": ["q.last_ops / 2 ** (q.span / q.chip_doubling)"],
        "value:text": ["'much'"],
        "value:none": ["None"],
    },
)

corpus(
    "yearly_gain",
    right=[
        "2 ** (Q_(1, 'year') / q.halving)",
        "2 ** (12 / q.halving.to('month').magnitude)",
        "1 / 0.5 ** (12 / q.halving.to('month').magnitude)",
        "1.6818",
        "1.68",
    ],
    wrong={
        "linear-halves": ["0.375"],
        "exponent-inverted": ["2 ** (q.halving.to('month').magnitude / 12)", "2.5198"],
        "linear-growth": ["1.75"],
        "e-for-two": ["2.117"],
        "compute-not-efficiency|inverted": ["0.5946"],
        "number-of-halvings": ["0.75"],
        "unit:time": ["q.halving"],
        "value:none": ["None"],
    },
)

corpus(
    "yearly_demand",
    right=[
        "2 ** (Q_(1, 'year') / q.demand_doubling)",
        "2 ** (12 / q.demand_doubling.to('month').magnitude)",
        "math.exp(math.log(2) * 12 / q.demand_doubling.to('month').magnitude)",
        "11.547",
        "11.5",
    ],
    wrong={
        "ratio-of-doubling-times|twice-the-doublings": ["7.0588"],
        "number-of-doublings": ["Q_(1, 'year') / q.demand_doubling", "3.5294"],
        "growth-less-one": ["10.547"],
        "e-for-two": ["np.exp(12 / q.demand_doubling.to('month').magnitude)"],
        "exponent-inverted": ["2 ** (q.demand_doubling.to('month').magnitude / 12)"],
        "unit:time": ["q.demand_doubling"],
        "value:none": ["None"],
    },
)

corpus(
    "moore_growth",
    right=[
        "2 ** (q.span / q.chip_doubling)",
        "2 ** (q.span.to('month').magnitude / q.chip_doubling.to('month').magnitude)",
        "2 ** float(q.span / q.chip_doubling)",
        "45.255",
        "45.3",
    ],
    wrong={
        "linear": ["2 * q.span / q.chip_doubling", "11"],
        "number-of-doublings": ["q.span / q.chip_doubling", "5.5"],
        "doubles-yearly": ["2048"],
        "eighteen-months": ["161.27"],
        "e-for-two": ["np.exp(q.span / q.chip_doubling)"],
        "exponent-inverted": ["2 ** (q.chip_doubling / q.span)"],
        "unit:time": ["q.span"],
        "value:none": ["None"],
    },
)

corpus(
    "orders_time",
    right=[
        "q.orders * q.demand_doubling / np.log10(2)",
        "(q.demand_doubling * math.log2(10) * q.orders).to('year')",
        "Q_(4.7061, 'year')",
        "Q_(56.5, 'month')",
        "Q_(1718.9, 'day')",
    ],
    wrong={
        "text-span": ["q.span", "Q_(6, 'year')"],
        "one-doubling-per-order|log:log10": ["q.orders * q.demand_doubling", "Q_(1.4167, 'year')"],
        "ln-two-only": ["Q_(2.0438, 'year')"],
        "five-doublings-per-order": ["5 * q.orders * q.demand_doubling"],
        "log-of-two": ["q.orders * q.demand_doubling * np.log10(2)"],
        "scale:12|unit:label": ["Q_(56.473, 'year')"],
        "unit:missing": ["4.7061"],
        "value:none": ["None"],
    },
)

corpus(
    "trend_doubling",
    right=[
        "q.span / q.orders * np.log10(2)",
        "(q.span / (q.orders * math.log2(10))).to('month')",
        "Q_(6.1926, 'month')",
        "Q_(6.19, 'month')",
        "Q_(188.49, 'day')",
    ],
    wrong={
        "months-per-order|log:log10": ["q.span / q.orders", "Q_(20.571, 'month')"],
        "ln-with-log10": ["q.span / q.orders * np.log(2)", "Q_(14.259, 'month')"],
        "legend": ["q.legend", "Q_(6, 'month')"],
        "linear": ["q.span / q.orders / 5"],
        "slope-inverted": ["Q_(2.107, 'month')"],
        "scale:12|unit:label": ["Q_(0.51605, 'month')"],
        "unit:missing": ["6.19"],
        "value:none": ["None"],
    },
)

corpus(
    "fitted_doubling",
    right=[
        "table = data.training_compute()\n"
        "slope = np.polyfit(table.year, np.log10(table.training_flop), 1)[0]\n"
        "fitted_doubling = Q_(12 * math.log10(2) / slope, 'month')",
        "table = data.training_compute()\n"
        "slope = np.polyfit(table.year, np.log2(table.training_flop), 1)[0]\n"
        "fitted_doubling = Q_(1 / slope, 'year')",
        "Q_(5.8308, 'month')",
        "Q_(5.83, 'month')",
        "Q_(177.47, 'day')",
    ],
    wrong={
        "one-era": ["Q_(4.198, 'month')", "Q_(5.5504, 'month')"],
        "months-per-order": ["Q_(19.369, 'month')"],
        "ln-with-log10": ["Q_(13.426, 'month')"],
        "chapter-trend": ["Q_(6.1926, 'month')"],
        "slope-not-time": ["Q_(0.6195, 'month')"],
        "unit:missing": ["5.83"],
        "value:text": ["'6 months'"],
        "value:none": ["None"],
    },
)

corpus(
    "effective_orders",
    right=[
        "np.log10(q.last_ops / q.first_ops * q.gain)",
        "math.log10(float(q.last_ops / q.first_ops)) + math.log10(float(q.gain))",
        "8.8702",
        "8.87",
        "Decimal('8.87')",
    ],
    wrong={
        "gain-divided": ["np.log10(q.last_ops / q.first_ops / q.gain)", "5.5735"],
        "gain-added-to-orders": ["51.722"],
        "logs-multiplied|log:rules": ["np.log10(q.last_ops / q.first_ops) * np.log10(q.gain)", "11.904"],
        "caption": ["q.claimed_orders", "8", "9.648"],
        "gain-left-out|dropped:gain": ["np.log10(q.last_ops / q.first_ops)", "7.2218"],
        "log:ln": ["np.log(q.last_ops / q.first_ops * q.gain)"],
        "dropped:log": ["q.last_ops / q.first_ops * q.gain"],
        "value:none": ["None"],
    },
)
