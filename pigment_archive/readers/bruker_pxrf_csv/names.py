"""What a file's name says: `130125-brickn679-300sec-4` is day, sample, duration, repeat."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from pigment_archive.readers.channels import amount_in
from pigment_archive.records import Facts, Measurement, Note, Sample, Session

_NAME: Final = re.compile(
    r"^(?:(?P<day>\d{6})[a-z]?-)?(?P<sample>\S.*?)-?(?P<seconds>\d+)sec(?:-(?P<repeat>\d+))?$", re.IGNORECASE
)
_LONGEST_LABEL: Final = 200


def facts_of_name(name: str, header: dict[str, str]) -> tuple[Facts, tuple[Note, ...]]:
    """Sample, session, day and repeat from the file's name, else the sample from the header's Label.

    A file is renamed when its Label was mistaken: the name goes before the Label, and a contradiction is
    noted.

    Args:
        name: Name of the file, with its suffix.
        header: Entries of the file.
    """
    label = header.get("Label", "")[:_LONGEST_LABEL].strip()
    said, labelled = _NAME.match(name.rpartition(".")[0]), _NAME.match(label)
    of_label = labelled["sample"] if labelled else label
    if said is None or said["day"] is None:
        return Facts(sample=Sample(name=of_label or None)), ()
    day, notes = _day(said["day"])
    if of_label and of_label != said["sample"]:
        text = f"the file is named for the sample {said['sample']}, its label says {of_label}"
        notes.append(Note(code="label_differs", text=text))
    duration = amount_in(header.get("Duration Time"))
    if duration is not None and duration != float(said["seconds"]):
        text = f"the file is named for {said['seconds']} s, it says {duration:g} s"
        notes.append(Note(code="duration_differs", text=text))
    facts = Facts(
        sample=Sample(name=said["sample"]),
        session=Session(name=day or said["day"]),
        measurement=Measurement(measured_at=day, replicate=_small(said["repeat"])),
    )
    return facts, tuple(notes)


def _small(digits: str | None) -> int | None:
    return int(digits) if digits and len(digits) < 10 else None


def _day(digits: str) -> tuple[str | None, list[Note]]:
    """The day in ISO 8601, None where the digits are no day."""
    try:
        day = datetime.strptime(digits, "%y%m%d").date().isoformat()
    except ValueError:
        text = f"{digits} in the file's name is no day; it is kept as the name of the session"
        return None, [Note(code="day_unknown", text=text)]
    return day, [Note(code="day_from_name", text=f"{digits} in the file's name is read as the day {day}")]
