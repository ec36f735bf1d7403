"""MCA spectra in SPEC files, as ESRF's spec and PyMca write them; and PyMca's single column of counts.

A scan begins with `#S`, a spectrum with `@A`; a line that ends in `\\` goes on in the next. `#@CHANN` is
number, first and last channel and their step, `#@CALIB` a, b, c of energy = a + b c + c c² (in keV for PyMca;
the identity 0 1 0 means not calibrated), `#@CTIME` preset, live and real time. With several detectors or
points the k-th spectrum of a scan takes the k-th of such lines, again from the first where there are fewer.
The columns of counters between the spectra stay in the original.
"""

from __future__ import annotations

import re

from pigment_archive.readers.pymca_mca.column import is_column, read_column
from pigment_archive.readers.pymca_mca.scans import read_scans
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode

_SCAN = re.compile(rb"(?:^|[\r\n])#S ")
_MCA = re.compile(rb"[\r\n](?:#@MCA|#@CHANN|@[A-Z]\d* )")


def sniff(head: bytes, name: str) -> bool:
    """A SPEC file with MCA lines; or, named `.mca`, comments and a single column of numbers."""
    plain = head.removeprefix(b"\xef\xbb\xbf")
    is_spec = plain.lstrip()[:1] == b"#" and _SCAN.search(plain) is not None
    return (is_spec and _MCA.search(plain) is not None) or is_column(head, name)


def read(content: Content) -> Reading:
    """Every spectrum of every scan, in file order, those with another number of channels as refused.

    Raises:
        Truncated: The file ends inside its last spectrum.
        UnsupportedVariant: There are counters only.
        Inconsistent: A single column holds something else than numbers.
        TooLarge: More spectra than the limits allow.
    """
    if is_column(content.head, content.name):
        return read_column(content)
    return read_scans(decode(content.data), content)


READER = Reader(
    name="pymca_mca",
    version=1,
    suffixes=(".mca", ".spec", ".dat"),
    description="SPEC with MCA (ESRF, PyMca); PyMca single column",
    keeps="all `#` lines of file and scan; live and real time",
    refuses="scans of counters without MCA; another number of channels than `#@CHANN`",
    library="own",
    tested_with="XRFSpectrum.mca of PyMca; files written from silx' and spec's descriptions",
    sniff=sniff,
    read=read,
)
