"""The page of a diagnosis: what is bad comes first, every picture is drawn, names stay text."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.evaluation.control_chart import control_chart
from pigment_archive.evaluation.diagnosis import Diagnosis, distribution
from pigment_archive.evaluation.diagnosis_limits import LIMITS
from pigment_archive.evaluation.findings import Association, Finding, NotJudged, Question, Verdict
from pigment_archive.pages.diagnosis_page import diagnosis_page
from pigment_archive.records import Technique, Tier

HOSTILE = "<script>alert(1)</script> $x^2$"


def finding(verdict: Verdict, code: str = "axis_shift") -> Finding:
    return Finding(
        code=code,
        question=Question.SITTING,
        subject="session",
        measured=f"how far: {HOSTILE}",
        value=2.0,
        threshold=1.5,
        unit="cm-1",
        verdict=verdict,
        concerns=(HOSTILE,),
        concerned=1,
        remedy="" if verdict is Verdict.OK else "Calibrate.",
    )


def report(*findings: Finding, pictures: bool = True, tier: Tier = Tier.OPEN) -> Diagnosis:
    values = [0.0, 1.0] * 6 + [9.0]
    chart = control_chart(
        values,
        [(HOSTILE, 1)] * len(values),
        about=("distance", "latent", HOSTILE),
        baseline=6,
        side="both",
        limits=LIMITS,
    )
    names = [HOSTILE if row % 2 else f"collection {row}" for row in range(40)]
    far = distribution("distance", np.linspace(0.0, 2.0, 40), names)
    assert far is not None
    told = Association(
        fact="session", spectra=40, values=3, with_fact=0.2, with_material=0.4, expected=0.1, spread=0.01
    )
    return Diagnosis(
        model="raman-1",
        technique=Technique.RAMAN,
        spectra=40,
        parts={"training": 40},
        tiers=(tier,),
        collections=(HOSTILE,),
        left_out={},
        findings=findings,
        not_judged=(NotJudged(code="artefact", subject="laser", why="it is not stated"),),
        associations=(told,) if pictures else (),
        charts=(chart,) if pictures else (),
        distributions=(far,) if pictures else (),
        limits=LIMITS,
        elapsed_s=1.0,
    )


def test_names_stay_text():
    page = diagnosis_page(report(finding(Verdict.ACT)))
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 3
    assert " src=" not in page


@pytest.mark.parametrize("pictures", [True, False])
def test_what_there_is_is_drawn(pictures):
    page = diagnosis_page(report(finding(Verdict.LOOK), pictures=pictures))
    assert page.count("<svg") == 3 * pictures
    assert ("Control charts" in page) is pictures
    assert "it is not stated" in page


def test_what_is_in_order_needs_no_action():
    calm = diagnosis_page(report(finding(Verdict.OK)))
    assert "0 to act on, 0 to look at, 1 in order." in calm
    assert "what to do" not in calm
    urgent = diagnosis_page(report(finding(Verdict.ACT)))
    assert urgent.index("Calibrate.") < urgent.index("<svg")


def test_records_that_are_not_open_are_told():
    assert "not for publication" in diagnosis_page(report(finding(Verdict.OK), tier=Tier.SEALED))
    assert "not for publication" not in diagnosis_page(report(finding(Verdict.OK)))


def test_the_same_diagnosis_gives_the_same_page():
    assert diagnosis_page(report(finding(Verdict.ACT))) == diagnosis_page(report(finding(Verdict.ACT)))
