"""A Spark of its own on loopback, for the test and the measurements: one master and some workers."""

import atexit
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pyspark

HOME = pathlib.Path(pyspark.__file__).parent


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(what, condition, seconds=120):
    end = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.05)
    return found


def ask(port, path):
    """What a web page of Spark says as JSON; None while it is not there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None


class Cluster:
    """Starts and ends with a `with` block; its processes are in sessions of their own, and end whole."""

    def __init__(self, folder, workers=2, cores=1, settings={}):
        self.folder = pathlib.Path(folder)
        self.driver_port, self.master_port, self.page_port = free_port(), free_port(), free_port()
        self.url = f"spark://127.0.0.1:{self.master_port}"
        self.workers, self.processes, self.count, self.cores = [], [], workers, cores
        (self.folder / "conf").mkdir(parents=True)
        lines = {"spark.ui.port": self.driver_port, "spark.driver.host": "127.0.0.1", "spark.driver.memory": "1g",
                 "spark.executor.memory": "1g", "spark.ui.showConsoleProgress": "false", **settings}
        (self.folder / "conf/spark-defaults.conf").write_text("".join(f"{key} {lines[key]}\n" for key in lines))
        self.environment = {
            **os.environ, "SPARK_HOME": str(HOME), "SPARK_CONF_DIR": str(self.folder / "conf"),
            "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(self.folder / "local"), "PYSPARK_PYTHON": sys.executable,
            "PATH": f"{HOME / 'bin'}:{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}", "MASTER": self.url}

    def __enter__(self):
        # Also where a test is interrupted.
        atexit.register(self.__exit__)
        try:
            self.start("Master", "--port", self.master_port, "--webui-port", self.page_port)
            wait_for("the master", lambda: ask(self.page_port, "/json/"))
            for _ in range(self.count):
                self.workers.append(self.start(
                    "Worker", "--webui-port", 0, "--cores", self.cores, "--memory", "4g",
                    "--work-dir", self.folder / "work", self.url))
            wait_for("the workers", lambda: ask(self.page_port, "/json/")["aliveworkers"] == self.count)
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        for process in self.processes:
            self.kill(process)

    def start(self, name, *words):
        command = [HOME / "bin/spark-class", f"org.apache.spark.deploy.{name.lower()}.{name}", "--host", "127.0.0.1"]
        return self.run([str(word) for word in [*command, *words]], self.folder, f"{name}{len(self.workers)}.log")

    def run(self, command, folder, log):
        """Starts a program that knows this Spark; it writes to a file."""
        with open(pathlib.Path(folder) / log, "wb") as out:
            process = subprocess.Popen(
                command, cwd=folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=out,
                stderr=subprocess.STDOUT, start_new_session=True)
        self.processes.append(process)
        return process

    def kill(self, process):
        """Ends a process with all that it started, at once: a worker with its executor."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()

    def stages(self):
        """The stages of the job that runs."""
        jobs = ask(self.driver_port, "/api/v1/applications") or []
        return ask(self.driver_port, f"/api/v1/applications/{jobs[0]['id']}/stages") or [] if jobs else []
