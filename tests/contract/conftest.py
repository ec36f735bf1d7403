"""The engines that an index can run on: embedded, the client's memory, and a real server.

A real server is asked where the environment names one: QDRANT_URL=http://localhost:6333.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from pigment_archive.storage.index import EdgeIndex, Index
from tests.unit.storage.index.samples import COUNT, IDENTITY, SCHEMA, make_points


class Engine:
    """One place for an index, in one engine."""

    def __init__(self, create: Callable[[], Index], reopen: Callable[[], Index]) -> None:
        self.create, self.reopen = create, reopen


def _edge(folders: pytest.TempPathFactory) -> Engine:
    root = folders.mktemp("edge") / "index"
    return Engine(
        lambda: EdgeIndex.create(root, SCHEMA, identity=IDENTITY), lambda: EdgeIndex.open(root, wait_s=0)
    )


def _server(client: Any, name: str) -> Engine:
    from pigment_archive.storage.index.server import ServerIndex

    return Engine(
        lambda: ServerIndex.create(client, name, SCHEMA, identity=IDENTITY),
        lambda: ServerIndex.open(client, name),
    )


@pytest.fixture(scope="module", params=["edge", "memory", "server"])
def engines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Engine]]:
    """Gives a new place for an index at every call; collections on a server are removed at the end."""
    if request.param == "edge":
        yield lambda: _edge(tmp_path_factory)
        return
    if request.param == "server" and "QDRANT_URL" not in os.environ:
        pytest.skip("no real server: QDRANT_URL is not set")
    where = {"location": ":memory:"} if request.param == "memory" else {"url": os.environ["QDRANT_URL"]}
    client = pytest.importorskip("qdrant_client").QdrantClient(**where)
    names: list[str] = []

    def new() -> Engine:
        names.append(f"contract-{uuid4()}")
        return _server(client, names[-1])

    yield new
    for name in names:
        client.delete_collection(name)
    client.close()


@pytest.fixture
def engine(engines: Callable[[], Engine]) -> Engine:
    return engines()


@pytest.fixture
def index(engine: Engine) -> Iterator[Index]:
    """An empty index of one's own."""
    with engine.create() as opened:
        yield opened


@pytest.fixture(scope="module")
def filled(engines: Callable[[], Engine]) -> Iterator[Index]:
    """One index for all tests that leave it as it is."""
    with engines().create() as opened:
        opened.upsert(make_points(COUNT))
        opened.flush()
        yield opened
