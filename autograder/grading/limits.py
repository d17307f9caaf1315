"""What one submission may use: time, memory, processes, files, output."""

from __future__ import annotations

import dataclasses

_MIB = 1024 * 1024


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits on one submission. The defaults leave an honest notebook of this course ample room.

    Attributes
    ----------
    cell_wall, cell_cpu
        Seconds of wall and of CPU time for one cell; then it is interrupted as by Ctrl-C, and killed when it
        goes on.
    call_wall
        Seconds of wall and of CPU time for one call of a student's function.
    answer_wall
        Seconds for handing over the answers to one test.
    grace
        Seconds from the interrupt to the kill.
    total_wall, total_cpu
        Seconds for the submission's cells, answers and calls together.
    memory_bytes
        Memory of all processes of the submission, the libraries included.
    processes
        Processes and threads at one time.
    open_files
        Descriptors of one process.
    file_bytes, scratch_bytes, scratch_files
        Size of one file, of all files, and number of files in the submission's own folder.
    output_bytes, output_messages
        Output of one cell: bytes, and number of separate outputs.
    answer_bytes
        One answer, packed.

    Raises
    ------
    ValueError
        When a limit is not positive.

    Examples
    --------
    >>> Limits(cell_wall=5).cell_wall
    5
    >>> Limits(processes=0)
    Traceback (most recent call last):
    ...
    ValueError: the limit processes is 0; it must be more than 0
    """

    cell_wall: float = 60.0
    cell_cpu: float = 60.0
    call_wall: float = 10.0
    answer_wall: float = 20.0
    grace: float = 3.0
    total_wall: float = 600.0
    total_cpu: float = 300.0
    memory_bytes: int = 1536 * _MIB
    processes: int = 32
    open_files: int = 256
    file_bytes: int = 64 * _MIB
    scratch_bytes: int = 128 * _MIB
    scratch_files: int = 4096
    output_bytes: int = 4 * _MIB
    output_messages: int = 2000
    answer_bytes: int = 16 * _MIB

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if not value > 0:
                raise ValueError(f"the limit {field.name} is {value}; it must be more than 0")
