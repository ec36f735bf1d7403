"""Look at files before they are brought in: every check on every spectrum. Writes nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.quality import THRESHOLDS, Check, Finding, Thresholds, Verdict
from pigment_archive.readers import ReadItem, count, scan
from pigment_archive.records import Spectrum, Technique
from pigment_archive.workflows.checking import Checking
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reading import ReadingOptions, hints_of
from pigment_archive.workflows.reports import Refusal, Report, Skipped


class CheckOptions(ReadingOptions):
    """What the person says about everything in one check."""


class Checked(Report):
    """One spectrum and what was found in it."""

    file: str = Field(description="The file as it was given.")
    member: str | None = Field(description="Member of the container, if the file is one.")
    index: int = Field(description="Position of the spectrum in its file, from 0.")
    technique: Technique | None = Field(description="Its technique; null if neither file nor option says it.")
    material: str | None = Field(description="Name of its material, where the file says it.")
    findings: tuple[Finding, ...] = Field((), description="One finding a check, in a fixed order.")

    @property
    def place(self) -> str:
        """File, member and number, from 1, for people."""
        inside = f" › {self.member}" if self.member else ""
        number = f" (spectrum {self.index + 1})" if self.index else ""
        return f"{self.file}{inside}{number}"


class CheckReport(Report):
    """What all checks say about every spectrum of some files."""

    thresholds: Thresholds = Field(description="The limits the verdicts rest on, with their id.")
    archive: str | None = Field(description="The archive that was compared with; null if there was none.")
    checked: tuple[Checked, ...] = Field(
        description="Every spectrum that was read, in the order of the files."
    )
    summary: dict[Check, dict[Verdict, int]] = Field(description="Check → verdict → number of spectra.")
    refused: tuple[Refusal, ...] = Field(description="Items that cannot be read, with code and reason.")
    skipped: tuple[Skipped, ...] = Field(description="Files that are no spectra.")
    elapsed_s: float = Field(description="Wall time in s.")

    @property
    def failed(self) -> int:
        """Number of spectra with a failed check."""
        return sum(any(f.verdict is Verdict.FAILED for f in each.findings) for each in self.checked)

    @property
    def warned(self) -> int:
        """Number of spectra with warnings and nothing worse."""
        bad = sum(any(f.is_bad for f in each.findings) for each in self.checked)
        return bad - self.failed

    def remedies(self) -> dict[Check, str]:
        """What to do, once for every check that found something, in the order of the checks."""
        found = {f.check: f.remedy for each in self.checked for f in each.findings if f.is_bad}
        return {name: found[name] for name in Check if name in found}


def check(
    archive: Archive | None,
    paths: Sequence[Path | str],
    options: CheckOptions | None = None,
    *,
    progress: Progress = silent,
    **said: object,
) -> CheckReport:
    """Check every spectrum of files, folders and containers.

    Args:
        archive: What is compared with; None compares the files among themselves only.
        paths: What to look at. Files inside the archive's own folder are left out.
        options: What is said about all of them; from Python also as keywords: `technique="raman"`.
        progress: Told how far it is.

    Raises:
        UsageError: A path does not exist or may not be read.
        CorruptModel: The current model of a technique cannot be opened.
        IntegrityError: An accession of the archive is damaged.
    """
    chosen = options or CheckOptions.of(**said)
    technique, hints = chosen.technique, hints_of(archive, chosen)
    started = time.monotonic()
    without = None if archive is None else archive.root
    checking, total = Checking(archive), count(paths, without=without)
    read: list[Checked] = []
    refused: list[Refusal] = []
    skipped: list[Skipped] = []
    for done, item in enumerate(scan(paths, hints=hints, without=without), start=1):
        if item.skipped:
            skipped.append(Skipped(file=item.file, member=item.member, reason=item.skipped))
        errors = [error for error in (item.error, *item.refused) if error is not None]
        refused += [Refusal.of(error, item.file, item.member) for error in errors]
        for spectrum in item.spectra:
            read.append(_unjudged(item, spectrum, spectrum.technique or technique))
            checking.add(item, spectrum, spectrum.facts, read[-1].technique)
        progress("reading", done, total)
    found = checking.finish(progress)
    return CheckReport(
        thresholds=THRESHOLDS,
        archive=None if archive is None else str(archive.root),
        checked=tuple(
            each.model_copy(update={"findings": findings}) for each, findings in zip(read, found, strict=True)
        ),
        summary=_summary(found),
        refused=tuple(refused),
        skipped=tuple(skipped),
        elapsed_s=round(time.monotonic() - started, 3),
    )


def _unjudged(item: ReadItem, spectrum: Spectrum, technique: Technique | None) -> Checked:
    return Checked(
        file=item.file,
        member=item.member,
        index=spectrum.index,
        technique=technique,
        material=spectrum.facts.material.name,
    )


def _summary(found: Sequence[Sequence[Finding]]) -> dict[Check, dict[Verdict, int]]:
    summary = {name: dict.fromkeys(Verdict, 0) for name in Check}
    for findings in found:
        for finding in findings:
            summary[finding.check][finding.verdict] += 1
    return summary
