"""I4.5: what it costs to predict every protein structure and to hand the predictions out."""

from mlsys_course.exercise import exercise


@exercise(
    "alphafold_bill",
    bank="I4.5",
    unit="USD",
    points=2,
    scenario="protein_database",
    objective=(1, 6),
    bloom="Apply",
    anchors=("sec-introduction-deployment-case-studies-636f", "sec-introduction-defining-ml-systems-d4af"),
    title="The bill of a protein database",
)
def alphafold_bill(predictions, prediction_time, gpu_price, file, copies, transfer_price):
    """Pay for the GPU time of all predictions, and for every copy of every file that leaves the cloud."""
    return predictions * prediction_time * gpu_price + predictions * file * copies * transfer_price


alphafold_bill.misconception(
    "computing-alone",
    "You pay for the predictions only. Add the copies that leave the cloud.",
    lambda predictions, prediction_time, gpu_price: predictions * prediction_time * gpu_price,
)

alphafold_bill.misconception(
    "transfer-alone",
    "You pay for the copies only. Add the GPUs that made the predictions.",
    lambda predictions, file, copies, transfer_price: predictions * file * copies * transfer_price,
)

alphafold_bill.misconception(
    "one-copy",
    "You pay for one copy of the database. Every copy that leaves the cloud costs money.",
    lambda predictions, prediction_time, gpu_price, file, transfer_price: (
        predictions * prediction_time * gpu_price + predictions * file * transfer_price
    ),
)

alphafold_bill.misconception(
    "predicted-for-every-copy",
    "You predict every copy anew. Each structure is predicted once and copied often.",
    lambda predictions, prediction_time, gpu_price, file, copies, transfer_price: (
        copies * predictions * (prediction_time * gpu_price + file * transfer_price)
    ),
)

alphafold_bill.misconception(
    "shared-among-gpus",
    "You divide the bill by the number of GPUs. More GPUs finish sooner, but you pay for more of them.",
    lambda predictions, prediction_time, gpu_price, gpus, file, copies, transfer_price: (
        predictions * prediction_time * gpu_price / gpus + predictions * file * copies * transfer_price
    ),
)

alphafold_bill.misconception(
    "multiplied-by-gpus",
    "You multiply the bill by the number of GPUs. You pay for more GPUs, but they finish sooner.",
    lambda predictions, prediction_time, gpu_price, gpus, file, copies, transfer_price: (
        predictions * prediction_time * gpu_price * gpus + predictions * file * copies * transfer_price
    ),
)

_COMPUTE = "q.predictions * q.prediction_time * q.gpu_price"
_TRANSFER = "q.predictions * q.file * q.copies * q.transfer_price"

alphafold_bill.answers(
    right=[
        f"{_COMPUTE} + {_TRANSFER}",
        f"({_COMPUTE} + {_TRANSFER}).to('kUSD')",
        "days = q.predictions * q.prediction_time / q.gpus\n"
        "leaves = (q.predictions * q.file * q.copies).to('GB')\n"
        "alphafold_bill = days * q.gpus * q.gpu_price + leaves * q.transfer_price",
        "Q_(9.887e6, 'USD')",
        "Q_(9.89, 'MUSD')",
    ],
    wrong={
        "computing-alone": [_COMPUTE, "Q_(9.167e6, 'USD')"],
        "transfer-alone": [_TRANSFER, "Q_(720_000, 'USD')"],
        "one-copy": [f"{_COMPUTE} + q.predictions * q.file * q.transfer_price"],
        "predicted-for-every-copy": [f"{_COMPUTE} * q.copies + {_TRANSFER}"],
        "shared-among-gpus": [f"{_COMPUTE} / q.gpus + {_TRANSFER}"],
        "multiplied-by-gpus": [f"{_COMPUTE} * q.gpus + {_TRANSFER}"],
        "unit:missing": ["9.887e6"],
        "unit:information": ["q.predictions * q.file * q.copies"],
    },
)
