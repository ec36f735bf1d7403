"""Train the models that ship with the package, from the open sets: `make starters`.

    PIGMENT_ARCHIVE_DATA=../shared/data python -m tests.starters

Every model is trained as anybody would train it, with the default settings of its technique, and exported
with what `pigment_archive/starters/<name>.toml` says of it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import pigment_archive as pa
from pigment_archive import starters
from pigment_archive.workflows.model_exchange import export_model
from pigment_archive.workflows.review import review

FOLDER: Final = Path(starters.__file__).parent


class Recipe(NamedTuple):
    """Where the spectra of a starter are, by collection, and what training is told."""

    sources: tuple[tuple[str, str], ...]
    training: dict[str, object] = {}  # noqa: RUF012
    quantity: str | None = None


STARTERS: Final = {
    "raman": Recipe((("rruff", "rruff_raman/rruff_excellent_unoriented_train.tar.xz"),)),
    "reflectance": Recipe(
        (
            ("usgs_splib06", "usgs_splib06/native_ascii_all.tar.xz"),
            ("usgs_splib07", "usgs_splib07/native_envi"),
            ("usgs_splib07", "usgs_splib07/native_json_pigments"),
            ("hyppigments", "hyppigments/native"),
        )
    ),
    "xrf": Recipe((("msa_ochre_pxrf", "msa_ochre_pxrf/native_csv.zip"),), {"labels": "sample"}),
    "ftir_atr": Recipe(
        (("hodgkins2018", "hodgkins2018_organics/native"),), {"latent_dim": 32}, quantity="absorbance"
    ),
}


def make(name: str, data: Path, into: Path) -> Path:
    """Train and export one starter.

    Args:
        name: A technique in `STARTERS`.
        data: The folder of the open sets.
        into: Where the file goes.
    """
    recipe = STARTERS[name]
    with TemporaryDirectory() as folder:
        pa.init(Path(folder) / "archive")
        with pa.open(Path(folder) / "archive") as archive:
            for collection, source in recipe.sources:
                pa.ingest(archive, [data / source], collection=collection, technique=name, tier="open")
            if recipe.quantity:
                review(archive, quantity=recipe.quantity)
            model = pa.train(archive, name, **recipe.training).model
            target = into / f"{name}.zip"
            target.unlink(missing_ok=True)
            export_model(archive, model, target, describe=FOLDER / f"{name}.toml")
    return target


if __name__ == "__main__":
    where = Path(os.environ.get("PIGMENT_ARCHIVE_DATA", "../shared/data"))
    for name in sys.argv[1:] or STARTERS:
        print(make(name, where, FOLDER))
