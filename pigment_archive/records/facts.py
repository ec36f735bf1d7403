"""The facts about a measured piece, grouped by what they are about. Each is optional; none is guessed."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.records.vocabulary import Origin, Role


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class Material(_Group):
    """What it is."""

    name: str | None = Field(None, description="Name of the material, for example cinnabar.")
    role: Role | None = Field(None, description="What it does in a paint.")
    aat_uri: str | None = Field(None, description="Getty AAT URI of the material.")
    colour_index: str | None = Field(None, description="Colour Index generic name, for example PR106.")
    cas: str | None = Field(None, description="CAS registry number.")
    formula: str | None = Field(None, description="Chemical formula as the source writes it.")
    phase: str | None = Field(None, description="Mineral or phase, for example rutile.")
    origin: Origin | None = Field(None, description="Natural or synthetic.")
    purity: str | None = Field(None, description="Purity code or statement of the source.")
    introduced: str | None = Field(None, description="Date of introduction with its source, as text.")


class Sample(_Group):
    """The piece measured. Spectra of one sample are never split between training and test."""

    name: str | None = Field(None, description="Local label of the sample, for example R050072.")
    igsn: str | None = Field(None, description="IGSN (a DOI) of the sample.")
    custodian: str | None = Field(None, description="ROR URI or name of the institution holding the sample.")
    supplier: str | None = Field(None, description="Supplier, for example Kremer.")
    product: str | None = Field(None, description="Supplier's product number.")
    lot: str | None = Field(None, description="Supplier's lot number.")
    particle_size: str | None = Field(None, description="Particle size as stated, for example <74um.")
    preparation: str | None = Field(
        None, description="How the sample was prepared: binder, dilution, ageing."
    )
    locality: str | None = Field(None, description="Where the material was found, as the source states it.")
    sampling_site: str | None = Field(None, description="Where on the object the sample was taken.")
    taken_at: str | None = Field(None, description="When the sample was taken, ISO 8601 where unambiguous.")


class Object(_Group):
    """The artefact a sample belongs to."""

    name: str | None = Field(None, description="Inventory number or name of the object.")
    title: str | None = Field(None, description="Title of the object.")


class Session(_Group):
    """One sitting at one instrument."""

    name: str | None = Field(None, description="Label of the session, for example a date and an instrument.")
    reference: str | None = Field(None, description="Reference material measured in the session.")


class Measurement(_Group):
    """How it was measured."""

    instrument: str | None = Field(None, description="Instrument name and model.")
    instrument_serial: str | None = Field(None, description="Serial number of the instrument.")
    geometry: str | None = Field(None, description="Geometry or accessory.")
    laser_wavelength: float | None = Field(None, gt=0, description="Laser wavelength in nm.")
    laser_power: float | None = Field(None, ge=0, description="Laser power on the sample in mW.")
    objective: str | None = Field(None, description="Objective.")
    grating: str | None = Field(None, description="Grating.")
    detector: str | None = Field(None, description="Detector.")
    tube_voltage: float | None = Field(None, ge=0, description="X-ray tube voltage in kV.")
    tube_current: float | None = Field(None, ge=0, description="X-ray tube current in uA.")
    tube_filter: str | None = Field(None, description="X-ray tube filter.")
    integration_time: float | None = Field(None, ge=0, description="Integration time in s.")
    accumulations: int | None = Field(None, ge=0, lt=2**63, description="Number of accumulated scans.")
    resolution: float | None = Field(None, gt=0, description="Spectral resolution (FWHM) in the axis unit.")
    atmosphere: str | None = Field(None, description="Atmosphere.")
    white_reference: str | None = Field(None, description="White reference used.")
    measured_at: str | None = Field(None, description="When measured, ISO 8601 where unambiguous.")
    replicate: int | None = Field(None, ge=0, lt=2**63, description="Number of this repeat.")
    statistic: str | None = Field(None, description="What of several measurements it is: average, median.")
    live_time: float | None = Field(None, ge=0, description="X-ray live time in s.")
    real_time: float | None = Field(None, ge=0, description="X-ray real time in s.")
    position_x: float | None = Field(None, description="Place across an image, in the unit position_unit.")
    position_y: float | None = Field(None, description="Place down an image, in the unit position_unit.")
    position_unit: str | None = Field(None, description="Unit of the place: pixel, um, mm.")
    pixels: int | None = Field(None, ge=1, lt=2**63, description="Pixels averaged into this spectrum.")


class Facts(_Group):
    """All facts of one spectrum, one group a thing.

    `merged` lets a later source win fact by fact: header < profile < sheet < flags.
    """

    material: Material = Field(Material(), description="What it is.")
    sample: Sample = Field(Sample(), description="The piece measured.")
    object: Object = Field(Object(), description="The artefact it belongs to.")
    session: Session = Field(Session(), description="The sitting at the instrument.")
    measurement: Measurement = Field(Measurement(), description="How it was measured.")

    def merged(self, later: Facts) -> Facts:
        """A new value in which every fact present in `later` replaces the one here."""
        groups = {}
        for group in type(self).model_fields:
            kept = getattr(self, group).model_dump(exclude_none=True)
            new = getattr(later, group).model_dump(exclude_none=True)
            groups[group] = {**kept, **new}
        return Facts.model_validate(groups)
