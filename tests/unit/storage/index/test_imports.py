from __future__ import annotations

import subprocess
import sys

CODE = """
import sys, pigment_archive.storage.index
print("qdrant_client" in sys.modules, "qdrant_edge" in sys.modules)
"""


def test_the_client_for_servers_is_imported_only_by_its_adapter() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
