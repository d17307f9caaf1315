"""Energy, carbon, prices, reliability."""

from __future__ import annotations

from mlsys_course.constants_data.tables import Group, Row

_CHIP = (
    "45 nm, 0.9 V; newer processes need less, and arithmetic has gained more than memory access "
    "(Jouppi and others, Ten lessons from three generations shaped Google's TPUv4i, ISCA 2021)."
)

GROUPS: tuple[Group, ...] = (
    Group(
        "energy per operation",
        (
            Row(
                "ENERGY_MULTIPLY_FP32",
                3.7,
                "pJ/FLOP",
                "paper",
                "horowitz",
                "the energy of an FP32 multiplication",
                _CHIP + " The book's first editions call it a multiply-add.",
            ),
            Row(
                "ENERGY_ADD_FP32",
                0.9,
                "pJ/FLOP",
                "paper",
                "horowitz",
                "the energy of an FP32 addition",
                _CHIP,
            ),
            Row(
                "ENERGY_MULTIPLY_FP16",
                1.1,
                "pJ/FLOP",
                "paper",
                "horowitz",
                "the energy of an FP16 multiplication",
                _CHIP,
            ),
            Row(
                "ENERGY_ADD_FP16",
                0.4,
                "pJ/FLOP",
                "paper",
                "horowitz",
                "the energy of an FP16 addition",
                _CHIP,
            ),
            Row(
                "ENERGY_MULTIPLY_INT8",
                0.2,
                "pJ/FLOP",
                "paper",
                "horowitz",
                "the energy of an INT8 multiplication",
                _CHIP,
            ),
            Row(
                "ENERGY_ADD_INT8",
                0.03,
                "pJ/FLOP",
                "paper",
                "horowitz",
                "the energy of an INT8 addition",
                _CHIP,
            ),
            Row(
                "ENERGY_MAC_FP32",
                4.6,
                "pJ/MAC",
                "paper",
                "horowitz",
                "the energy of an FP32 multiply-accumulate",
                "3.7 for the multiplication and 0.9 for the addition. " + _CHIP,
            ),
            Row(
                "ENERGY_MAC_FP16",
                1.5,
                "pJ/MAC",
                "paper",
                "horowitz",
                "the energy of an FP16 multiply-accumulate",
                "1.1 for the multiplication and 0.4 for the addition. " + _CHIP,
            ),
            Row(
                "ENERGY_MAC_INT8",
                0.23,
                "pJ/MAC",
                "paper",
                "horowitz",
                "the energy of an INT8 multiply-accumulate",
                "0.2 for the multiplication and 0.03 for the addition. " + _CHIP,
            ),
        ),
    ),
    Group(
        "energy per access",
        (
            Row(
                "ENERGY_DRAM_ACCESS",
                640,
                "pJ",
                "estimate",
                "horowitz",
                "the energy of one 4-byte DRAM access",
                "Widely quoted from this paper for 32 bits; its table gives 1.3 to 2.6 nJ for 64 bits, "
                "which is 650 to 1,300 for 32.",
            ),
        ),
    ),
    Group(
        "energy per byte",
        (
            Row(
                "ENERGY_DRAM_PER_BYTE",
                160,
                "pJ/byte",
                "estimate",
                "horowitz",
                "the energy of moving one byte from DRAM",
                "A quarter of the 640 pJ for 4 bytes. About 40 times an FP32 multiplication; "
                "the book's 'about 100 times' holds per 4-byte word.",
            ),
        ),
    ),
    Group(
        "power usage effectiveness",
        (
            Row(
                "PUE_TYPICAL",
                1.40,
                "",
                "assumption",
                "book",
                "the PUE of a typical data centre",
                "Between the fleets of the large clouds (1.1) and the survey average (1.58).",
            ),
            Row("PUE_SURVEY", 1.58, "", "paper", "uptime", "the average PUE in the survey of 2023"),
            Row("PUE_GOOGLE", 1.10, "", "datasheet", "google_pue", "the PUE of Google's data centres"),
        ),
    ),
    Group(
        "carbon intensity",
        (
            Row(
                "CARBON_US_AVG",
                429,
                "gCO2/kWh",
                "paper",
                "patterson",
                "the carbon intensity of the US grid",
                "The US average the authors use; it falls year by year.",
            ),
            Row(
                "CARBON_QUEBEC",
                20,
                "gCO2/kWh",
                "assumption",
                "book",
                "the carbon intensity of the grid of Quebec",
                "Nearly all hydropower; published figures lie between 1 and 35.",
            ),
            Row("CARBON_COAL", 820, "gCO2/kWh", "paper", "ipcc", "the carbon intensity of coal power"),
            Row("CARBON_GAS", 490, "gCO2/kWh", "paper", "ipcc", "the carbon intensity of gas power"),
            Row("CARBON_HYDRO", 24, "gCO2/kWh", "paper", "ipcc", "the carbon intensity of hydropower"),
            Row("CARBON_NUCLEAR", 12, "gCO2/kWh", "paper", "ipcc", "the carbon intensity of nuclear power"),
            Row("CARBON_WIND", 11, "gCO2/kWh", "paper", "ipcc", "the carbon intensity of wind power on land"),
        ),
    ),
    Group(
        "price per hour",
        (
            Row(
                "CLOUD_GPU_TRAINING_PER_HOUR",
                4.0,
                "USD/hour",
                "assumption",
                "book",
                "the price of a GPU-hour for training",
                "A round list price; GPUs are counted with plain numbers, so the unit is USD/hour.",
            ),
            Row(
                "CLOUD_GPU_INFERENCE_PER_HOUR",
                2.5,
                "USD/hour",
                "assumption",
                "book",
                "the price of a GPU-hour for inference",
                "A round list price.",
            ),
        ),
    ),
    Group(
        "electricity price",
        (
            Row(
                "CLOUD_ELECTRICITY_PER_KWH",
                0.12,
                "USD/kWh",
                "assumption",
                "book",
                "the price of electricity",
                "A round figure near the price for US businesses.",
            ),
        ),
    ),
    Group(
        "data price",
        (
            Row(
                "CLOUD_EGRESS_PER_GB",
                0.09,
                "USD/GB",
                "datasheet",
                "aws_ec2",
                "the price of data leaving the cloud",
            ),
        ),
    ),
    Group(
        "storage price",
        (
            Row(
                "STORAGE_COST_S3_STD",
                23,
                "USD/TB/month",
                "datasheet",
                "aws_s3",
                "the price of cloud storage",
                "0.023 USD per GB and month.",
            ),
        ),
    ),
    Group(
        "time to failure",
        (
            Row(
                "GPU_MTTF",
                50_000,
                "hour",
                "assumption",
                "book",
                "the mean time to failure of a GPU",
                "Llama 3's run: 419 stops in 54 days on 16,384 GPUs: 50,700 hours, all causes; 58.7 % GPUs.",
            ),
            Row(
                "NIC_MTTF",
                150_000,
                "hour",
                "assumption",
                "book",
                "the mean time to failure of a network card",
                "A round figure.",
            ),
            Row(
                "PSU_MTTF",
                100_000,
                "hour",
                "assumption",
                "book",
                "the mean time to failure of a power supply",
                "A round figure.",
            ),
        ),
    ),
)
