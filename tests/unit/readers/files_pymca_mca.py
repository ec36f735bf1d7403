"""SPEC files with MCA spectra, written from the descriptions of silx and of spec; a single column."""

from __future__ import annotations

from tests.spectrum_files import SampleFile
from tests.unit.readers.xray_counts import CHANNELS, COUNTS, lines

FILE = "#F /data/sample.mca\n#E 1455180875\n#D Thu Feb 11 09:54:35 2016\n#C imaging  User = opid17\n\n"


def at_a(numbers: object = COUNTS) -> str:
    """One spectrum, sixteen counts a line, lines joined by a backslash."""
    return "@A " + lines(numbers, each=16, end="\\\n").removesuffix("\\\n") + "\n"  # type: ignore[arg-type]


def scan(
    number: int = 1,
    *,
    points: int = 1,
    detectors: int = 1,
    channels: str = f"{CHANNELS} 0 {CHANNELS - 1} 1",
    calibrations: tuple[str, ...] = ("-0.5 0.1 1e-05",),
    times: tuple[str, ...] = ("10 9.5 10.1",),
) -> str:
    """One scan with its points, each with a row of counters and a spectrum a detector."""
    head = f"#S {number} ascan  x 0 1 {points} 1\n#D Thu Feb 11 10:00:3{number} 2016\n"
    head += f"#@MCA %16C\n#@CHANN {channels}\n"
    head += "".join(f"#@CALIB {text}\n" for text in calibrations) + "".join(
        f"#@CTIME {text}\n" for text in times
    )
    head += "#N 2\n#L x  I0\n"
    body = "".join(
        f"{point} 100\n" + "".join(at_a(COUNTS + 10 * point + detector) for detector in range(detectors))
        for point in range(points)
    )
    return head + body + "\n"


COUNTERS = "#S 9 ascan  x 0 1 2 1\n#D Thu Feb 11 09:55:20 2016\n#N 2\n#L x  I0\n0 1\n1 2\n\n"


def single() -> bytes:
    """As PyMca saves one spectrum."""
    return (
        "#F out.mca\n#D Thu Feb 11 09:54:35 2016\n\n#S 1 legend\n#D Thu Feb 11 09:54:35 2016\n#@MCA %16C\n"
        f"#@CHANN {CHANNELS} 0 {CHANNELS - 1} 1\n#@CALIB 0.02 0.1 0\n{at_a()}\n"
    ).encode()


def several() -> bytes:
    """Counters, a scan of two points with two detectors, a scan with one."""
    return (
        FILE + COUNTERS + scan(2, points=2, detectors=2, calibrations=("0 0.1 0", "0 0.2 0")) + scan(3)
    ).encode()


def column(comments: str = "# pigment\n# Mo tube\n") -> bytes:
    """One count a line under comments."""
    return (comments + lines(COUNTS)).encode()


def samples() -> list[SampleFile]:
    """One spectrum, and several."""
    return [
        SampleFile("pymca_mca", "one.mca", single(), declares_length=True),
        SampleFile("pymca_mca", "several.spec", several(), 5),
    ]
