"""Reading one file: its bytes are fetched and interpreted, and whatever is in them is an outcome."""

from __future__ import annotations

from pigment_archive.errors import TooLarge
from pigment_archive.readers.interpret import interpret
from pigment_archive.readers.jobs import Job, too_much_memory
from pigment_archive.readers.outcome import Outcome, placed
from pigment_archive.readers.reader import HEAD_BYTES, Content


def run(job: Job) -> Outcome:
    """Read it. Never raises for what is in it.

    Raises:
        OSError: The file on disk cannot be read.
    """
    try:
        return interpret(_content(job), job.where)
    except MemoryError:
        return Outcome("", 0, error=too_much_memory(job))
    except TooLarge as error:
        return Outcome("", 0, error=placed(error, job.where))


def _content(job: Job) -> Content:
    if job.path is None:
        return Content(job.name, job.data, job.header, job.hints, job.limits)
    most = job.limits.member_bytes
    size = job.path.stat().st_size
    with job.path.open("rb") as stream:
        data = stream.read(size if size <= most else HEAD_BYTES)
    header = None
    if job.header_path is not None:
        if job.header_path.stat().st_size > most:
            raise TooLarge(f"the header holds more than {most} bytes")
        header = job.header_path.read_bytes()
    return Content(job.name, data, header, job.hints, job.limits, job.path, size)
