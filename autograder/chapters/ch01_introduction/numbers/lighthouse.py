"""Numbers of the section on the energy tax, the Lighthouse models and the roofline."""

from autograder.scenarios import OneOf, Parameter, Together, declare

# Energies of moving one byte from memory, around the constant; memories differ by an order of magnitude.
_PER_BYTE = ("ENERGY_DRAM_PER_BYTE", 40, 60, 80, 100, 120, 200, 240, 280, 320)

# Weights and multiply-accumulates for one input, of published networks.
_NETWORKS = (
    ("RESNET50_PARAMS", "RESNET50_MACS"),
    ("MOBILENETV2_PARAMS", "MOBILENETV2_MACS"),
    ("MOBILENET_V1_PARAMS", "MOBILENET_V1_MACS"),
    ("EFFICIENTNET_B0_PARAMS", "EFFICIENTNET_B0_MACS"),
    ("EFFICIENTNET_B4_PARAMS", "EFFICIENTNET_B4_MACS"),
)

# Size of a weight with the energy of one multiply-accumulate in that precision.
_PRECISIONS = (
    ("BYTES_FP32", "ENERGY_MAC_FP32"),
    ("BYTES_FP16", "ENERGY_MAC_FP16"),
    ("BYTES_INT8", "ENERGY_MAC_INT8"),
)

_LANGUAGE_MODELS = (
    "GPT2_PARAMS",
    "LLAMA2_7B_PARAMS",
    "LLAMA2_13B_PARAMS",
    "LLAMA2_70B_PARAMS",
    "LLAMA3_8B_PARAMS",
    "LLAMA3_70B_PARAMS",
)

# Dense FP16 peak and memory bandwidth of devices that have both.
_DEVICES = (
    ("A100_FLOPS_FP16_TENSOR", "A100_MEM_BW"),
    ("A100_FLOPS_FP16_TENSOR", "A100_40GB_MEM_BW"),
    ("H100_FLOPS_FP16_TENSOR", "H100_MEM_BW"),
    ("H200_FLOPS_FP16_TENSOR", "H200_MEM_BW"),
    ("B200_FLOPS_FP16_TENSOR", "B200_MEM_BW"),
    ("MI300X_FLOPS_FP16", "MI300X_MEM_BW"),
    ("V100_FLOPS_FP16_TENSOR", "V100_MEM_BW"),
    ("T4_FLOPS_FP16_TENSOR", "T4_MEM_BW"),
    ("TPUV3_FLOPS_BF16", "TPUV3_MEM_BW"),
    ("TPUV4_FLOPS_BF16", "TPUV4_MEM_BW"),
    ("TPUV5P_FLOPS_BF16", "TPUV5P_MEM_BW"),
    ("TPUV5E_FLOPS_BF16", "TPUV5E_MEM_BW"),
)

# ------------------------------------------------------------------------------------------- the energy tax

declare(
    "energy_tax",
    title="What a task costs in energy: bytes to move, operations to do",
    parameters={
        "data": Parameter("data moved from memory", "GB"),
        "per_byte": Parameter("energy of moving one byte", "pJ/byte"),
        "ops": Parameter("operations done", "GFLOP"),
        "per_op": Parameter("energy of one operation", "pJ/FLOP"),
        "access": Parameter("energy of one access to memory, which fetches a word", "pJ"),
        "word": Parameter("size of a word", "byte"),
    },
    book=(1, "ENERGY_DRAM_PER_BYTE", 10, "ENERGY_MULTIPLY_FP32", "ENERGY_DRAM_ACCESS", 4),
    vary=[
        OneOf("data", (0.2, 0.5, 1, 2, 3, 5, 8)),
        OneOf("ops", (0.5, 1, 2, 4, 8, 20, 50, 100, 200)),
        OneOf("per_op", ("ENERGY_MULTIPLY_FP32", "ENERGY_MULTIPLY_FP16", "ENERGY_MULTIPLY_INT8")),
        Together(
            ("per_byte", "access", "word"),
            (
                ("ENERGY_DRAM_PER_BYTE", "ENERGY_DRAM_ACCESS", 4),
                ("ENERGY_DRAM_PER_BYTE", 1280, 8),
                (80, 320, 4),
                (80, 640, 8),
                (100, 400, 4),
                (120, 960, 8),
                (200, 800, 4),
                (240, 1920, 8),
                (325, 1300, 4),
                (325, 2600, 8),
            ),
        ),
    ],
)

declare(
    "inference_energy",
    title="Energy of running a network on its inputs",
    parameters={
        "parameters": Parameter("weights of the network", "parameter"),
        "bytes_per_parameter": Parameter("size of one weight", "byte/parameter"),
        "per_byte": Parameter("energy of moving one byte from memory", "pJ/byte"),
        "macs": Parameter("multiply-accumulates for one input", "MAC"),
        "per_mac": Parameter("energy of one multiply-accumulate", "pJ/MAC"),
        "per_multiply": Parameter("energy of one multiplication alone", "pJ/FLOP"),
        "batch": Parameter("inputs in a batch"),
    },
    book=(
        "RESNET50_PARAMS",
        "BYTES_FP32",
        "ENERGY_DRAM_PER_BYTE",
        "RESNET50_MACS",
        "ENERGY_MAC_FP32",
        "ENERGY_MULTIPLY_FP32",
        8,
    ),
    # FP32 alone: with weights of 2 bytes, one byte too few and arithmetic counted twice give the same share.
    vary=[
        Together(("parameters", "macs"), _NETWORKS),
        OneOf("per_byte", _PER_BYTE),
        OneOf("batch", (3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32)),
    ],
)

declare(
    "decode_energy",
    title="Energy of making text: one token for each sequence of a batch",
    parameters={
        "parameters": Parameter("weights of the model", "parameter"),
        "bytes_per_parameter": Parameter("size of one weight", "byte/parameter"),
        "per_byte": Parameter("energy of moving one byte from memory", "pJ/byte"),
        "macs_per_parameter": Parameter("multiply-accumulates per weight and sequence", "MAC/parameter"),
        "per_mac": Parameter("energy of one multiply-accumulate", "pJ/MAC"),
        "batch": Parameter("sequences that share one fetch of the weights"),
    },
    book=("GPT2_PARAMS", "BYTES_FP16", "ENERGY_DRAM_PER_BYTE", 1, "ENERGY_MAC_FP16", 4),
    vary=[
        OneOf("parameters", _LANGUAGE_MODELS),
        Together(("bytes_per_parameter", "per_mac"), _PRECISIONS),
        OneOf("per_byte", _PER_BYTE),
        OneOf("batch", (2, 3, 4, 6, 8, 12, 16)),
    ],
)

# ------------------------------------------------------------------------------- power, carbon, batteries

declare(
    "keyword_spotter",
    title="A keyword spotter that listens all the time",
    parameters={
        "charge": Parameter("charge of the cell", "milliampere_hour"),
        "voltage": Parameter("voltage of the cell", "volt"),
        "parameters": Parameter("weights of the network", "parameter"),
        "bytes_per_parameter": Parameter("size of one weight", "byte/parameter"),
        "per_byte": Parameter("energy of fetching one byte of them", "pJ/byte"),
        "ops": Parameter("work of one run of the network", "FLOP"),
        "per_op": Parameter("energy of one operation on the chip, all of it (an assumption)", "pJ/FLOP"),
        "runs": Parameter("runs of the network (an assumption)", "1/second"),
        "listening": Parameter(
            "power of the microphone and the sleeping chip, all the time (an assumption)", "milliwatt"
        ),
    },
    book=(225, 3, "KWS_DSCNN_PARAMS", "BYTES_INT8", "ENERGY_DRAM_PER_BYTE", "KWS_DSCNN_OPS", 20, 4, 0.3),
    vary=[
        OneOf("charge", (48, 90, 120, 160, 210, 225, 240, 500, 620)),
        OneOf("voltage", (1.5, 2.9, 3, 3.6)),
        OneOf("parameters", (2.5e5, 3e5, 4e5, 5e5)),
        OneOf("bytes_per_parameter", ("BYTES_FP32", "BYTES_FP16")),
        OneOf("per_byte", ("ENERGY_DRAM_PER_BYTE", 60, 100, 120, 240)),
        OneOf("ops", ("KWS_DSCNN_OPS", 5e6, 8e6, 1.2e7)),
        OneOf("per_op", (5, 8, 12, 15, 20)),
        OneOf("runs", (2, 3, 4, 5)),
        OneOf("listening", (0.2, 0.3, 0.4, 0.5, 0.6, 0.8)),
    ],
    # No part of the power is small beside the others.
    require=lambda parameters, bytes_per_parameter, per_byte, ops, per_op, runs, listening: (
        min(
            moving := parameters * bytes_per_parameter * per_byte * runs / 1e9,
            computing := ops * per_op * runs / 1e9,
            listening,
        )
        > 0.12 * (moving + computing + listening)
    ),
)

declare(
    "phone_camera",
    title="MobileNetV2 behind the camera of a phone",
    parameters={
        "macs": Parameter("multiply-accumulates for one picture", "MAC"),
        "peak": Parameter("peak rate of the phone's accelerator, INT8", "TFLOP/s"),
        "efficiency": Parameter("share of the peak that one picture reaches (an assumption)"),
        "frames": Parameter("pictures of the camera", "1/second"),
        "busy_power": Parameter("power while the network runs (an assumption)", "watt"),
        "idle_power": Parameter("power while it waits for the next picture (an assumption)", "watt"),
        "battery": Parameter("energy in the battery", "watt_hour"),
    },
    book=("MOBILENETV2_MACS", "IPHONE15PRO_OPS_INT8", 0.01, 30, 3, 0.5, "PHONE_BATTERY"),
    vary=[
        OneOf("macs", ("MOBILENETV2_MACS", "MOBILENET_V1_MACS", "EFFICIENTNET_B0_MACS")),
        OneOf("peak", ("IPHONE15PRO_OPS_INT8", 12, 18, 26)),
        OneOf("efficiency", (0.002, 0.003, 0.004, 0.005, 0.008)),
        OneOf("frames", (15, 24, 30, 50, 60)),
        OneOf("busy_power", (2, 2.5, 3, 3.5, 4)),
        OneOf("idle_power", (0.4, 0.5, 0.6, 0.8, 1)),
        OneOf("battery", ("PHONE_BATTERY", 11, 13, 17, 19)),
    ],
    # The network is done before the next picture, and takes a good part of the time.
    require=lambda macs, peak, efficiency, frames: (
        0.12 < 2 * macs * frames / (peak * 1e12 * efficiency) < 0.88
    ),
)

declare(
    "emissions",
    title="What a training run emits",
    parameters={
        "energy": Parameter("energy drawn by the GPUs", "MWh"),
        "pue": Parameter("energy the data centre draws for each unit that its computers get (PUE)"),
        "intensity": Parameter("carbon intensity of the grid", "gCO2/kWh"),
    },
    book=(248.5, "PUE_TYPICAL", "CARBON_US_AVG"),
    vary=[
        OneOf("energy", (60, 85, 120, 180, 248.5, 320, 450, 600, 780, 900, 1287, 1600)),
        OneOf("pue", ("PUE_TYPICAL", "PUE_SURVEY", "PUE_GOOGLE", 1.2, 1.3, 1.25, 1.5)),
        OneOf(
            "intensity", ("CARBON_US_AVG", "CARBON_COAL", "CARBON_GAS", "CARBON_QUEBEC", "CARBON_WIND", 250)
        ),
    ],
)

declare(
    "phone_inference",
    title="A network on a phone",
    parameters={
        "battery": Parameter("energy in the battery", "watt_hour"),
        "power": Parameter("power while the network runs", "watt"),
        "latency": Parameter("time of one inference", "millisecond"),
    },
    book=("PHONE_BATTERY", 0.3, 50),
    vary=[
        OneOf("battery", ("PHONE_BATTERY", 10, 11, 12, 13, 14, 16, 17, 18, 19, 20)),
        OneOf("power", (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.8, 1.5)),
        OneOf("latency", (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)),
    ],
)

declare(
    "coin_cell",
    title="A sensor that listens all the time",
    parameters={
        "charge": Parameter("charge of the cell", "milliampere_hour"),
        "voltage": Parameter("voltage of the cell", "volt"),
        "power": Parameter("power drawn all the time", "milliwatt"),
    },
    book=(225, 3, 1),
    vary=[
        OneOf("charge", (48, 90, 120, 160, 210, 225, 240, 500, 620, 1000)),
        OneOf("voltage", (1.5, 2.9, 3, 3.6, 3.7)),
        OneOf("power", (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5)),
    ],
)

# ----------------------------------------------------------------------------------------------- roofline

declare(
    "accelerator",
    title="An accelerator on the drawing board",
    parameters={
        "peak": Parameter("peak rate, dense FP16", "TFLOP/s"),
        "peak_fp32": Parameter("peak rate, FP32 without tensor cores", "TFLOP/s"),
        "bandwidth": Parameter("memory bandwidth", "GB/s"),
    },
    book=("A100_FLOPS_FP16_TENSOR", "A100_FLOPS_FP32", "A100_MEM_BW"),
    vary=[
        Together(
            ("peak", "peak_fp32"),
            (
                ("A100_FLOPS_FP16_TENSOR", "A100_FLOPS_FP32"),
                ("H100_FLOPS_FP16_TENSOR", "H100_FLOPS_FP32"),
                ("V100_FLOPS_FP16_TENSOR", "V100_FLOPS_FP32"),
                ("T4_FLOPS_FP16_TENSOR", "T4_FLOPS_FP32"),
                (180, 12),
                (240, 15),
                (400, 25),
                (560, 36),
                (720, 48),
                (850, 55),
                (1200, 75),
                (1500, 90),
                (1800, 80),
            ),
        ),
        OneOf(
            "bandwidth",
            (
                "A100_MEM_BW",
                "A100_40GB_MEM_BW",
                "H100_MEM_BW",
                "H200_MEM_BW",
                "B200_MEM_BW",
                "MI300X_MEM_BW",
                "V100_MEM_BW",
                "TPUV4_MEM_BW",
                "TPUV5P_MEM_BW",
                600,
                750,
                1350,
                1800,
                2400,
                3000,
                3900,
                4300,
                6000,
                7000,
            ),
        ),
    ],
)

declare(
    "sparse_sheet",
    title="A data sheet that prints the larger number",
    parameters={
        "printed_peak": Parameter("peak rate on the sheet, FP16 with structured sparsity", "TFLOP/s"),
        "gain": Parameter("how many times the dense rate that is"),
        "bandwidth": Parameter("memory bandwidth", "TB/s"),
    },
    book=("H100_FLOPS_FP16_TENSOR_SPARSE", 2, "H100_MEM_BW"),
    vary=[
        OneOf(
            "printed_peak",
            (
                "A100_FLOPS_FP16_TENSOR_SPARSE",
                "H100_FLOPS_FP16_TENSOR_SPARSE",
                "B200_FLOPS_FP16_TENSOR_SPARSE",
                400,
                480,
                720,
                850,
                1000,
                1250,
                1500,
                1750,
                2400,
                2600,
                3000,
                3600,
                4000,
            ),
        ),
        OneOf(
            "bandwidth",
            (
                "A100_MEM_BW",
                "A100_40GB_MEM_BW",
                "H100_MEM_BW",
                "H200_MEM_BW",
                "B200_MEM_BW",
                "MI300X_MEM_BW",
                0.9,
                1.2,
                1.8,
                2.4,
                2.8,
                3.0,
                3.9,
                4.3,
                6,
                7,
            ),
        ),
    ],
)

declare(
    "weight_traffic",
    title="A network whose weights are read once per batch",
    parameters={
        "parameters": Parameter("weights of the network", "parameter"),
        "bytes_per_parameter": Parameter("size of one weight", "byte/parameter"),
        "macs": Parameter("multiply-accumulates for one input", "MAC"),
        "batch": Parameter("inputs in a batch"),
    },
    book=("RESNET50_PARAMS", "BYTES_FP16", "RESNET50_MACS", 6),
    vary=[
        Together(("parameters", "macs"), _NETWORKS),
        OneOf("bytes_per_parameter", ("BYTES_FP32", "BYTES_FP16", "BYTES_INT4")),
        OneOf("batch", (3, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 18, 20, 24, 28, 30, 32, 40, 48, 50, 64, 96)),
    ],
)

declare(
    "decode_roofline",
    title="Generating text: every weight is read once per step and used once per sequence",
    parameters={
        "parameters": Parameter("weights of the model", "parameter"),
        "bytes_per_parameter": Parameter("size of one weight", "byte/parameter"),
        "work": Parameter("work per weight and sequence (one multiply-accumulate)", "FLOP/parameter"),
        "sequences": Parameter("sequences in the batch"),
        "peak": Parameter("peak rate, dense FP16", "TFLOP/s"),
        "bandwidth": Parameter("memory bandwidth", "GB/s"),
    },
    book=("GPT2_PARAMS", "BYTES_FP32", 2, 6, "A100_FLOPS_FP16_TENSOR", "A100_40GB_MEM_BW"),
    vary=[
        OneOf("parameters", _LANGUAGE_MODELS),
        OneOf("bytes_per_parameter", ("BYTES_FP16", "BYTES_FP32")),
        OneOf("sequences", (3, 5, 6, 7, 9, 10, 12)),
        Together(("peak", "bandwidth"), _DEVICES),
    ],
    # Memory-bound with a margin: the question's point.
    require=lambda bytes_per_parameter, sequences, peak, bandwidth: (
        sequences * 2 / bytes_per_parameter < 0.5 * peak * 1000 / bandwidth
    ),
)

# ------------------------------------------------------------------------------------------- embedding tables

declare(
    "embedding_tables",
    title="The embedding tables of a recommender",
    parameters={
        "entries": Parameter("rows of all tables together"),
        "dimension": Parameter("numbers in a row", "parameter"),
        "bytes_per_parameter": Parameter("size of one number", "byte/parameter"),
    },
    book=("DLRM_EMBEDDING_ENTRIES", "DLRM_EMBEDDING_DIM", "BYTES_FP32"),
    vary=[
        OneOf(
            "entries",
            ("DLRM_EMBEDDING_ENTRIES", 2e9, 3e9, 5e9, 7e9, 1e10, 1.2e10, 1.5e10, 2e10, 3e10, 4e10, 6e10),
        ),
        OneOf("dimension", ("DLRM_EMBEDDING_DIM", 16, 24, 32, 48, 64, 96, 160, 192, 256)),
        OneOf("bytes_per_parameter", ("BYTES_FP32", "BYTES_FP16")),
    ],
)

declare(
    "table_memory",
    title="GPUs that hold tables and nothing else",
    parameters={
        "tables": Parameter("size of all tables", "TB"),
        "memory": Parameter("memory of one GPU", "GiB"),
    },
    book=(12.8, "A100_MEM_CAPACITY"),
    vary=[
        OneOf("tables", tuple(round(0.4 * step, 1) for step in range(16, 96))),
        OneOf(
            "memory", ("A100_MEM_CAPACITY", "A100_40GB_MEM_CAPACITY", "V100_MEM_CAPACITY", "T4_MEM_CAPACITY")
        ),
    ],
)
