"""A real Spark cluster on this machine: a master and its workers, each a process of its own, on the loopback address."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

_WITHIN_SECONDS = 240
PROPERTIES = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.executor.memory": "600m",
    "spark.executor.cores": "1",
    "spark.sql.shuffle.partitions": "4",
}
_EXECUTOR = "CoarseGrainedExecutorBackend"


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """The address of a master that has so many workers, of one core each; all ends with the block."""
    if shutil.which("java") is None:
        pytest.fail("Java is not installed, and Spark needs it: apt-get install openjdk-17-jre-headless")
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    here = ["--host", "127.0.0.1", "--webui-port", "0"]
    started = [_start(folder, "master", "master.Master", *here, "--port", str(port))]
    try:
        wait_for(folder / "master.log", "I have been elected leader", 1)
        for number in range(workers):
            work = folder / f"work{number}"
            started.append(
                _start(folder, f"worker{number}", "worker.Worker", *here, "--cores", "1", "--memory", "1g", "--work-dir",
                       str(work), address)
            )  # fmt: skip
        wait_for(folder / "master.log", "Registering worker", workers)
        yield address
    finally:
        for process in started:
            with_children = [process.pid, *descendants(process.pid)]
            for number in with_children:
                _kill(number)
            process.wait()


def _start(folder: Path, name: str, program: str, *words: str) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{program}", *words]
    log = (folder / f"{name}.log").open("wb")
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "300m"}
    with log:
        return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)


def wait_for(log: Path, words: str, times: int) -> None:
    """Until the words stand in the log so often."""
    for _ in range(_WITHIN_SECONDS * 4):
        if log.exists() and log.read_text("utf-8", "replace").count(words) >= times:
            return
        time.sleep(0.25)
    pytest.fail(f"{words!r} is not in {log.name}:\n{log.read_text('utf-8', 'replace')[-3000:]}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def descendants(number: int) -> list[int]:
    """The processes that a process started, and those that they started."""
    found = []
    for path in Path(f"/proc/{number}/task").glob("*/children"):
        for child in path.read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def executors() -> list[int]:
    """The executors that run under this process's children."""
    return [number for number in descendants(os.getpid()) if _EXECUTOR in _command(number)]


def _command(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""


def _kill(number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)
