"""Names are kept as near to the given ones as text can be."""

from __future__ import annotations

import pytest

from pigment_archive.readers.names import readable


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("zinnober é ⁻¹.txt", "zinnober é ⁻¹.txt"),
        ("b\udcffad", "b�ad"),
        ("\x1b[31mred\n\x9b", "�[31mred��"),
    ],
)
def test_what_is_no_text_is_replaced(name: str, kept: str) -> None:
    assert readable(name) == kept
    assert readable(name).encode()
