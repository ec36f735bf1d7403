from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from pigment_archive.errors import ArchiveLocked
from pigment_archive.storage.lock import ArchiveLock, holder_of

HOLD = """
import sys, time
from pathlib import Path
from pigment_archive.storage.lock import ArchiveLock
lock = ArchiveLock(Path(sys.argv[1]), socket="/run/archive.sock")
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def other_process(root):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(root)], stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_writer_is_told_who_holds_it(root, other_process):
    with pytest.raises(ArchiveLocked) as caught:
        ArchiveLock(root)
    assert f"process {other_process.pid} on " in caught.value.problem
    assert caught.value.exit_status == 52
    assert "\n" not in str(caught.value)
    holder = holder_of(root)
    assert holder is not None
    assert (holder.process, holder.socket) == (other_process.pid, "/run/archive.sock")


def test_a_killed_holder_leaves_only_text(root, other_process):
    other_process.kill()
    other_process.wait()
    assert holder_of(root) is not None
    with ArchiveLock(root):
        holder = holder_of(root)
        assert holder is not None
        assert holder.process == os.getpid()


def test_threads_exclude_each_other(root):
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        with ArchiveLock(root, wait_s=10):
            inside += 1
            most = max(most, inside)
            time.sleep(0.01)
            inside -= 1

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_waiting_ends_when_the_lock_is_free(root):
    lock = ArchiveLock(root)
    threading.Timer(0.15, lock.release).start()
    began = time.monotonic()
    with ArchiveLock(root, wait_s=10):
        assert 0.1 < time.monotonic() - began < 5


def test_waiting_ends_in_an_error(root):
    began = time.monotonic()
    with ArchiveLock(root), pytest.raises(ArchiveLocked):
        ArchiveLock(root, wait_s=0.2)
    assert time.monotonic() - began >= 0.2


def test_after_release_nobody_is_named_and_a_second_release_is_harmless(root):
    lock = ArchiveLock(root)
    lock.release()
    lock.release()
    assert holder_of(root) is None
    with ArchiveLock(root):
        lock.release()
        with pytest.raises(ArchiveLocked):
            ArchiveLock(root)


@pytest.mark.parametrize("text", ["", "not json", '{"process": "x"}'])
def test_strange_text_in_the_lock_file_does_no_harm(root, text):
    (root / "lock").write_text(text)
    assert holder_of(root) is None
    ArchiveLock(root).release()
