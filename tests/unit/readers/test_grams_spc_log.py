"""The log of GRAMS SPC files: odd ones cost no spectrum, cut ones are noticed."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Truncated
from tests.spectrum_files import INTENSITY
from tests.unit.readers import files_grams_spc as files
from tests.unit.readers.files_grams_spc import log_block, spc
from tests.unit.readers.test_grams_spc import codes, read


@pytest.mark.parametrize(
    "log",
    [
        log_block(files.LOG)[:-1],
        log_block(files.LOG, text=9),
        log_block(files.LOG, size=10),
        log_block(files.LOG, text=2**31, size=2**31 + 1),
        log_block(files.LOG, size=4096),
    ],
)
def test_a_damaged_log_is_a_note_and_the_spectrum_whole(log: bytes) -> None:
    (spectrum,) = read(spc(log=log))
    assert np.allclose(spectrum.values, INTENSITY)
    assert codes(spectrum) == ["log_damaged"]
    assert codes(read(spc(log=log_block(files.LOG)))[0]) == []


def test_a_file_cut_within_its_log_is_truncated_unless_a_line_ends_there() -> None:
    data = spc(log=log_block(files.LOG))
    for end in range(len(data) - 64 - len(files.LOG), len(data)):
        if data[:end].endswith((b"\r", b"\n")):
            assert codes(read(data[:end])[0]) == ["log_damaged"]
        else:
            with pytest.raises(Truncated):
                read(data[:end])
    assert codes(read(spc(flogoff=len(spc())))[0]) == ["log_damaged"]
    assert codes(read(spc(flogoff=2**31))[0]) == ["log_damaged"]


def test_a_log_within_the_data_is_damaged_and_what_follows_the_data_is_noted() -> None:
    assert codes(read(spc(flogoff=520))[0]) == ["log_damaged"]
    assert codes(read(spc() + b"more")[0]) == ["not_read"]
    assert codes(read(spc() + bytes(64))[0]) == []
    assert codes(read(spc(log=log_block(files.LOG, text=70, binary=6)))[0]) == ["not_read"]
