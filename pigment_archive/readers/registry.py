"""Every format that is read, in the order they are asked: one line a format.

To add a format: a folder beside the others whose `__init__` defines `READER`, and one line here.
"""

from __future__ import annotations

from typing import Final

from pigment_archive.readers import (
    amptek_mca,
    asd,
    bruker_opus,
    bruker_pxrf_csv,
    bruker_spx,
    delimited,
    ecostress,
    emsa_msa,
    envi,
    excel,
    grams_spc,
    iaea_spe,
    jcamp,
    labspec_text,
    labspec_xml,
    nexus,
    numpy_arrays,
    omnic,
    parquet,
    pymca_mca,
    relab,
    renishaw_wdf,
    rruff,
    spectral_evolution_sed,
    svc_sig,
    usgs_splib06,
    usgs_splib07,
)
from pigment_archive.readers.reader import Reader

REGISTRY: Final[tuple[Reader, ...]] = (
    renishaw_wdf.READER,
    bruker_opus.READER,
    asd.READER,
    labspec_xml.READER,
    labspec_text.READER,
    rruff.READER,
    usgs_splib06.READER,
    usgs_splib07.READER,
    ecostress.READER,
    relab.READER,
    svc_sig.READER,
    spectral_evolution_sed.READER,
    jcamp.READER,
    omnic.READER,
    grams_spc.READER,
    envi.READER,
    nexus.READER,
    numpy_arrays.READER,
    excel.READER,
    parquet.READER,
    bruker_spx.READER,
    emsa_msa.READER,
    amptek_mca.READER,
    pymca_mca.READER,
    iaea_spe.READER,
    bruker_pxrf_csv.READER,
    delimited.READER,  # any text: asked last
)

LAST_ASKED: Final = REGISTRY[-1]


def reader_for(head: bytes, name: str) -> Reader | None:
    """The first reader that recognises the content, None if none does."""
    return next((reader for reader in REGISTRY if reader.sniff(head, name)), None)
