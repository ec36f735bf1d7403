"""Write the small archive that stays in the tests for ever, as this version of the program writes it.

    python -m tests.regression.make_archive

Run once for each released version. It makes `archives/<version>.tar.xz` (an archive without its index, which
can be made again, and a question) and `archives/<version>.json` (what was in it and how it answered).
Everything is simulated.
"""

from __future__ import annotations

import json
import tarfile
import tempfile
from pathlib import Path
from typing import Final

import numpy as np

import pigment_archive as pa
from pigment_archive.demo import formats
from pigment_archive.demo.simulate import FloatArray
from pigment_archive.encoder import VaeSettings
from pigment_archive.workflows.release import build_release

ARCHIVES: Final = Path(__file__).parent / "archives"
QUESTION: Final = "unknown.txt"
LEFT_OUT: Final = ("archive/index", "archive/lock")
BANDS: Final = {"azurite": (250, 403, 1096), "cinnabar": (253, 284, 343), "malachite": (433, 1058, 1100)}
SHIFT: Final = np.arange(140.0, 1300.0, 4.0)
WAVELENGTH: Final = np.arange(390.0, 1010.0, 4.0)
NETWORK: Final = VaeSettings(latent_dim=32, hidden=(16,), max_epochs=100)


def counts(material: str, chance: np.random.Generator) -> FloatArray:
    """Whole numbers of a noisy Raman spectrum with three bands on a slope."""
    bands = np.exp(-0.5 * ((SHIFT[:, None] - BANDS[material]) / 7.0) ** 2) @ chance.uniform(0.6, 1.0, 3)
    return np.round(1000 * bands + 0.2 * SHIFT + chance.normal(0, 5, SHIFT.size))


def labels(material: str, number: int) -> dict[str, str]:
    """What a file says of its spectrum."""
    name = f"{material[0].upper()}{number:02}"
    return {"material": material, "sample": name, "object": f"object {name}", "simulated": "true"}


def write_files(folder: Path) -> None:
    """Some files of every format: `open/`, `sealed/` and the question."""
    chance = np.random.default_rng(1)
    (folder / "open").mkdir()
    (folder / "sealed").mkdir()
    rows, members = [], {}
    for number in range(5):
        for material in BANDS:
            said = labels(material, number)
            text = formats.delimited(said, SHIFT, counts(material, chance))
            (folder / "open" / f"{said['sample']}.txt").write_text(text, "utf-8")
            again = said | {"session": "second"}
            rows.append((again, counts(material, chance)))
            members[f"{said['sample']}.txt"] = formats.delimited(again, SHIFT, counts(material, chance))
            _write_headed(folder / ("sealed" if number else "open"), material, number, chance)
    (folder / "open" / "table.csv").write_text(formats.matrix(rows, SHIFT), "utf-8")
    (folder / "open" / "packed.zip").write_bytes(formats.zipped(members))
    library = [
        ({"spectra names": f"R{i:02}"}, np.linspace(0.1, 0.6, WAVELENGTH.size) ** i) for i in (1, 2, 3)
    ]
    header, numbers = formats.envi_library(library, WAVELENGTH, {"simulated": "true"})
    (folder / "open" / "library.hdr").write_text(header, "utf-8")
    (folder / "open" / "library.sli").write_bytes(numbers)
    question = formats.delimited({"simulated": "true"}, SHIFT, counts("cinnabar", chance))
    (folder / QUESTION).write_text(question, "utf-8")


def _write_headed(folder: Path, material: str, number: int, chance: np.random.Generator) -> None:
    said = {"NAMES": material, "RRUFFID": f"X{number:06}", "SIMULATED": "true"}
    name = f"{material}__X{number:06}__Raman__532__0__unoriented__Simulated__{number}.txt"
    (folder / name).write_text(formats.rruff(said, SHIFT, counts(material, chance)), "utf-8")
    titled = {"TITLE": f"J{number:02}", "NAMES": material, "SIMULATED": "true"}
    text = formats.jcamp(titled, SHIFT, counts(material, chance))
    (folder / f"{material}{number}.jdx").write_text(text, "utf-8")


def fill(root: Path, files: Path) -> dict[str, object]:
    """The whole road; returns what the archive must still say later."""
    pa.init(root)
    with pa.open(root) as archive:
        pa.ingest(archive, [files / "open"], collection="regression", tier="open")
        pa.ingest(archive, [files / "sealed"], collection="regression", tier="sealed")
        model = pa.train(archive, "raman", network=NETWORK).model
        build_release(archive, model, name="2026.1", cells=1)
        answer = pa.search(archive, pa.read(files / QUESTION)[0], top=5)
        info = pa.info(archive)
        spectra = sorted(
            [record.record, record.spectrum.fingerprint()]
            for accession in archive.accessions.ids()
            for record in archive.accessions.read(accession)
        )
    return {
        "by_tier": dict(info.by_tier),
        "model": model,
        "hits": [[hit.record, hit.material, hit.distance, hit.spectral_similarity] for hit in answer.hits],
        "spectra": spectra,
    }


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    if member.name.startswith(LEFT_OUT):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def main() -> None:
    """Write the pair of files of this version."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write_files(place)
        said = fill(place / "archive", place)
        ARCHIVES.mkdir(exist_ok=True)
        with tarfile.open(ARCHIVES / f"{pa.__version__}.tar.xz", "w:xz", preset=9) as packed:
            for name in ("archive", QUESTION):
                packed.add(place / name, name, filter=_anonymous)
    (ARCHIVES / f"{pa.__version__}.json").write_text(json.dumps(said, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
