"""JCAMP-DX in every form of number, written from the tables of the standard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tests.spectrum_files import SampleFile, jcamp

WAVE = [0, 3, 3, 3, 3, 15, 140, 1502, 1499, 1499, -27, -27, -27, -28, 0, 0, 0, 0, 0, 12]
FIRST_X = 400
FORMS = ("AFFN", "PAC", "SQZ", "DIF", "DIFDUP", "SQZDUP")
STRUCTURE = "##TITLE=a molecule\n##JCAMP-CS=3.7\n##ATOMLIST=\n1 C 3\n2 C 3\n##BONDLIST=\n1 2 S\n##END=\n"


def coded(value: int, positive: str, negative: str) -> str:
    """A number whose first digit and sign are one character; `positive` begins with its zero."""
    digits = str(abs(value))
    return (positive[int(digits[0])] if value >= 0 else negative[int(digits[0]) - 1]) + digits[1:]


def squeezed(value: int) -> str:
    """SQZ: 15 is `A5`, -2 is `b`."""
    return coded(value, "@ABCDEFGHI", "abcdefghi")


def difference(value: int) -> str:
    """DIF: +15 is `J5`, -2 is `k`, 0 is `%`."""
    return coded(value, "%JKLMNOPQR", "jklmnopqr")


def without_repeats(tokens: Sequence[str], keep: int) -> str:
    """DUP: equal neighbours become one and a count, `%%%` is `%U`; the first `keep` are left alone."""
    out: list[tuple[str, int]] = []
    for place, token in enumerate(tokens):
        if place > keep and out and out[-1][0] == token:
            out[-1] = (token, out[-1][1] + 1)
        else:
            out.append((token, 1))
    return "".join(t + ("" if n == 1 else coded(n, "?STUVWXYZs", "")) for t, n in out)


def lines(
    values: Sequence[int], form: str, *, a_line: int = 6, first: float = FIRST_X, step: float = 1
) -> str:
    """The lines of `(X++(Y..Y))`, with the check values that DIF needs."""
    text, position = [], 0
    while position < len(values):
        row = list(values[position : position + a_line])
        head = f"{first + step * position:g}"
        if form == "AFFN":
            body = " " + " ".join(map(str, row))
        elif form == "PAC":
            body = "".join(f"{value:+d}" for value in row)
        elif form.startswith("SQZ"):
            body = without_repeats([squeezed(value) for value in row], 0 if "DUP" in form else len(row))
        else:
            steps = [difference(b - a) for a, b in pairwise(row)]
            body = squeezed(row[0]) + without_repeats(steps, 0 if "DUP" in form else len(row))
        text.append(head + body)
        is_last = position + a_line >= len(values)
        if form.startswith("DIF") and len(row) > 1:
            position += len(row) - 1
            if is_last:
                text.append(f"{first + step * position:g}{squeezed(row[-1])}")
                break
        else:
            position += len(row)
    return "\n".join(text)


def table(numbers: str, form: str = "(X++(Y..Y))", label: str = "XYDATA") -> str:
    """A data record."""
    return f"##{label}={form}\n{numbers}\n"


def infrared(numbers: str, *, count: int = len(WAVE), **records: str) -> bytes:
    """An infrared spectrum on 400, 401, ... 1/CM."""
    said = {"DATA_TYPE": "INFRARED SPECTRUM", "YUNITS": "ABSORBANCE", "YFACTOR": "1", "NPOINTS": f"{count}"}
    said |= {"FIRSTX": f"{FIRST_X}", "LASTX": f"{FIRST_X + count - 1}"}
    return jcamp(table=table(numbers), **(said | records))


def linked(*blocks: bytes, count: int | None = None, end: str = "##END=\n") -> bytes:
    """Blocks inside a LINK block."""
    head = "##TITLE=all\n##JCAMP-DX=5.01\n##DATA TYPE=LINK\n##ORIGIN=a museum\n"
    head += f"##BLOCKS={count or len(blocks)}\n"
    return head.encode() + b"".join(blocks) + end.encode()


def peaks(numbers: str = "400, 1; 410, 3\n420, 2", form: str = "(XY..XY)", **records: str) -> bytes:
    """A table of three peaks."""
    said = {
        "DATA_TYPE": "INFRARED PEAK TABLE",
        "NPOINTS": "3",
        "FIRSTX": "400",
        "LASTX": "420",
        "YFACTOR": "1",
    }
    return jcamp(table=table(numbers, form, "PEAK TABLE"), **(said | records))


def samples() -> list[SampleFile]:
    """One file a variant."""
    forms = [
        SampleFile("jcamp", f"{form.lower()}.dx", infrared(lines(WAVE, form)), declares_length=True)
        for form in FORMS
    ]
    whole = infrared(lines(WAVE, "DIFDUP"))
    return [
        *forms,
        SampleFile("jcamp", "peaks.jdx", peaks(), declares_length=True),
        SampleFile("jcamp", "linked.jdx", linked(whole, STRUCTURE.encode(), whole), 2),
        SampleFile("jcamp", "one_after_another.jdx", whole + whole, 2),
    ]
