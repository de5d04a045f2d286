"""Measures the job on this machine and prints a table: partitions 1, 2, 4, 8, and the program alone.

CORPUS is a file of canonical JSON lines with whole conversations one after another, DUXIN the program. CPU seconds are
those of all processes together, so that they say something on a machine that others use too. Spark is warm: the same
steps were done with a few turns before.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from pyspark import StorageLevel
from pyspark.sql import SparkSession

import duxin_spark
from cluster import Cluster


def cpu():
    """CPU seconds of this process and of all that it started, with those that ended."""
    parents, used = {}, {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        pid = int(path.parent.name)
        parents[pid], used[pid] = int(fields[1]), sum(map(int, fields[11:15]))

    def is_ours(pid):
        return pid == os.getpid() or pid in parents and is_ours(parents[pid])

    return sum(used[pid] for pid in used if is_ours(pid)) / os.sysconf("SC_CLK_TCK")


def measured(work):
    start, before = time.monotonic(), cpu()
    work()
    return time.monotonic() - start, cpu() - before


def alone(corpus, *words):
    for name in ("turns", "conversations"):
        pathlib.Path(name).unlink(missing_ok=True)
    command = ["./duxin", "summarize", "--key", "duxin.key", "--quiet", *words, corpus]
    with open("summary.json", "wb") as out:
        return measured(lambda: subprocess.run(command, stdout=out, check=True))


def on_spark(spark, corpus, partitions):
    """Seconds and CPU seconds of the three steps of the job."""
    args = duxin_spark.parse_arguments(
        ["--input", str(corpus), "--out", os.path.abspath("tables"), "--partitions", str(partitions)])
    made = duxin_spark.tag(duxin_spark.read_lines(spark, args), args).persist(StorageLevel.DISK_ONLY)
    steps = [measured(made.count), measured(lambda: duxin_spark.write_tables(made, args)),
             measured(lambda: duxin_spark.write_reports(made, args))]
    made.unpersist(blocking=True)
    return steps


def main():
    corpus = pathlib.Path(os.environ["CORPUS"]).absolute()
    with tempfile.TemporaryDirectory(prefix="duxin-measure-") as folder:
        shutil.copy(os.environ["DUXIN"], f"{folder}/duxin")
        os.chdir(folder)
        subprocess.run("./duxin tag --quiet --key duxin.key < /dev/null 2> /dev/null", shell=True, check=True)
        lines = corpus.read_bytes().splitlines(keepends=True)
        pathlib.Path("few.jsonl").write_bytes(b"".join(lines[:2000]))
        print(f"{len(lines)} turns of {corpus.stat().st_size / len(lines):.0f} bytes; load {os.getloadavg()}")
        print("| what | seconds | turns/s | CPU s a million turns | tables: seconds | CPU s | reports: seconds | CPU s |")
        print("|---|---|---|---|---|---|---|---|")

        def row(what, tagging, *rest):
            more = "".join(f" {seconds:.1f} | {used:.1f} |" for seconds, used in rest) or " | | | |"
            print(f"| {what} | {tagging[0]:.1f} | {len(lines) / tagging[0]:,.0f} | {tagging[1] / len(lines) * 1e6:.0f} |"
                  + more, flush=True)

        rows = ["--turns", "turns", "--conversations", "conversations"]
        row("`duxin summarize --workers 1`", alone(corpus, "--workers", "1"))
        row("the same, keeping rows", alone(corpus, "--workers", "1", *rows))
        row("the same, two workers", alone(corpus, *rows))
        settings = {"spark.files": f"{folder}/duxin,{folder}/duxin.key"}
        with Cluster(f"{folder}/spark", workers=1, cores=2, settings=settings) as cluster:
            os.environ.update(cluster.environment)
            spark = SparkSession.builder.master(cluster.url).getOrCreate()
            spark.sparkContext.setLogLevel("ERROR")
            on_spark(spark, pathlib.Path("few.jsonl").absolute(), 2)
            for partitions in (1, 2, 4, 8):
                row(f"Spark, {partitions} partitions", *on_spark(spark, corpus, partitions))
            spark.stop()
        print(f"load {os.getloadavg()}")


if __name__ == "__main__":
    main()
