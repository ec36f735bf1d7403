"""LabSpec XML exports, written as LabSpec 6 lays them out."""

from __future__ import annotations

import numpy as np

from tests.spectrum_files import INTENSITY, SHIFT, SampleFile

NAME, VALUE, TYPE, UNIT, NUMBERS = "0x6D6D616E", "0x7D6C61DB", "0x6D707974", "0x7C696E75", "0x7D6CD4DB"
SETTINGS = {
    "Acq. time (s)": "3",
    "Accumulations": "2",
    "Instrument": "LabRAM HR Evol",
    "Laser (nm)": "633 ",
    "Grating": "600 gr/mm",
    "StageXY": "Märzhäuser",
    "Acquired": "19.08.2022 09:20:51",
}
SINGLE = [("Intens", "Cnt/sec", None), ("Spectr", "1/cm", SHIFT[::-1])]
MAP = [*SINGLE, ("X", "µm", np.array([-2.0, 0.0, 2.0])), ("Y", "µm", np.array([-1.0, 1.0]))]


def element(code: str, content: str, form: int = 9, size: int | None = None) -> str:
    """One `LSX` element."""
    declared = "" if size is None else f' Size="{size}"'
    return f'<LSX Format="{form}" ID="{code}"{declared}>{content}</LSX>\n'


def numbers(values: np.ndarray) -> str:
    """Numbers, fifteen a line."""
    fields = [f"{value:g}" for value in values]
    lines = [" ".join(fields[start : start + 15]) for start in range(0, len(fields), 15)]
    return "\n" + " \n".join(lines) + " \n"


def xml(
    axes: list[tuple[str, str, np.ndarray | None]] = SINGLE, rows: int = 1, before: str = "", **changes: str
) -> bytes:
    """A whole file; row n holds the intensities plus n."""
    said = SETTINGS | {key.replace("_", " "): value for key, value in changes.items()}
    described = ""
    for number, (label, unit, values) in enumerate(axes):
        content = element(TYPE, label, 7) + element(UNIT, unit, 7)
        if values is not None:
            content += element(NUMBERS, numbers(values), 6, len(values))
        described += element(f"0x{number:X}", content, size=3)
    settings = "".join(
        element("0x8716361", element(NAME, key, 7) + element(VALUE, value, 7), size=2)
        for key, value in said.items()
    )
    matrix = "".join(
        f'<LSX_Row Format="6" Index="{n}" Size="{INTENSITY.size}">{numbers(INTENSITY[::-1] + n)}</LSX_Row>\n'
        for n in range(rows)
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<LSX_Data>\n<LSX_Tree Format="9" ID="0x69746164">\n'
        + element(TYPE, "Spectrum", 7)
        + element("0x6C7469D9", "in oil", 8)
        + element("0x7A74D9D6", element("0x7B697861", described, size=len(axes)), size=1)
        + element("0x6C62D4D9", settings)
        + f'</LSX_Tree>\n<LSX_Matrix Format="6" ID="{NUMBERS}" Size="{rows * INTENSITY.size}">\n{matrix}'
        + "</LSX_Matrix>\n</LSX_Data>\n"
    )
    return text.encode()


def samples() -> list[SampleFile]:
    """A single spectrum and a map."""
    return [
        SampleFile("labspec_xml", "single.xml", xml(), declares_length=True),
        SampleFile("labspec_xml", "map.xml", xml(MAP, 6), 6, declares_length=True),
    ]
