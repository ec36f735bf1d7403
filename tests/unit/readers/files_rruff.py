"""RRUFF text in the form of its newer site, which says the method and the laser in the file itself."""

from __future__ import annotations

from tests.spectrum_files import INTENSITY, SHIFT, SampleFile

NAME = "Cinnabar__R040064__Raman__532__0-000____Raman_Data_Processed__0123456789abcdef0123456789ab.txt"


def newer(
    *extra: str,
    filetype: str = "Raman Processed",
    wavelength: str = "532",
    between: str = ", ",
    end: str = "\n",
) -> bytes:
    """A whole file; extra lines stand before the blank line that precedes the numbers."""
    lines = ["##NAMES=Cinnabar", "##RRUFFID=R040064", "##IDEAL CHEMISTRY=HgS", "##LOCALITY=Almadén, Spain"]
    lines += ["##CELL PARAMETERS=a: 4.1", "##CELL PARAMETERS=a: 4.149 c: 9.495", f"##FILETYPE={filetype}"]
    lines += [f"##RAMAN WAVELENGTH={wavelength}"] if wavelength else []
    rows = [f"{x:.4f}{between}{y:.4f}" for x, y in zip(SHIFT, INTENSITY, strict=True)]
    return ("\n".join([*lines, *extra, "", *rows]) + end).encode()


def samples() -> list[SampleFile]:
    """With a comma and with white space between the numbers."""
    return [
        SampleFile("rruff", NAME, newer()),
        SampleFile("rruff", "white-space.txt", newer("#Instrument=\tXploRA", "X Y", between=" ")),
    ]
