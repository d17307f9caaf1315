"""Right and wrong answers of the section on the Iron Law."""

from autograder.answers import corpus

corpus(
    "training_days",
    right=[
        "q.training_ops / (q.gpus * q.peak * q.efficiency)",
        "(q.training_ops / q.peak / q.gpus / q.efficiency).to('hour')",
        "Q_(25.3, 'day')",
        "Q_(25, 'day')",
        "Q_(2184050, 'second')",
        "rate = q.peak * q.gpus\ntraining_days = q.training_ops / rate / q.efficiency",
        "Q_(float((q.training_ops / (q.gpus * q.peak * q.efficiency)).to('day').magnitude), 'day')",
    ],
    wrong={
        "dropped:gpus": ["q.training_ops / (q.peak * q.efficiency)", "Q_(25885, 'day')"],
        "dropped:efficiency": ["q.training_ops / (q.gpus * q.peak)", "Q_(11.4, 'day')", "Q_(11.375, 'day')"],
        "inverted:efficiency": ["q.training_ops / (q.gpus * q.peak) * q.efficiency", "Q_(5.12, 'day')"],
        "sibling:A100_FLOPS_FP32": [
            "constants.GPT3_TRAINING_OPS / (1024 * constants.A100_FLOPS_FP32 * 0.45)",
            "Q_(404.45, 'day')",
        ],
        "scale:24": [
            "Q_((q.training_ops / (q.gpus * q.peak * q.efficiency)).to('hour').magnitude, 'day')",
            "Q_(606.68, 'day')",
        ],
        "scale:86400": [
            "Q_((q.training_ops / (q.gpus * q.peak * q.efficiency)).to('second').magnitude, 'day')",
        ],
        "used:better_efficiency-for-efficiency": ["q.training_ops / (q.gpus * q.peak * q.better_efficiency)"],
        "unit:missing": ["25.3", "(q.training_ops / (q.gpus * q.peak * q.efficiency)).to('day').magnitude"],
        "unit:operation": ["q.training_ops / (q.gpus * q.efficiency)"],
        "unit:operation/time": ["q.gpus * q.peak * q.efficiency"],
        "brackets:gpus,peak,efficiency": [
            "Q_((q.training_ops.to('FLOP').magnitude / q.gpus) / 3600 / 24 "
            "* q.peak.to('FLOP/s').magnitude * q.efficiency, 'day')",
        ],
        "value:text": ["'25 days'"],
        "value:none": ["None"],
    },
)

_OLD = "q.training_ops / (q.gpus * q.peak * q.efficiency)"
_NEW = "q.training_ops / (q.gpus * q.peak * q.better_efficiency)"

corpus(
    "days_saved",
    right=[
        f"{_OLD} - {_NEW}",
        f"({_OLD}) * (1 - q.efficiency / q.better_efficiency)",
        f"({_OLD} - {_NEW}).to('hour')",
        "Q_(6.32, 'day')",
        "Q_(151.7, 'hour')",
        "before = q.training_ops / (q.gpus * q.peak * q.efficiency)\n"
        "after = before * q.efficiency / q.better_efficiency\ndays_saved = before - after",
    ],
    wrong={
        "difference:efficiency": [f"{_OLD} * (q.better_efficiency - q.efficiency)", "Q_(3.79, 'day')"],
        "new-as-base": [f"{_OLD} * (q.better_efficiency / q.efficiency - 1)"],
        "difference-first": ["q.training_ops / (q.gpus * q.peak * (q.better_efficiency - q.efficiency))"],
        "stopped:training_ops,gpus,peak,better_efficiency|neighbour:training_days": [
            _NEW,
            "Q_(18.96, 'day')",
        ],
        "neighbour:training_days|stopped:training_ops,gpus,peak,efficiency": [_OLD],
        "sign": [f"{_NEW} - {_OLD}", "Q_(-6.32, 'day')"],
        "sum-for-difference": [f"{_OLD} + {_NEW}"],
        "rounding:down": ["Q_(6, 'day')"],
        "dropped:gpus": [
            "q.training_ops / (q.peak * q.efficiency) - q.training_ops / (q.peak * q.better_efficiency)"
        ],
        "unit:missing": ["6.32", "1 - q.efficiency / q.better_efficiency"],
    },
)

corpus(
    "training_cost",
    right=[
        f"{_OLD} * q.gpus * q.price",
        "q.training_ops / (q.peak * q.efficiency) * q.price",
        "Q_(2485000, 'USD')",
        "Q_(248496360, 'cent')",
        "hours = (q.training_ops / (q.gpus * q.peak * q.efficiency)).to('hour').magnitude\n"
        "training_cost = Q_(hours * q.gpus * q.price.to('USD/hour').magnitude, 'USD')",
    ],
    wrong={
        "dropped:gpus": [f"{_OLD} * q.price", "Q_(2426.7, 'USD')"],
        "dropped:efficiency": ["q.training_ops / q.peak * q.price", "Q_(1118233.6, 'USD')"],
        "dropped:price": [
            f"Q_(({_OLD} * q.gpus).to('hour').magnitude, 'USD')",
            "Q_(621240.9, 'USD')",
        ],
        "scale:24": [
            f"Q_(({_OLD} * q.gpus).to('day').magnitude * q.price.to('USD/hour').magnitude, 'USD')",
        ],
        "scale:3600": [
            f"Q_(({_OLD} * q.gpus).to('second').magnitude * q.price.to('USD/hour').magnitude, 'USD')",
        ],
        "inverted:price": [
            f"Q_(({_OLD} * q.gpus).to('hour').magnitude / q.price.to('USD/hour').magnitude, 'USD')"
        ],
        "used:better_efficiency-for-efficiency": [f"{_NEW} * q.gpus * q.price"],
        "unit:time": [f"{_OLD} * q.gpus"],
        "unit:missing": ["2484963.6"],
    },
)

corpus(
    "gpus_for_deadline",
    right=[
        "np.ceil(q.training_ops / (q.peak * q.efficiency * q.deadline))",
        "int((q.training_ops / (q.peak * q.efficiency * q.deadline)).to('').magnitude) + 1",
        "math.ceil((q.training_ops / (q.peak * q.efficiency * q.deadline)).to('').magnitude)",
        "2589",
        "2589.0",
        "np.int64(2589)",
        "Decimal(2589)",
        "Q_(2589, 'GPU')",
    ],
    wrong={
        "rounding:down": [
            "np.floor(q.training_ops / (q.peak * q.efficiency * q.deadline))",
            "int((q.training_ops / (q.peak * q.efficiency * q.deadline)).to('').magnitude)",
            "2588",
        ],
        "dropped:efficiency": ["np.ceil(q.training_ops / (q.peak * q.deadline))", "1165"],
        "used:better_efficiency-for-efficiency": [
            "np.ceil(q.training_ops / (q.peak * q.better_efficiency * q.deadline))"
        ],
        "days-first": ["2560"],
        "inverted:ratio": ["406"],
        "rounding:coarse|off-by-one": ["2590"],
        "inverted:efficiency": ["np.ceil(q.training_ops * q.efficiency / (q.peak * q.deadline))"],
        "unit:time": ["q.training_ops / (q.peak * q.efficiency)"],
        "off-by-one": ["np.ceil(q.training_ops / (q.peak * q.efficiency * q.deadline)) + 1"],
        "value:none": ["print('2589 GPUs')"],
    },
)

corpus(
    "additional_gpus",
    right=[
        "np.ceil(q.gpus * q.better_efficiency / q.efficiency - q.gpus)",
        "math.ceil(q.gpus * q.better_efficiency / q.efficiency) - q.gpus",
        "342",
        "342.0",
        "Fraction(342)",
    ],
    wrong={
        "rounding:down": ["int(q.gpus * q.better_efficiency / q.efficiency) - q.gpus", "341"],
        "rounding:none": ["q.gpus * q.better_efficiency / q.efficiency - q.gpus", "341.33"],
        "difference:efficiency": ["math.ceil(q.gpus * (q.better_efficiency - q.efficiency))", "154"],
        "dropped:gpus": ["math.ceil(q.gpus * q.better_efficiency / q.efficiency)", "1366"],
        "new-as-base": ["math.ceil(q.gpus * (1 - q.efficiency / q.better_efficiency))", "256"],
        "inverted:ratio": ["math.ceil(q.gpus * q.efficiency / q.better_efficiency)", "768"],
    },
)

_DATA = "q.data / q.bandwidth"
_COMPUTE = "q.ops / (q.peak * q.efficiency)"

corpus(
    "iron_law_total",
    right=[
        f"{_DATA} + {_COMPUTE} + q.overhead",
        f"sum([{_DATA}, {_COMPUTE}, q.overhead])",
        f"({_DATA} + {_COMPUTE} + q.overhead).to('second')",
        "Q_(7, 'ms')",
        "0.007 * ureg.second",
    ],
    wrong={
        "dropped:efficiency": [f"{_DATA} + q.ops / q.peak + q.overhead"],
        "inverted:efficiency": [f"{_DATA} + q.ops * q.efficiency / q.peak + q.overhead"],
        "dropped:overhead": [f"{_DATA} + {_COMPUTE}", "Q_(6, 'ms')"],
        "max-for-sum|neighbour:pipelined_total|dropped:data,bandwidth": [
            f"np.maximum({_DATA}, {_COMPUTE}) + q.overhead"
        ],
        "scale:8:data|scale:8:bandwidth": [f"8 * {_DATA} + {_COMPUTE} + q.overhead", "Q_(21, 'ms')"],
        "dropped:data,bandwidth|dropped:efficiency": [f"{_COMPUTE} + q.overhead"],
        "inverted:efficiency|brackets:peak,efficiency": [
            f"{_DATA} + q.ops / q.peak * q.efficiency + q.overhead"
        ],
        "scale:1000": ["Q_(0.007, 'ms')", "Q_(7, 'second')"],
        "unit:missing": ["0.007"],
    },
)

corpus(
    "pipelined_total",
    right=[
        f"np.maximum({_DATA}, {_COMPUTE}) + q.overhead",
        f"max({_DATA}, {_COMPUTE}) + q.overhead",
        "Q_(5, 'ms')",
        "Q_(5000, 'microsecond')",
        f"data_time, compute_time = {_DATA}, {_COMPUTE}\n"
        "pipelined_total = (data_time if data_time > compute_time else compute_time) + q.overhead",
    ],
    wrong={
        "sum-for-max": [f"{_DATA} + {_COMPUTE} + q.overhead", "Q_(7, 'ms')"],
        "min-for-max": [f"min({_DATA}, {_COMPUTE}) + q.overhead"],
        "max:overhead-inside|dropped:overhead": [f"max({_DATA}, {_COMPUTE}, q.overhead)"],
        "dropped:overhead|max:overhead-inside": [f"max({_DATA}, {_COMPUTE})", "Q_(4, 'ms')"],
        "scale:1000": ["Q_(0.005, 'ms')"],
        "sign": ["Q_(-5, 'ms')"],
        "unit:operation": ["q.ops"],
    },
)

_MODEL = "q.coefficient * q.parameters * q.tokens"
_CLUSTER = "(q.gpus * q.peak * q.duration)"

corpus(
    "model_flop_utilisation",
    right=[
        f"{_MODEL} / {_CLUSTER}",
        f"({_MODEL} / {_CLUSTER}).to('percent')",
        "0.3356",
        "0.336",
        "Q_(33.6, 'percent')",
        "np.float64(0.3356)",
    ],
    wrong={
        "hardware-utilisation": [f"q.recomputing * q.parameters * q.tokens / {_CLUSTER}", "0.44751"],
        "inverted": [f"{_CLUSTER} / ({_MODEL})", "2.98"],
        "dropped:gpus": [f"{_MODEL} / (q.peak * q.duration)", "343.7"],
        "rounding:coarse": ["0.34", "Q_(34, 'percent')"],
        "input:utilisation": ["q.utilisation"],
        "used:corpus-for-tokens|sibling:GPT3_CORPUS_TOKENS": [
            f"q.coefficient * q.parameters * q.corpus / {_CLUSTER}",
            "0.559",
        ],
        "scale:100": ["33.56"],
        "complement": [f"1 - {_MODEL} / {_CLUSTER}"],
        "unit:operation": [_MODEL],
        "unit:time": [f"{_MODEL} / (q.gpus * q.peak)"],
    },
)

_DONE = "(q.gpus * q.peak * q.utilisation)"

corpus(
    "training_days_recomputing",
    right=[
        f"q.recomputing * q.parameters * q.tokens / {_DONE}",
        "Q_(33.8, 'day')",
        "Q_(34, 'day')",
        "Q_(811.5, 'hour')",
        f"work = q.parameters * q.tokens * q.recomputing\ntraining_days_recomputing = (work / "
        f"{_DONE}).to('week')",
    ],
    wrong={
        "used:coefficient-for-recomputing|sibling:TRAINING_OPS_PER_PARAM_TOKEN": [
            f"q.coefficient * q.parameters * q.tokens / {_DONE}",
            "Q_(25.36, 'day')",
        ],
        "dropped:utilisation": [
            "q.recomputing * q.parameters * q.tokens / (q.gpus * q.peak)",
            "Q_(15.2, 'day')",
        ],
        "used:corpus-for-tokens|sibling:GPT3_CORPUS_TOKENS": [
            f"q.recomputing * q.parameters * q.corpus / {_DONE}",
            "Q_(56.4, 'day')",
        ],
        "dropped:gpus": ["q.recomputing * q.parameters * q.tokens / (q.peak * q.utilisation)"],
        "forward-only|sibling:FORWARD_OPS_PER_PARAM_TOKEN": ["Q_(8.453, 'day')"],
        "doubled:utilisation": [f"q.recomputing * q.parameters * q.tokens / {_DONE} / q.utilisation"],
        "scale:24": [f"Q_((q.recomputing * q.parameters * q.tokens / {_DONE}).to('hour').magnitude, 'day')"],
    },
)

corpus(
    "time_share_saved",
    right=[
        "1 - q.efficiency / q.better_efficiency",
        "(q.better_efficiency - q.efficiency) / q.better_efficiency",
        "0.25",
        "Q_(25, 'percent')",
        "Fraction(1, 4)",
    ],
    wrong={
        "percentage-points": ["q.better_efficiency - q.efficiency", "0.15", "Q_(15, 'percent')"],
        "new-as-base": ["q.better_efficiency / q.efficiency - 1", "0.333"],
        "complement": ["q.efficiency / q.better_efficiency", "Q_(75, 'percent')"],
        "input:better_efficiency": ["q.better_efficiency"],
        "scale:100": ["25", "100 * (1 - q.efficiency / q.better_efficiency)"],
        "unit:time": [f"{_OLD} - {_NEW}"],
    },
)

_AFTER = f"({_DATA} + q.ops / (q.peak * q.faster * q.efficiency) + q.overhead)"

corpus(
    "speedup_of_faster_peak",
    right=[
        f"({_DATA} + {_COMPUTE} + q.overhead) / {_AFTER}",
        "1.4",
        "7 / 5",
        "Q_(1.4, '')",
    ],
    wrong={
        "component-speedup": ["q.faster", "2"],
        "no-effect": ["1.0"],
        "wrong-term": [
            f"({_DATA} + {_COMPUTE} + q.overhead) / (q.data / (q.bandwidth * q.faster) + {_COMPUTE} + "
            f"q.overhead)",
            "1.1667",
        ],
        "inverted": [f"{_AFTER} / ({_DATA} + {_COMPUTE} + q.overhead)", "0.714"],
        "off-by-one|change-for-ratio": ["0.4"],
        "unit:time": [_AFTER],
    },
)

corpus(
    "balance_intensity",
    right=[
        "q.peak * q.efficiency / q.bandwidth",
        "Q_(75, 'FLOP/byte')",
        "Q_(75, 'GFLOP/GB')",
        "Q_(600, 'FLOP/byte') / 8",
    ],
    wrong={
        "dropped:efficiency": ["q.peak / q.bandwidth", "Q_(150, 'FLOP/byte')"],
        "inverted:efficiency": ["q.peak / q.efficiency / q.bandwidth", "Q_(300, 'FLOP/byte')"],
        "inverted": ["Q_((q.bandwidth / q.peak / q.efficiency).to('byte/FLOP').magnitude, 'FLOP/byte')"],
        "scale:8": ["Q_(9.375, 'FLOP/byte')", "Q_(75, 'FLOP/bit')"],
        "unit:information/operation": ["q.bandwidth / (q.peak * q.efficiency)"],
        "scale:1000": ["Q_(0.075, 'FLOP/byte')"],
        "unit:missing": ["75"],
    },
)

corpus(
    "checkpoint_read_time",
    right=[
        "q.size / q.link",
        "(q.size.to('bit') / q.link).to('second')",
        "Q_(14, 'second')",
        "Q_(14000, 'ms')",
        "8 * q.size.to('GB').magnitude / q.link.to('Gbit/s').magnitude * ureg.second",
    ],
    wrong={
        "scale:8": [
            "Q_(q.size.to('GB').magnitude / q.link.to('Gbit/s').magnitude, 'second')",
            "Q_(1.75, 'second')",
            "8 * q.size / q.link",
            "Q_(112, 'second')",
        ],
        "scale:64": ["Q_(350 / 8 / 200, 'second')"],
        "inverted": ["Q_(q.link.to('Gbit/s').magnitude / q.size.to('Gbit').magnitude, 'second')"],
        "inverted+scale:8|scale:8": [
            "Q_(q.link.to('Gbit/s').magnitude / q.size.to('GB').magnitude, 'second')"
        ],
        "unit:1/time": ["q.link / q.size"],
        "unit:missing": ["14"],
        "scale:1000": ["Q_(14, 'ms')"],
        "unit:information": ["q.size"],
    },
)

corpus(
    "decode_rate",
    right=[
        "q.bandwidth / (q.parameters * q.bytes_per_parameter) * q.tokens_per_pass",
        "1 / (q.parameters * q.bytes_per_parameter / q.tokens_per_pass / q.bandwidth)",
        "q.bandwidth / (q.parameters * q.bytes_per_parameter)",
        "Q_(146, 'token/second')",
        "Q_(8739, 'token/minute')",
    ],
    wrong={
        "compute-bound": ["q.peak / (q.parameters * q.work)"],
        "dropped:bytes_per_parameter": [
            "Q_(q.bandwidth.to('byte/s').magnitude / q.parameters.to('parameter').magnitude, 'token/second')"
        ],
        "inverted:bytes_per_parameter": ["Q_(582.6, 'token/second')"],
        "scale:8": ["Q_(1165.1, 'token/second')"],
        "unit:time/token": ["q.parameters * q.bytes_per_parameter / q.bandwidth / q.tokens_per_pass"],
        "unit:missing": ["145.6"],
        "unit:information/time": ["q.bandwidth"],
    },
)

corpus(
    "server_distance",
    right=[
        "q.signal_speed * q.round_trip / 2",
        "(q.round_trip / 2 * q.signal_speed).to('m')",
        "Q_(1000, 'km')",
        "Q_(1e6, 'meter')",
    ],
    wrong={
        "dropped:ways": ["q.signal_speed * q.round_trip", "Q_(2000, 'km')"],
        "sibling:SPEED_OF_LIGHT_VACUUM": [
            "constants.SPEED_OF_LIGHT_VACUUM * q.round_trip / 2",
            "Q_(1499, 'km')",
        ],
        "scale:1000": ["Q_(1, 'km')", "Q_(1e6, 'km')"],
        "scale:10|dropped:round_trip": ["Q_(100, 'km')"],
        "inverted:ways": ["q.signal_speed * q.round_trip * 2"],
        "unit:length/time": ["q.signal_speed / 2"],
        "unit:missing": ["1000"],
    },
)
