"""ASD files: which numbers become reflectance, what is cut, and the real files against pyASDReader."""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import (
    Inconsistent,
    ReadError,
    TooLarge,
    Truncated,
    UnknownFormat,
    UnsupportedVariant,
)
from pigment_archive.readers import asd
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import Content, Limits
from pigment_archive.records import MaskBit, Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_asd as files


def one(data: bytes, technique: Technique | None = None) -> Spectrum:
    (spectrum,) = asd.read(Content("x.asd", data, hints=Hints(technique)))
    assert isinstance(spectrum, Spectrum)
    return spectrum


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def test_reflectance_is_target_over_reference_in_nm_with_joins_as_segments():
    spectrum = one(files.asd())
    assert spectrum.values.tolist() == (files.TARGET / files.REFERENCE).tolist()
    assert spectrum.axis.tolist() == (800.0 + np.arange(401)).tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVELENGTH, Quantity.REFLECTANCE)
    assert spectrum.technique is Technique.REFLECTANCE
    assert spectrum.segments == ((0, 201), (201, 301), (301, 401))
    assert spectrum.axis[200] == files.SPLICES[0]
    assert codes(spectrum) == []


def test_facts_and_header():
    spectrum = one(files.asd())
    measurement = spectrum.facts.measurement
    assert (measurement.instrument, measurement.instrument_serial) == ("ASD FSFR", "6355")
    assert (measurement.integration_time, measurement.accumulations) == (0.068, 20)
    assert measurement.measured_at == "2024-10-23T16:58:14"
    header = spectrum.header
    assert (header["format"], header["data_type"], header["comments"]) == (
        "as7",
        "REF",
        "vermilion, 1st layer",
    )
    assert (header["program_version"], header["description"]) == ("5.7", "red spot")


@pytest.mark.parametrize("form", ["f", "i", "d"])
@pytest.mark.parametrize("version", [b"ASD", b"as2", b"as6", b"as8"])
def test_raw_counts_of_every_form_stay_counts_whatever_technique_is_given(version, form):
    target = np.round(files.TARGET)
    for technique in (None, Technique.REFLECTANCE):
        spectrum = one(files.asd(version, "RAW", form, target=target), technique)
        assert spectrum.values.tolist() == target.astype(np.float32).tolist()
        assert (spectrum.quantity, spectrum.technique) == (Quantity.COUNTS, None)
        assert codes(spectrum) == (["not_read"] if version in (b"as6", b"as8") else [])


def test_reflectance_without_a_reference_stays_counts():
    for data in (files.asd(taken=False), files.asd(b"ASD")):
        spectrum = one(data, Technique.REFLECTANCE)
        assert (spectrum.quantity, spectrum.technique) == (Quantity.COUNTS, None)
        assert spectrum.values.tolist() == files.TARGET.tolist()
        assert codes(spectrum) == ["no_reference"]


@pytest.mark.parametrize("data_type", ["REF", "TRANS"])
def test_numbers_that_are_a_fraction_already_are_not_divided_again(data_type):
    quantity = {"REF": Quantity.REFLECTANCE, "TRANS": Quantity.TRANSMITTANCE}[data_type]
    for data in (
        files.asd(b"as7", data_type, target=files.RATIO),
        files.asd(b"as7", data_type, target=files.RATIO, taken=False),
        files.asd(b"ASD", data_type, target=files.RATIO),
    ):
        spectrum = one(data)
        assert spectrum.values.tolist() == files.RATIO.tolist()
        assert (spectrum.quantity, codes(spectrum)) == (quantity, ["ratio_stored"])
    control = one(files.asd(b"as7", data_type, target=files.RATIO, reference=np.full(401, 0.5)))
    assert control.values.tolist() == (files.RATIO / 0.5).tolist()


def test_radiance_is_not_made_of_counts():
    calibrated = files.report_block() + bytes(8) + files.calibration_block(1, 2, 3)
    spectrum = one(files.asd(b"as7", "RAD", taken=False, trailer=calibrated), Technique.REFLECTANCE)
    assert (spectrum.quantity, spectrum.technique) == (Quantity.COUNTS, None)
    assert codes(spectrum) == ["not_calibrated", "not_read"]
    assert "base cal1.ref, lamp cal2.ref, fibre optic cal3.ref" in spectrum.notes[1].text
    without = one(files.asd(b"as7", "RAD", taken=False), Technique.REFLECTANCE)
    assert (without.quantity, without.technique) == (Quantity.UNKNOWN, None)


@pytest.mark.parametrize("data_type", ["NOUNITS", "UNKNOWN", "QI", "ABS", "IRRAD"])
def test_other_types_wait_for_review(data_type):
    spectrum = one(files.asd(b"as7", data_type, target=files.RATIO))
    assert (spectrum.quantity, spectrum.technique) == (Quantity.UNKNOWN, None)
    answered = one(files.asd(b"as7", data_type, target=files.RATIO), Technique.REFLECTANCE)
    expected = Technique.REFLECTANCE if data_type in ("NOUNITS", "UNKNOWN") else None
    assert answered.technique is expected


def test_wild_values_are_kept_and_a_dark_reference_is_missing():
    target, reference = files.TARGET.copy(), files.REFERENCE.copy()
    target[0], reference[0] = -13.3, 0.02
    reference[1] = 0.0
    spectrum = one(files.asd(target=target, reference=reference))
    assert spectrum.values[0] == pytest.approx(-665.0)
    assert spectrum.mask[:3].tolist() == [0, MaskBit.MISSING.value, 0]
    with pytest.raises(Inconsistent, match="missing"):
        one(files.asd(reference=np.zeros(401)))


def test_alarms_of_the_detectors_are_noted():
    spectrum = one(files.asd(alarms=0b00101))
    assert spectrum.notes[0].code == "detector_alarm"
    assert spectrum.notes[0].text.endswith("VNIR saturated, SWIR2 saturated")
    assert not spectrum.mask.any()


def test_the_report_of_a_classifier_gives_facts_but_never_the_operator():
    trailer = files.report_block(sample="S12", vendor="Kremer", lot_number="7", operator="Somebody")
    spectrum = one(files.asd(b"as8", trailer=trailer + bytes(8) + files.calibration_block()))
    sample = spectrum.facts.sample
    assert (sample.name, sample.supplier, sample.lot) == ("S12", "Kremer", "7")
    assert spectrum.header["classifier_operator"] == "Somebody"
    assert "Somebody" not in spectrum.facts.model_dump_json()


def test_a_date_that_is_none_is_left_out():
    assert one(files.asd(when=(0,) * 9)).facts.measurement.measured_at is None
    assert one(files.asd(when=(0, 0, 0, 31, 1, 124, 0, 0, 0))).facts.measurement.measured_at is None


def test_a_cut_of_any_block_is_noticed_wherever_it_is():
    blocks = (
        files.report_block(sample="S12"),
        bytes(8),
        files.calibration_block(1),
        files.audit_block("<a/>"),
    )
    data = files.asd(b"as8", trailer=b"".join(blocks) + files.signature_block())
    behind = len(data) - len(files.signature_block()) - sum(len(block) for block in blocks)
    whole = {behind, len(data)}
    for block in (*blocks, files.signature_block()):
        whole.add(max(end for end in whole if end < len(data)) + len(block))
    for end in (
        100,
        483,
        484,
        484 + 8 * 401 - 1,
        484 + 8 * 401,
        484 + 8 * 401 + 20,
        *range(behind - 9, len(data)),
    ):
        if end in whole:
            assert codes(one(data[:end])) in ([], ["not_read"])
        else:
            with pytest.raises(Truncated):
                one(data[:end])
    assert one(data + b"\xff\xfe\xfd").header["classifier_sample"] == "S12"


@pytest.mark.parametrize("version", [b"as6", b"as7", b"as8"])
def test_files_without_the_optional_blocks_are_whole(version):
    assert codes(one(files.asd(version, trailer=b""))) == []
    assert codes(one(files.asd(version, trailer=files.report_block()))) == []


def test_impossible_headers_are_refused():
    with pytest.raises(UnknownFormat):
        one(b"as9" + files.asd()[3:])
    for changed in (files.asd(step=0.0), files.asd(step=float("nan")), files.asd(start=float("inf"))):
        with pytest.raises(Inconsistent):
            one(changed)
    data = bytearray(files.asd())
    data[199] = 3
    with pytest.raises(UnsupportedVariant):
        one(bytes(data))
    data[186] = 9
    with pytest.raises(Inconsistent, match="data type"):
        one(bytes(data))
    with pytest.raises(TooLarge):
        asd.read(Content("x.asd", files.asd(), limits=Limits(points=400)))


def test_text_that_begins_with_the_same_letters_is_not_taken():
    assert not asd.sniff(b"ASD spectrum file\nWavelength\tReflectance\n" * 20, "x.asd")
    assert not asd.sniff(b"as7 and so on" * 100, "x.asd")
    assert asd.sniff(files.asd(), "x.txt")


def test_damaged_files_raise_nothing_but_read_errors():
    noise = np.random.default_rng(3)
    for data in (sample.data for sample in files.samples()):
        for _ in range(150):
            damaged = bytearray(data)
            for place in noise.integers(0, 520, 4):
                damaged[place] = noise.integers(0, 256)
            damaged[int(noise.integers(0, len(damaged)))] ^= 255
            try:
                one(bytes(damaged))
            except ReadError:
                continue


@pytest.fixture
def real(data_dir):
    paths = sorted((data_dir / "formats" / "asd").glob("*/*.asd"))
    assert len(paths) == 11
    return paths


def test_the_real_files_equal_another_library(real, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logging.root, "handlers", [logging.NullHandler()])
    monkeypatch.setattr(logging, "FileHandler", lambda *_, **__: logging.NullHandler())  # it writes on import
    oracle_library = pytest.importorskip("pyASDReader")
    kinds = []
    for path in real:
        spectrum, oracle = one(path.read_bytes()), oracle_library.ASDFile(str(path))
        np.testing.assert_array_equal(spectrum.axis, oracle.wavelengths)
        kinds.append(oracle.metadata.dataType.name)
        if kinds[-1] == "dt_REF_TYPE":
            with warnings.catch_warnings(action="ignore"):
                np.testing.assert_allclose(spectrum.values, oracle.reflectance, rtol=1e-14)
            assert spectrum.technique is Technique.REFLECTANCE
        else:
            np.testing.assert_array_equal(spectrum.values, oracle.spectrumData.spectra)
            assert (spectrum.quantity, spectrum.technique) == (Quantity.COUNTS, None)
        assert spectrum.facts.measurement.measured_at == oracle.metadata.when_datetime.isoformat()
        with pytest.raises(Truncated):
            one(path.read_bytes()[:-4])
    assert kinds.count("dt_REF_TYPE") == 4


def test_reading_leaves_no_file_and_no_logging_behind(real, tmp_path):
    tmp_path.chmod(0o555)
    script = (
        "import logging, sys; from pathlib import Path; from pigment_archive.readers import read;"
        f"read({str(real[0])!r}); assert logging.root.handlers == []; assert 'pyASDReader' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    tmp_path.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert list(Path(tmp_path).iterdir()) == []
