"""Facts of a block: from the records of JCAMP-DX and the labels that laboratories add to them.

ORIGIN, OWNER and everything free (SAMPLE DESCRIPTION, SAMPLE SOURCE, COMMENTS) stay in the header only.
"""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.readers.jcamp.dates import measured_at
from pigment_archive.readers.jcamp.records import Records
from pigment_archive.records import Facts, Material, Measurement, Sample

_CAS: Final = re.compile(r"\d{2,7}-\d\d-\d")
_SCANS: Final = re.compile(
    r"\bnumber of (?:sample )?scans\s*[:=]\s*(\d{1,6})\b|^\s*(\d{1,6}) scans\b", re.IGNORECASE
)
_RESOLUTION: Final = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*(cm-?1|cm\^-1|1/cm|nm)?", re.IGNORECASE)
_SAYS_NOTHING: Final = re.compile(
    r"[\W_]*|n\.?\s?i\.?\s?g\.?|n/?a|none|unknown|not (?:given|known|available)", re.IGNORECASE
)
_NUMBER: Final = r"(\d{1,6}(?:[.,]\d{1,9})?)"
_NANOMETRES: Final = re.compile(_NUMBER + r"\s*nm\b", re.IGNORECASE)
_MILLIWATTS: Final = re.compile(_NUMBER + r"\s*mW\b")
_SECONDS: Final = re.compile(_NUMBER + r"\s*s(?:ec(?:onds?)?)?\b", re.IGNORECASE)
_BARE: Final = re.compile(_NUMBER)
_LASER: Final = (
    "LASER", "LASERWAVELENGTH", "LASERWAVELENGTHNM", "LASERNM", "LASERLINE", "EXCITATION", "EXCITATIONLASER",
    "EXCITATIONWAVELENGTH", "EXCITATIONWAVELENGTHNM", "RAMANLASER", "RAMANLASERWAVELENGTH",
)  # fmt: skip
_LASERS_NM: Final = (200.0, 2000.0)
_SCAN_LABELS: Final = (
    "AVERAGES", "SCANS", "NSCANS", "NUMBEROFSCANS", "NUMBEROFSAMPLESCANS", "ACCUMULATIONS",
    "NUMBEROFACCUMULATIONS", "COADDEDSCANS",
)  # fmt: skip
_PARAMETERS: Final = ("INSTRUMENTPARAMETERS", "INSTRUMENTALPARAMETERS", "COMMENTS", "COMMENT")


def facts_of_records(records: Records) -> Facts:
    """What the records of a block clearly say about material, sample and measurement."""
    cas = _said(records, "CASREGISTRYNO")
    is_mixture = len(cas) > 1
    names = [] if is_mixture else _said(records, "NAMES", "CASNAME")
    return Facts(
        material=Material(
            name=names[0] if names else None,
            formula=" ".join(_said(records, "MOLFORM")) or None,
            cas=cas[0] if cas and not is_mixture and _CAS.fullmatch(cas[0]) else None,
        ),
        sample=Sample(name=records.text("TITLE") or None),
        measurement=Measurement(
            instrument=_text(records, "SPECTROMETERDATASYSTEM", "INSTRUMENT"),
            instrument_serial=_text(records, "SERIALNUMBER", "INSTRUMENTSERIALNUMBER"),
            geometry=_text(records, "SAMPLINGPROCEDURE", "SAMPLINGACCESSORY", "ACCESSORY"),
            detector=_text(records, "DETECTOR"),
            objective=_text(records, "OBJECTIVE"),
            grating=_text(records, "GRATING"),
            laser_wavelength=_laser(records),
            laser_power=_with_unit(records, _MILLIWATTS, "LASERPOWER", bare="LASERPOWERMW"),
            integration_time=_with_unit(
                records, _SECONDS, "INTEGRATIONTIME", "EXPOSURETIME", bare="INTEGRATIONTIMESEC"
            ),
            accumulations=_scans(records),
            resolution=_resolution(records),
            measured_at=measured_at(records),
        ),
    )


def _said(records: Records, *labels: str) -> list[str]:
    """Lines of the first of these labels, as it is or with the `$` or `.` of an added one."""
    return records.lines(*(mark + label for label in labels for mark in ("", "$", ".")))


def _text(records: Records, *labels: str) -> str | None:
    said = " ".join(_said(records, *labels))
    return None if _SAYS_NOTHING.fullmatch(said) else said


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _laser(records: Records) -> float | None:
    """nm, for Raman spectra only: an infrared spectrometer's laser is its ruler."""
    if "RAMAN" not in records.text("DATATYPE").upper():
        return None
    said = _text(records, *_LASER) or ""
    bare = _BARE.fullmatch(said)
    found = {_float(number) for number in ([bare[1]] if bare else _NANOMETRES.findall(said))}
    laser = found.pop() if len(found) == 1 else 0.0
    return laser if _LASERS_NM[0] <= laser <= _LASERS_NM[1] else None


def _with_unit(records: Records, unit: re.Pattern[str], *labels: str, bare: str) -> float | None:
    """A number with its unit under one of the labels, or a bare one under the label that holds the unit."""
    found = unit.fullmatch(_text(records, *labels) or "") or _BARE.fullmatch(_text(records, bare) or "")
    return _float(found[1]) if found else None


def _scans(records: Records) -> int | None:
    said = _text(records, *_SCAN_LABELS) or ""
    if re.fullmatch(r"\d{1,6}", said):
        return int(said)
    found = [_SCANS.search(line) for label in _PARAMETERS for line in records.lines(label)]
    counts = {int(match[1] or match[2]) for match in found if match}
    return counts.pop() if len(counts) == 1 else None


def _resolution(records: Records) -> float | None:
    """In the unit of the axis: a unit that is written beside it must be that one."""
    found = _RESOLUTION.fullmatch(records.text("SPECTRALRESOLUTION", "RESOLUTION"))
    if found is None:
        return None
    is_nm = records.text("XUNITS").upper().startswith("N")
    if found[2] and (found[2].lower() == "nm") is not is_nm:
        return None
    return float(found[1]) or None
