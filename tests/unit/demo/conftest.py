"""The starter collection, written once for all tests of this folder."""

from __future__ import annotations

import pytest

from pigment_archive.demo.collection import DemoFiles, write_collection


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return write_collection(tmp_path_factory.mktemp("demo"))
