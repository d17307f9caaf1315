"""Right and wrong answers of the section on energy, Lighthouse models and roofline: quantities and numbers."""

from autograder.answers import corpus

# ---------------------------------------------------------------------------------------------- energy

corpus(
    "task_energy",
    right=[
        "q.data * q.per_byte + q.ops * q.per_op",
        "(q.data * q.per_byte).to('joule') + (q.ops * q.per_op).to('joule')",
        "Q_(163.7, 'millijoule')",
        "Q_(0.1637, 'joule')",
        "Q_(163_700, 'microjoule')",
        "Q_(164, 'mJ')",
        "move = q.data * q.per_byte\ncompute = q.ops * q.per_op\ntask_energy = move + compute",
    ],
    wrong={
        "dropped:data,per_byte|dropped:movement|dropped:data|dropped:per_byte": [
            "q.ops * q.per_op",
            "Q_(3.7, 'millijoule')",
        ],
        "movement-alone": ["q.data * q.per_byte", "Q_(160, 'millijoule')", "Q_(0.16, 'joule')"],
        "access-per-byte": ["q.data * q.access / Q_(1, 'byte') + q.ops * q.per_op", "Q_(643.7, 'mJ')"],
        "bits|access-per-byte": ["8 * q.data * q.per_byte + q.ops * q.per_op"],
        "bits": ["Q_(1283.7, 'millijoule')"],
        "scale:1000|scale:1/1000|scale:unconverted": ["Q_(0.1637, 'millijoule')", "Q_(163.7, 'joule')"],
        "max-for-sum|movement-alone": ["np.maximum(q.data * q.per_byte, q.ops * q.per_op)"],
        "sum-for-difference|difference-for-sum|sub-for-add|difference": [
            "q.data * q.per_byte - q.ops * q.per_op"
        ],
        "unit:missing": ["163.7"],
        "unit:information": ["q.data"],
        "unit:power": ["Q_(163.7, 'milliwatt')"],
        "value:text": ["'163.7 mJ'"],
        "value:none": ["None"],
    },
)

corpus(
    "multiplications_per_access",
    right=[
        "q.access / q.per_op",
        "(q.access / q.per_op).to('FLOP')",
        "(q.access / q.per_op).to('FLOP').magnitude",
        "173",
        "172.97",
        "Q_(173, 'FLOP')",
        "q.access / (q.per_op * Q_(1, 'FLOP'))",
        "Fraction(6400, 37)",
        "np.float64(640) / 3.7",
    ],
    wrong={
        "per-byte": ["q.access / q.per_op / (q.word / Q_(1, 'byte'))", "43.2", "Q_(43.24, 'FLOP')"],
        "inverted": ["0.00578", "q.per_op * Q_(1, 'FLOP') / q.access"],
        "word-squared": ["q.access * (q.word / Q_(1, 'byte')) / q.per_op", "691.9"],
        "sibling:ENERGY_MULTIPLY_FP16": ["581.8", "640 / 1.1"],
        "round-number": ["100", "Q_(100, 'FLOP')"],
        "unit:energy": ["q.access"],
        "unit:energy/operation|unit:none|unit:energy": ["q.per_op"],
        "value:text": ["'173 times'"],
        "value:none": ["None"],
    },
)

_MOVE = "q.parameters * q.bytes_per_parameter * q.per_byte"
_COMPUTE = "q.macs * q.per_mac"

corpus(
    "movement_share",
    right=[
        f"{_MOVE} / ({_MOVE} + {_COMPUTE})",
        f"({_MOVE} / ({_MOVE} + {_COMPUTE})).to('percent')",
        f"move = {_MOVE}\ncompute = {_COMPUTE}\nmovement_share = 1 / (1 + compute / move)",
        f"1 - ({_COMPUTE} / ({_MOVE} + {_COMPUTE})).to('').magnitude",
        "0.465",
        "Q_(46.5, 'percent')",
        "0.46487",
        "16.384 / (16.384 + 18.86)",
    ],
    wrong={
        "compute-share": [f"{_COMPUTE} / ({_MOVE} + {_COMPUTE})", "Q_(53.5, 'percent')", "0.535"],
        "ratio": [f"{_MOVE} / ({_COMPUTE})", "0.869", "Q_(86.9, 'percent')"],
        "one-byte-per-weight": [
            "move = q.parameters * Q_(1, 'byte/parameter') * q.per_byte\n"
            f"movement_share = move / (move + {_COMPUTE})",
        ],
        "one-byte-per-weight|sibling:BYTES_INT8": ["0.1784"],
        "inverted-ratio": [f"{_COMPUTE} / ({_MOVE})", "1.151"],
        "scale:8:bytes_per_parameter|scale:8": [f"8 * {_MOVE} / (8 * {_MOVE} + {_COMPUTE})"],
        "always-dominates": ["Q_(99, 'percent')", "0.99"],
        "additions-forgotten": [
            f"move = {_MOVE}\nmovement_share = move / (move + q.macs.to('MAC').magnitude * "
            "q.per_multiply * Q_(1, 'FLOP'))",
            "0.519",
        ],
        "flop-for-mac": [f"{_MOVE} / ({_MOVE} + 2 * {_COMPUTE})", "Q_(30.28, 'percent')"],
        "flop-for-mac|sibling:BYTES_FP16": ["25.6e6 * 2 * 160 / (25.6e6 * 2 * 160 + 4.1e9 * 4.6)"],
        "mac-for-flop": [f"{_MOVE} / ({_MOVE} + {_COMPUTE} / 2)"],
        "two-multiplications": [f"{_MOVE} / ({_MOVE} + q.macs * q.per_multiply)"],
        "batch-shared": [f"{_MOVE} / ({_MOVE} + q.batch * {_COMPUTE})"],
        "rounding:coarse|rounding:down": ["0.46", "Q_(46, 'percent')"],
        "scale:100|unit:percent": ["46.487", "46.5"],
        "unit:energy": [_MOVE, f"{_MOVE} + {_COMPUTE}"],
        "value:text": ["'46 %'"],
        "value:none": ["None"],
    },
)

corpus(
    "image_energy",
    right=[
        f"{_MOVE} / q.batch + {_COMPUTE}",
        f"({_MOVE} + q.batch * {_COMPUTE}) / q.batch",
        f"shared = ({_MOVE}).to('mJ')\nimage_energy = shared / q.batch + ({_COMPUTE}).to('mJ')",
        "Q_(19.37, 'millijoule')",
        "Q_(19.4, 'mJ')",
        "Q_(0.019372, 'joule')",
        "Q_(19_372, 'microjoule')",
    ],
    wrong={
        "no-reuse": [f"{_MOVE} + {_COMPUTE}", "Q_(35.24, 'millijoule')"],
        "everything-shared": [f"({_MOVE} + {_COMPUTE}) / q.batch", "Q_(1.1014, 'millijoule')"],
        "dropped:macs,per_mac|dropped:macs|dropped:per_mac": [f"{_MOVE} / q.batch", "Q_(0.512, 'mJ')"],
        "whole-batch": [f"{_MOVE} + q.batch * {_COMPUTE}", "Q_(619.9, 'millijoule')"],
        "additions-forgotten": ["Q_(15.682, 'millijoule')"],
        "scale:1000|scale:unconverted": ["Q_(19.37, 'joule')", "Q_(0.019372, 'millijoule')"],
        "unit:missing": ["19.37"],
        "unit:dimensionless|unit:none": ["Q_(19.37, '')"],
        "unit:information": ["q.parameters * q.bytes_per_parameter"],
        "value:none": ["None"],
        "value:text": ["'19 mJ'"],
    },
)

corpus(
    "movement_over_compute",
    right=[
        "q.bytes_per_parameter * q.per_byte / (q.batch * q.macs_per_parameter * q.per_mac)",
        "(q.bytes_per_parameter * q.per_byte / (q.batch * q.macs_per_parameter * q.per_mac)).to('').magnitude",
        "move = q.parameters * q.bytes_per_parameter * q.per_byte\n"
        "compute = q.parameters * q.batch * q.macs_per_parameter * q.per_mac\n"
        "movement_over_compute = move / compute",
        "213.3",
        "213",
        "320 / 1.5",
        "Fraction(640, 3)",
    ],
    wrong={
        "inverted": [
            "q.batch * q.macs_per_parameter * q.per_mac / (q.bytes_per_parameter * q.per_byte)",
            "0.0046875",
        ],
        "two-macs|sibling:BYTES_INT8": ["106.67"],
        "two-macs": [
            "q.bytes_per_parameter * q.per_byte / (2 * q.batch * q.macs_per_parameter * q.per_mac)",
        ],
        "half-mac|sibling:BYTES_FP32": ["426.67"],
        "half-mac": [
            "q.bytes_per_parameter * q.per_byte / (q.batch * q.macs_per_parameter * q.per_mac / 2)",
        ],
        "share": ["320 / 321.5"],
        "unit:energy": ["q.parameters * q.bytes_per_parameter * q.per_byte"],
        "scale:100|scale:1/100|unit:percent": ["21333"],
        "value:text": ["'213 times'"],
        "value:none": ["None"],
    },
)

# ------------------------------------------------------------------------- power, carbon, batteries

_TIME = "q.training_ops / (q.gpus * q.peak * q.efficiency)"

corpus(
    "run_energy",
    right=[
        f"{_TIME} * q.gpus * q.power",
        "q.training_ops / (q.peak * q.efficiency) * q.power",
        f"hours = ({_TIME}).to('hour')\nrun_energy = hours * q.gpus * q.power",
        "Q_(248.5, 'MWh')",
        "Q_(248_496, 'kilowatt_hour')",
        "Q_(894.6, 'gigajoule')",
        "Q_(25, 'day') * 1024 * Q_(400, 'watt')",
        "Q_(8.95e11, 'joule')",
    ],
    wrong={
        "one-gpu": [f"{_TIME} * q.power", "Q_(0.2427, 'MWh')"],
        "with-pue": [f"{_TIME} * q.gpus * q.power * 1.4", "Q_(347.9, 'MWh')"],
        "gpus-twice": ["q.training_ops / (q.peak * q.efficiency) * q.gpus * q.power"],
        "power-scaled": [f"{_TIME} * q.gpus * q.power * q.efficiency"],
        "power-scaled|dropped:efficiency": ["Q_(111.8, 'MWh')", "q.training_ops / q.peak * q.power"],
        "scale:24": ["Q_(10.354, 'MWh')"],
        "scale:1000": ["Q_(248_496, 'MWh')", "Q_(248.5, 'kWh')"],
        "scale:3600|scale:3.6e+06|scale:3.6e6|scale:unconverted": ["Q_(894_587, 'MWh')"],
        "unit:missing": ["248.5"],
        "unit:power": ["q.gpus * q.power", "Q_(248.5, 'megawatt')"],
        "unit:time": [_TIME],
        "value:text": ["'248 MWh'"],
        "value:none": ["None"],
    },
)

corpus(
    "run_emissions",
    right=[
        "q.energy * q.pue * q.intensity",
        "(q.energy * q.pue * q.intensity).to('tonne')",
        "Q_(149.2, 'tonne')",
        "Q_(149_247, 'kilogram')",
        "Q_(149, 'tCO2')",
        "drawn = q.energy * q.pue\nrun_emissions = drawn * q.intensity",
        "Q_(1.4925e8, 'gCO2')",
    ],
    wrong={
        "dropped:pue": ["q.energy * q.intensity", "Q_(106.6, 'tonne')"],
        "inverted:pue": ["q.energy / q.pue * q.intensity", "Q_(76.15, 'tonne')"],
        "sibling:CARBON_QUEBEC": ["Q_(6.958, 'tonne')"],
        "sibling:PUE_SURVEY": ["Q_(168.4, 'tonne')"],
        "scale:1000": ["Q_(149_247, 'tonne')", "Q_(149.2, 'kilogram')"],
        "unit:missing": ["149.2"],
        "unit:energy": ["q.energy * q.pue"],
        "unit:length|unit:time": ["Q_(149.2, 'day')"],
        "value:text": ["'149 t'"],
        "value:none": ["None"],
    },
)

corpus(
    "inferences_per_charge",
    right=[
        "q.battery / (q.power * q.latency)",
        "(q.battery / (q.power * q.latency)).to('').magnitude",
        "3_600_000",
        "3.6e6",
        "each = (q.power * q.latency).to('joule')\ninferences_per_charge = q.battery.to('joule') / each",
        "(q.battery / q.power).to('s') / q.latency.to('s')",
        "Fraction(3_600_000)",
    ],
    wrong={
        "watt-hours-as-joules": ["q.battery.magnitude / (q.power.magnitude * q.latency.magnitude / 1000)"],
        "watt-hours-as-joules|scale:3600": ["1000"],
        "latency-ignored": ["(q.battery / q.power).to('s').magnitude", "180_000"],
        "milliseconds-as-seconds|scale:1000": ["3600"],
        "milliseconds-as-seconds": [
            "q.battery.to('joule').magnitude / (q.power.magnitude * q.latency.magnitude)"
        ],
        "power-ignored": ["q.battery.to('joule').magnitude / q.latency.to('s').magnitude"],
        "unit:time": ["q.battery / q.power"],
        "unit:energy": ["q.power * q.latency"],
        "inverted": ["q.power * q.latency / q.battery"],
        "scale:unconverted|watt-hours-as-joules+milliseconds-as-seconds|scale:3600+scale:1000|scale:3.6e+06": [
            "1.0"
        ],
        "value:text": ["'3.6 million'"],
        "value:none": ["None"],
    },
)

corpus(
    "battery_life",
    right=[
        "q.charge * q.voltage / q.power",
        "(q.charge * q.voltage / q.power).to('day')",
        "Q_(28.1, 'day')",
        "Q_(675, 'hour')",
        "Q_(2_430_000, 'second')",
        "energy = (q.charge * q.voltage).to('joule')\nbattery_life = energy / q.power",
        "Q_(4.018, 'week')",
    ],
    wrong={
        "voltage-ignored": ["q.charge * Q_(1, 'volt') / q.power", "Q_(9.375, 'day')", "Q_(225, 'hour')"],
        "scale:1000": ["Q_(675, 'second') * 3.6", "Q_(28_125, 'day')"],
        "scale:24": ["Q_(675, 'day')", "Q_(28.1, 'hour')"],
        "unit:missing": ["28.1", "675"],
        "unit:energy": ["q.charge * q.voltage", "Q_(0.675, 'watt_hour')"],
        "unit:current*time^2/energy": ["q.charge / q.power"],
        "operator:voltage|inverted:voltage|voltage:divides": ["Q_(3.125, 'day')"],
        "value:text": ["'28 days'"],
        "value:none": ["None"],
    },
)

# -------------------------------------------------------------------------------------------- roofline

corpus(
    "ridge_point",
    right=[
        "q.peak / q.bandwidth",
        "(q.peak / q.bandwidth).to('FLOP/byte')",
        "Q_(153, 'FLOP/byte')",
        "Q_(153_016, 'FLOP/kB')",
        "312e12 * ureg.FLOP / (2039e9 * ureg.byte)",
        "Q_(76.5, 'MAC/byte')",
        "hardware.find('A100').peak_fp16 / hardware.find('A100').memory_bandwidth",
    ],
    wrong={
        "unit:information/operation|unit:byte/FLOP|inverted|unit:none": ["q.bandwidth / q.peak"],
        "inverted": ["Q_(0.0065353, 'FLOP/byte')"],
        "fp32-peak": ["q.peak_fp32 / q.bandwidth", "Q_(9.56, 'FLOP/byte')"],
        "scale:8": ["Q_(19.13, 'FLOP/byte')", "q.peak / q.bandwidth / 8"],
        "scale:1000|scale:unconverted": ["Q_(0.153, 'FLOP/byte')"],
        "sibling:A100_FLOPS_TF32": ["Q_(76.5, 'FLOP/byte')"],
        "unit:missing": ["153", "153.0"],
        "unit:operation|unit:operation/time|unit:none": ["q.peak"],
        "value:text": ["'153 FLOP/byte'"],
        "value:none": ["None"],
    },
)

corpus(
    "dense_ridge_point",
    right=[
        "q.printed_peak / q.gain / q.bandwidth",
        "(q.printed_peak / (q.gain * q.bandwidth)).to('FLOP/byte')",
        "dense = q.printed_peak / q.gain\ndense_ridge_point = dense / q.bandwidth",
        "Q_(295, 'FLOP/byte')",
        "Q_(295.22, 'FLOP/byte')",
        "Q_(989, 'TFLOP/s') / Q_(3.35, 'TB/s')",
        "Q_(295_224, 'FLOP/kB')",
    ],
    wrong={
        "sparse-peak": ["q.printed_peak / q.bandwidth", "Q_(590.75, 'FLOP/byte')"],
        "inverted": ["Q_(0.0033856, 'FLOP/byte')"],
        "inverted:gain|scale:4|operator:gain": ["q.printed_peak * q.gain / q.bandwidth"],
        "gain-twice|squared:gain|doubled:gain|scale:2": ["q.printed_peak / q.gain**2 / q.bandwidth"],
        "scale:8": ["q.printed_peak / q.gain / q.bandwidth / 8", "Q_(36.9, 'FLOP/byte')"],
        "scale:1000": ["Q_(0.2952, 'FLOP/byte')"],
        "unit:missing": ["295.2"],
        "unit:none|unit:operation/time|unit:operation": ["q.printed_peak / q.gain"],
        "value:text": ["'295'"],
        "value:none": ["None"],
    },
)

_BYTES = "(q.parameters * q.bytes_per_parameter)"

corpus(
    "weight_intensity",
    right=[
        f"q.batch * q.macs / {_BYTES}",
        f"(q.batch * q.macs / {_BYTES}).to('FLOP/byte')",
        f"q.batch * q.macs.to('FLOP') / {_BYTES}",
        "ops = q.batch * q.macs * Q_(2, 'FLOP/MAC')\n"
        "weight_intensity = (q.batch * 2 * q.macs.to('MAC').magnitude * ureg.FLOP) / "
        f"{_BYTES}",
        "Q_(160, 'FLOP/byte')",
        "Q_(160.16, 'FLOP/byte')",
        "Q_(80.08, 'MAC/byte')",
        "Q_(160_156, 'FLOP/kB')",
    ],
    wrong={
        "mac-for-flop": [
            f"q.batch * q.macs.to('MAC').magnitude * ureg.FLOP / {_BYTES}",
            "Q_(80.08, 'FLOP/byte')",
        ],
        "per-parameter": ["Q_(320.3, 'FLOP/byte')"],
        "unit:operation/parameter|unit:none|unit:operation": ["q.batch * q.macs / q.parameters"],
        "inverted": ["Q_(0.0062439, 'FLOP/byte')"],
        "batch-ignored|inverted": ["Q_(0.00624, 'FLOP/byte')"],
        "scale:8": [f"q.batch * q.macs / {_BYTES} / 8", "Q_(20.02, 'FLOP/byte')"],
        "unit:missing": ["160", "160.16"],
        "scale:1000": ["Q_(160.16, 'FLOP/kB')"],
        "unit:operation|unit:information": ["q.batch * q.macs", _BYTES],
        "value:text": ["'160'"],
        "value:none": ["None"],
    },
)

_FED = "q.sequences * q.work / q.bytes_per_parameter * q.bandwidth"

corpus(
    "attainable_rate",
    right=[
        f"np.minimum(q.peak, {_FED})",
        f"min(q.peak, {_FED})",
        _FED,
        f"({_FED}).to('TFLOP/s')",
        "ops = q.sequences * q.work * q.parameters\n"
        "time = q.parameters * q.bytes_per_parameter / q.bandwidth\n"
        "attainable_rate = ops / time",
        "Q_(2.039, 'TFLOP/s')",
        "Q_(2.04e12, 'FLOP/s')",
        "Q_(2039, 'GFLOP/s')",
    ],
    wrong={
        "peak-always": ["q.peak", "Q_(312, 'TFLOP/s')"],
        "max-for-min|peak-always": [f"np.maximum(q.peak, {_FED})"],
        "mac-for-flop": [
            "q.sequences * q.work / 2 / q.bytes_per_parameter * q.bandwidth",
        ],
        "mac-for-flop|sibling:BYTES_FP32": ["Q_(1.0195, 'TFLOP/s')"],
        "scale:1000": ["Q_(2039, 'TFLOP/s')"],
        "scale:8": [f"{_FED} / 8", "Q_(0.2549, 'TFLOP/s')"],
        "unit:missing": ["2.039"],
        "unit:information/time|unit:information": ["q.bandwidth"],
        "unit:operation/information|unit:operation|unit:none": [
            "q.sequences * q.work / q.bytes_per_parameter"
        ],
        "value:text": ["'2 TFLOP/s'"],
        "value:none": ["None"],
    },
)

_RIDGE = "q.peak / q.bandwidth"

corpus(
    "batch_to_ridge",
    right=[
        f"np.ceil({_RIDGE} / (q.work / q.bytes_per_parameter))",
        f"math.ceil(({_RIDGE} * q.bytes_per_parameter / q.work).to('').magnitude)",
        "n = 1\n"
        "while n * q.work / q.bytes_per_parameter * q.bandwidth < q.peak:\n"
        "    n += 1\n"
        "batch_to_ridge = n",
        "154",
        "154.0",
        "Decimal(154)",
        "np.int64(154)",
    ],
    wrong={
        "rounding:down": [f"np.floor({_RIDGE} / (q.work / q.bytes_per_parameter))", "153"],
        "rounding:none": [f"{_RIDGE} / (q.work / q.bytes_per_parameter)", "153.02"],
        "one-byte-per-weight|sibling:BYTES_INT8|scale:2|halved|squared:work": ["77"],
        "mac-for-flop|sibling:BYTES_FP32": ["307"],
        "mac-for-flop": [f"np.ceil({_RIDGE} / (q.work / 2 / q.bytes_per_parameter))"],
        "sibling:H100_FLOPS_FP16_TENSOR|sibling:H100": ["296"],
        "scale:1000": ["1", "np.ceil(q.peak.magnitude / q.bandwidth.magnitude)"],
        "off-by-one": [f"np.ceil({_RIDGE} / (q.work / q.bytes_per_parameter)) + 1", "155"],
        "one-byte-per-weight|ridge-itself|inverted": [
            "np.ceil((q.peak / q.bandwidth).to('FLOP/byte').magnitude * 2 / 4)",
        ],
        "unit:operation/information|unit:operation|unit:none": [_RIDGE],
        "value:text": ["'154'"],
        "value:none": ["None"],
    },
)

# --------------------------------------------------------------------------------------------- memory

corpus(
    "table_size",
    right=[
        "q.entries * q.dimension * q.bytes_per_parameter",
        "(q.entries * q.dimension * q.bytes_per_parameter).to('TB')",
        "Q_(12.8, 'TB')",
        "Q_(11.642, 'TiB')",
        "Q_(12_800, 'GB')",
        "Q_(1.28e13, 'byte')",
        "Q_(102.4, 'terabit')",
        "row = q.dimension * q.bytes_per_parameter\ntable_size = q.entries * row",
    ],
    wrong={
        "one-byte-per-number": ["q.entries * q.dimension * Q_(1, 'byte/parameter')"],
        "one-byte-per-number|sibling:BYTES_INT8": ["Q_(3.2, 'TB')"],
        "dimension-ignored": [
            "q.entries * Q_(1, 'parameter') * q.bytes_per_parameter",
            "Q_(0.1, 'TB')",
            "Q_(100, 'GB')",
        ],
        "scale:8": ["8 * q.entries * q.dimension * q.bytes_per_parameter", "Q_(102.4, 'TB')"],
        "sibling:BYTES_FP16": ["Q_(6.4, 'TB')"],
        "scale:1000": ["Q_(12_800, 'TB')"],
        "unit:parameter": ["q.entries * q.dimension"],
        "unit:missing": ["12.8"],
        "value:text": ["'12.8 TB'"],
        "value:none": ["None"],
    },
)

corpus(
    "gpus_for_tables",
    right=[
        "np.ceil(q.tables / q.memory)",
        "np.ceil((q.tables / q.memory).to('').magnitude)",
        "math.ceil(q.tables.to('byte').magnitude / q.memory.to('byte').magnitude)",
        "150",
        "150.0",
        "np.int64(150)",
        "Decimal(150)",
    ],
    wrong={
        "rounding:down": ["np.floor((q.tables / q.memory).to('').magnitude)", "149"],
        "rounding:none": ["q.tables / q.memory", "149.01"],
        "decimal-gigabytes": ["160"],
        "decimal-gigabytes|scale:unconverted|scale:1024": [
            "math.ceil(round(q.tables.to('GB').magnitude / q.memory.magnitude, 6))"
        ],
        "scale:8:tables": ["math.ceil(8 * (q.tables / q.memory).to('').magnitude)"],
        "off-by-one": ["np.ceil((q.tables / q.memory).to('').magnitude) + 1", "151"],
        "unit:information": ["q.tables"],
        "value:text": ["'150 GPUs'"],
        "value:none": ["None"],
    },
)
