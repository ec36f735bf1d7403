from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pigment_archive.errors import FormatVersion, IntegrityError, InvalidFact
from pigment_archive.records import (
    FIELDS,
    Facts,
    MaskBit,
    Material,
    Measurement,
    Note,
    Provenance,
    Quantity,
    Record,
    Rights,
    Sample,
    Spectrum,
    Status,
    Technique,
    Tier,
)
from pigment_archive.storage import table
from pigment_archive.storage.table_reading import read_records
from pigment_archive.units import AxisKind
from tests.unit.storage.samples import record, spectrum

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
MAYBE = st.none() | TEXT
NOTES = st.lists(st.builds(Note, code=TEXT, text=TEXT), max_size=2).map(tuple)
FACTS = st.builds(
    Facts,
    material=st.builds(Material, name=MAYBE, origin=st.sampled_from([None, "natural"])),
    sample=st.builds(Sample, name=MAYBE),
    measurement=st.builds(
        Measurement,
        laser_wavelength=st.none() | st.floats(1e-300, 1e300),
        accumulations=st.none() | st.integers(0, 2**62),
    ),
)


@st.composite
def spectra(draw: st.DrawFn) -> Spectrum:
    points = draw(st.integers(2, 6))
    finite = st.floats(-1e300, 1e300)
    axis = sorted(draw(st.lists(finite, min_size=points, max_size=points, unique=True)))
    values = draw(st.lists(finite | st.just(-0.0), min_size=points, max_size=points))
    mask = [0] * points
    if draw(st.booleans()):
        values[0], mask[0] = float("nan"), int(MaskBit.MISSING | MaskBit.SEAM)
    extra = st.none() | st.lists(finite | st.just(float("nan")), min_size=points, max_size=points)
    return Spectrum(
        axis=axis,
        values=values,
        mask=mask,
        sigma=draw(extra),
        width=draw(extra),
        axis_kind=draw(st.sampled_from(AxisKind)),
        quantity=draw(st.sampled_from(Quantity)),
        segments=draw(st.sampled_from([(), ((0, 1), (1, points))])),
        technique=draw(st.none() | st.sampled_from(Technique)),
        facts=draw(FACTS),
        header=draw(st.dictionaries(TEXT, TEXT, max_size=3)),
        notes=draw(NOTES),
        index=draw(st.integers(0, 5)),
    )


RECORDS = st.builds(
    Record,
    record=TEXT,
    collection=TEXT,
    technique=st.none() | st.sampled_from(Technique),
    status=st.sampled_from(Status),
    review=MAYBE,
    simulated=st.booleans(),
    facts=FACTS,
    rights=st.builds(
        Rights,
        tier=st.just(Tier.OPEN),
        licence=MAYBE,
        review_date=st.none() | st.dates(),
    ),
    provenance=st.builds(
        Provenance,
        accession=TEXT,
        source=TEXT,
        companion=MAYBE,
        member=MAYBE,
        index=st.integers(0, 9),
        sha256=st.just("0" * 64),
        reader=TEXT,
        software=TEXT,
        ingested_at=st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
        notes=NOTES,
        stated=st.dictionaries(TEXT, TEXT, max_size=3),
    ),
    spectrum=spectra(),
)


def written(records: list[Record], path: Path) -> Path:
    with path.open("wb") as file:
        assert table.write_records(records, file, Tier.OPEN) == len(records)
    return path


def same(one: Record, other: Record) -> bool:
    """Equality to the last bit, NaN and the sign of zero included."""
    arrays = ("axis", "values", "mask", "sigma", "width")
    plain = one.model_dump(exclude={"spectrum": set(arrays)}) == other.model_dump(
        exclude={"spectrum": set(arrays)}
    )
    pairs = [(getattr(one.spectrum, name), getattr(other.spectrum, name)) for name in arrays]
    return plain and all(
        (a is None and b is None)
        or (a is not None and b is not None and a.dtype == b.dtype and a.tobytes() == b.tobytes())
        for a, b in pairs
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RECORDS, max_size=4))
def test_round_trip_is_exact(tmp_path, records):
    back = list(read_records(written(records, tmp_path / "records.parquet")))
    assert len(back) == len(records)
    assert all(same(one, other) for one, other in zip(records, back, strict=True))
    assert [item.spectrum.header for item in back] == [item.spectrum.header for item in records]


def test_the_header_keeps_its_order(tmp_path):
    header = {"z": "1", "a": "2", "m": "3"}
    path = written([record(spectrum=spectrum(header=header))], tmp_path / "x")
    assert list(next(iter(read_records(path))).spectrum.header) == ["z", "a", "m"]


def test_a_table_of_a_version_that_kept_no_sources_is_read(tmp_path):
    kept = record()
    path = written([kept], tmp_path / "x")
    older = pq.read_table(path).drop_columns(["stated"])
    pq.write_table(older, tmp_path / "older")
    (read,) = read_records(tmp_path / "older")
    assert read.provenance == kept.provenance
    assert read.provenance.stated == {}


def test_columns_are_typed_and_have_their_flat_names(tmp_path):
    schema = pq.read_schema(written([record()], tmp_path / "x"))
    assert set(FIELDS) <= set(schema.names)
    assert len(set(schema.names)) == len(schema.names)
    assert schema.field("laser_wavelength").type == pa.float64()
    assert schema.field("simulated").type == pa.bool_()
    assert schema.field("values").type == pa.list_(pa.field("element", pa.float64()))
    assert schema.metadata[b"pigment_archive.format"] == b"1"


def test_row_groups_are_bounded_and_keep_the_order(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "_MAX_POINTS", 50)
    records = [record(seed=seed) for seed in range(10)]
    path = written(records, tmp_path / "x")
    assert pq.ParquetFile(path).num_row_groups == 4
    assert [item.record for item in read_records(path)] == [item.record for item in records]


def test_chosen_columns(tmp_path):
    records = [record(seed=seed) for seed in range(3)]
    columns = table.read_columns(written(records, tmp_path / "x"), ["index", "record"])
    assert columns == {"index": [0, 1, 2], "record": [item.record for item in records]}


def test_arrays_read_back_are_frozen(tmp_path):
    back = next(iter(read_records(written([record()], tmp_path / "x"))))
    with pytest.raises(ValueError, match="read-only"):
        back.spectrum.values[0] = 0.0


def test_a_newer_format_is_refused(tmp_path):
    whole = pq.read_table(written([record()], tmp_path / "x"))
    newer = whole.replace_schema_metadata({b"pigment_archive.format": b"2", b"pigment_archive.tier": b"open"})
    pq.write_table(newer, tmp_path / "newer")
    with pytest.raises(FormatVersion):
        list(read_records(tmp_path / "newer"))


@pytest.mark.parametrize("content", [b"", b"PAR1" * 10, np.random.default_rng(0).bytes(500)])
def test_what_is_no_table_is_an_integrity_error(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(IntegrityError):
        list(read_records(tmp_path / "x"))
    with pytest.raises(IntegrityError):
        table.read_columns(tmp_path / "x", ["record"])


def test_a_damaged_row_is_an_integrity_error(tmp_path):
    whole = pq.read_table(written([record()], tmp_path / "x"))
    position = whole.schema.get_field_index("axis_kind")
    pq.write_table(whole.set_column(position, "axis_kind", pa.array(["colour"])), tmp_path / "y")
    with pytest.raises(IntegrityError):
        list(read_records(tmp_path / "y"))


@pytest.mark.parametrize(
    "fields",
    [
        {"facts": Facts(measurement=Measurement.model_construct(accumulations=2**70))},
        {"review": "latin-1 \udce9"},
    ],
)
def test_what_parquet_cannot_hold_is_the_curator_s(fields):
    with pytest.raises(InvalidFact):
        table.write_records([record(**fields)], io.BytesIO(), Tier.OPEN)
