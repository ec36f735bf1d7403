"""The whole road on a simulated collection: write, ingest, train, search, map, release, verify."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from pigment_archive.archive import open_archive
from pigment_archive.demo.collection import write_collection
from pigment_archive.errors import UsageError
from pigment_archive.records import Technique, Tier
from pigment_archive.storage.files import make_folder
from pigment_archive.workflows.ingest import IngestReport, ingest
from pigment_archive.workflows.init import init
from pigment_archive.workflows.intake import IngestOptions
from pigment_archive.workflows.map import MapReport, draw_map
from pigment_archive.workflows.plot import plot_best_hit
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.release import ReleaseReport, build_release
from pigment_archive.workflows.reports import Report
from pigment_archive.workflows.search import Answer, SearchOptions, search_files
from pigment_archive.workflows.train import TrainOptions, train
from pigment_archive.workflows.train_report import TrainReport
from pigment_archive.workflows.verify import VerifyReport, verify


class DemoReport(Report):
    """Every station of the road."""

    folder: str = Field(description="Folder of the demo.")
    truth: str = Field(description="The pigment the unknown was simulated from.")
    ingest: IngestReport = Field(description="What was brought in.")
    train: TrainReport = Field(description="The model.")
    answer: Answer = Field(description="What was found for the unknown.")
    plot: str = Field(description="The unknown over its best hit, SVG.")
    map: MapReport = Field(description="The latent map.")
    release: ReleaseReport = Field(description="The first release.")
    verify: VerifyReport = Field(description="The check at the end.")

    def lines(self, command: str = "archive") -> list[str]:
        """The road for people, with the next commands to type; `command` is how this program is called."""
        best = self.answer.hits[0]
        right = "right" if best.material == self.truth else f"wrong: it is {self.truth}"
        archive = f"--archive {self.folder}/archive"
        return [
            f"{self.ingest.stored} spectra, simulated from published band positions: {self.folder}/archive",
            *self.train.lines(),
            f"unknown.txt is {best.material}, similarity {best.spectral_similarity:.3f} ({right})",
            f"plot     {self.plot}",
            f"map      {self.map.output}",
            f"release  {self.release.folder}: {self.release.published} cells",
            f"verify   {self.verify.summary()}",
            "",
            "Next:",
            f"  {command} search {self.folder}/unknown.txt {archive} --top 5",
            f"  {command} info {archive}",
            f"  {command} init && {command} ingest YOUR-FILES --collection mine --tier open",
        ]


def run_demo(folder: Path, *, progress: Progress = silent) -> DemoReport:
    """Make a demo in a new folder. Everything in it is simulated and says so.

    Raises:
        UsageError: The folder exists and is not empty.
        WriteFailed: The disk refused.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("the place is taken", where=str(folder), remedy="Name a new folder.")
    make_folder(folder)
    files = write_collection(folder, progress=progress)
    init(folder / "archive")
    with open_archive(folder / "archive") as archive:
        options = IngestOptions(collection="demo", tier=Tier.OPEN)
        stored = ingest(archive, [files.reference], options, progress=progress)
        trained = train(archive, Technique.RAMAN, TrainOptions(), progress=progress)
        found = search_files(archive, [files.unknown], SearchOptions())
        plot = folder / "match.svg"
        plot_best_hit(archive, found.asked[0], plot)
        progress("drawing the map", 0, 1)
        drawn = draw_map(archive, trained.model, output=folder / "latent-map.html")
        progress("drawing the map", 1, 1)
        released = build_release(archive, trained.model)
        checked = verify(archive, progress=progress)
    return DemoReport(
        folder=str(folder),
        truth=files.truth,
        ingest=stored,
        train=trained,
        answer=found.asked[0].answer,
        plot=str(plot),
        map=drawn,
        release=released,
        verify=checked,
    )
