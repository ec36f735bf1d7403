"""Every error the archive raises on purpose. The families answer *who can act*.

::

    ArchiveError 1                  anybody: something the archive refuses to do
    ├── UsageError 2                the person at the keyboard
    ├── ReadError 10                the person with the file
    │   ├── UnknownFormat 11        unknown_format
    │   ├── Truncated 12            truncated
    │   ├── UnsupportedVariant 13   unsupported_variant
    │   ├── Inconsistent 14         inconsistent
    │   ├── TooLarge 15             too_large
    │   └── Ambiguous 16            ambiguous
    ├── RecordError 20              the curator
    │   ├── MissingFact 21          missing_fact
    │   ├── InvalidFact 22          invalid_fact
    │   └── UnitError 23            unit_error
    ├── QualityError 30             the spectroscopist
    │   ├── OutsideGrid 31          outside_grid
    │   └── NoSignal 32             no_signal
    ├── ModelError 40               the modeller
    │   ├── ModelMismatch 41        model_mismatch
    │   ├── ModelNotFound 42        model_not_found
    │   └── CorruptModel 43         corrupt_model
    ├── StorageError 50             the operator
    │   ├── ArchiveMissing 51       archive_missing
    │   ├── ArchiveLocked 52        archive_locked
    │   ├── IndexUnreachable 53     index_unreachable
    │   ├── FormatVersion 54        format_version
    │   └── WriteFailed 55          write_failed
    ├── IntegrityError 60           the backup
    ├── DisclosureError 70          nobody: that is the point
    │   └── CellTooSmall 71         cell_too_small
    └── DepositError 80             the depositor

The number is the exit status of the command line. 0 means done, 3 means done but some items were
refused; neither is an error. A message names files and ids, never a spectrum, a coordinate or an owner.
"""

from __future__ import annotations

from typing import Any, ClassVar

EXIT_DONE = 0
EXIT_SOME_REFUSED = 3


class ArchiveError(Exception):
    """Something the archive refuses to do, told in parts.

    Args:
        problem: What is wrong and what was expected, without the place and without a full stop.
        where: The file, member, line, id or option concerned.
        remedy: What the reader of the message can do, as a sentence.
    """

    code: ClassVar[str] = "archive_error"
    exit_status: ClassVar[int] = 1

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        self.problem = problem
        self.where = where
        self.remedy = remedy
        super().__init__(problem, where, remedy)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.problem}.{advice}"

    def lines(self) -> list[str]:
        """The message for people, one text a line."""
        return [str(self)]

    def parts(self) -> dict[str, Any]:
        """The JSON form: error (the code), where, problem, remedy; some errors add to it."""
        return {
            "error": self.code,
            "where": self.where,
            "problem": self.problem,
            "remedy": self.remedy,
        }


class UsageError(ArchiveError):
    """The command was asked for something that cannot be: a missing path, an unknown key."""

    code = "usage"
    exit_status = 2


class ReadError(ArchiveError):
    """A file cannot be read as a spectrum."""

    code = "read_error"
    exit_status = 10


class UnknownFormat(ReadError):
    """No reader recognises the content."""

    code = "unknown_format"
    exit_status = 11


class Truncated(ReadError):
    """The content ends before what it declares."""

    code = "truncated"
    exit_status = 12


class UnsupportedVariant(ReadError):
    """A known format in a variant that is not read."""

    code = "unsupported_variant"
    exit_status = 13


class Inconsistent(ReadError):
    """The content contradicts itself, its declared lengths or the rules for an axis."""

    code = "inconsistent"
    exit_status = 14


class TooLarge(ReadError):
    """The content is beyond the limits of size, points or expansion."""

    code = "too_large"
    exit_status = 15


class Ambiguous(ReadError):
    """The content can be read in more than one way."""

    code = "ambiguous"
    exit_status = 16


class RecordError(ArchiveError):
    """The facts about a spectrum are not acceptable."""

    code = "record_error"
    exit_status = 20


class MissingFact(RecordError):
    """A required fact is absent."""

    code = "missing_fact"
    exit_status = 21


class InvalidFact(RecordError):
    """A fact has a value outside its range or vocabulary."""

    code = "invalid_fact"
    exit_status = 22


class UnitError(RecordError):
    """A unit is unknown or does not fit its axis."""

    code = "unit_error"
    exit_status = 23


class QualityError(ArchiveError):
    """The spectrum is not good enough for what is asked."""

    code = "quality_error"
    exit_status = 30


class OutsideGrid(QualityError):
    """Too little of the model's grid was measured."""

    code = "outside_grid"
    exit_status = 31


class NoSignal(QualityError):
    """The spectrum is flat."""

    code = "no_signal"
    exit_status = 32


class ModelError(ArchiveError):
    """A model cannot be trained or used as asked."""

    code = "model_error"
    exit_status = 40


class ModelMismatch(ModelError):
    """The spectrum and the model are of different techniques or grids."""

    code = "model_mismatch"
    exit_status = 41


class ModelNotFound(ModelError):
    """No model of that name, or none for that technique yet."""

    code = "model_not_found"
    exit_status = 42


class CorruptModel(ModelError):
    """A bundle's bytes, names or shapes are not what its card says."""

    code = "corrupt_model"
    exit_status = 43


class StorageError(ArchiveError):
    """The disk, the index or the lock does not allow it."""

    code = "storage_error"
    exit_status = 50


class ArchiveMissing(StorageError):
    """There is no archive at that place."""

    code = "archive_missing"
    exit_status = 51


class ArchiveLocked(StorageError):
    """Another process has the archive open for writing."""

    code = "archive_locked"
    exit_status = 52


class IndexUnreachable(StorageError):
    """The index cannot be opened or does not answer."""

    code = "index_unreachable"
    exit_status = 53


class FormatVersion(StorageError):
    """The archive was written by a newer version of this program."""

    code = "format_version"
    exit_status = 54


class WriteFailed(StorageError):
    """Writing to the archive failed: no space, no permission."""

    code = "write_failed"
    exit_status = 55


class IntegrityError(ArchiveError):
    """Bytes in the archive are not what was written."""

    code = "integrity_error"
    exit_status = 60


class DisclosureError(ArchiveError):
    """The request would let out what must not leave."""

    code = "disclosure_error"
    exit_status = 70


class CellTooSmall(DisclosureError):
    """No cell reaches the minimum number of objects."""

    code = "cell_too_small"
    exit_status = 71


class DepositError(ArchiveError):
    """The deposit was not accepted."""

    code = "deposit_error"
    exit_status = 80
