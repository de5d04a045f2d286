"""Measures the job on this machine and prints the table of README.md: partitions 1, 2, 4, 8, and the program alone.

CORPUS is a file of canonical JSON lines with whole conversations one after another, DUXIN the program. CPU seconds are
those of all processes together, so that they say something on a machine that others use too.
"""

import json
import os
import pathlib
import resource
import shutil
import subprocess
import tempfile
import time

from cluster import Cluster

HERE = pathlib.Path(__file__).parent


def cpu():
    """CPU seconds of all programs that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(work):
    start, used = time.monotonic(), cpu()
    work()
    return time.monotonic() - start, cpu() - used


def alone(job, corpus, *words):
    command = ["./duxin", "summarize", "--key", "duxin.key", "--quiet", *words, corpus]
    for name in ("turns", "conversations"):
        (job / name).unlink(missing_ok=True)
    with open(job / "summary.json", "wb") as out:
        return measured(lambda: subprocess.run(command, cwd=job, stdout=out, check=True))


def on_spark(folder, job, corpus, partitions):
    """Seconds and CPU seconds of the job, with its cluster, and how long the stage took that runs the programs."""
    place = folder / f"spark-{time.monotonic_ns()}"
    (place / "events").mkdir(parents=True)
    settings = {"spark.eventLog.enabled": "true", "spark.eventLog.dir": f"file:{place / 'events'}",
                "spark.eventLog.rolling.enabled": "false", "spark.eventLog.compress": "false"}
    seconds = 0

    def work():
        nonlocal seconds
        with Cluster(place, workers=1, cores=2, settings=settings) as cluster:
            command = f"""spark-submit --master $MASTER --files duxin,duxin.key duxin_spark.py --input {corpus}
                --out {place}/tables --partitions {partitions}"""
            start = time.monotonic()
            process = cluster.run(["bash", "-c", " ".join(command.split())], job, "submit.log")
            if process.wait() != 0:
                raise RuntimeError((job / "submit.log").read_text()[-4000:])
            seconds = time.monotonic() - start
            # So that the programs are seen to end.
            time.sleep(3)

    _, used = measured(work)
    tagging = tagging_seconds(next((place / "events").iterdir()))
    shutil.rmtree(place)
    return seconds, used, tagging


def tagging_seconds(log):
    for line in open(log):
        event = json.loads(line)
        if event["Event"] == "SparkListenerStageCompleted" and "MapInArrow" in line:
            stage = event["Stage Info"]
            return (stage["Completion Time"] - stage["Submission Time"]) / 1000
    raise RuntimeError("no stage of the programs in the event log")


def main():
    corpus = pathlib.Path(os.environ["CORPUS"]).absolute()
    with tempfile.TemporaryDirectory(prefix="duxin-measure-") as name:
        folder = pathlib.Path(name)
        job = folder / "job"
        job.mkdir()
        shutil.copy(os.environ["DUXIN"], job / "duxin")
        shutil.copy(HERE / "duxin_spark.py", job)
        subprocess.run("./duxin tag --quiet --key duxin.key < /dev/null", shell=True, cwd=job, check=True)
        turns = sum(1 for _ in open(corpus, "rb"))
        print(f"{turns} turns, {corpus.stat().st_size / turns:.0f} bytes each; load {os.getloadavg()}", flush=True)
        print("| what | seconds | of them tagging | turns/s | CPU s | CPU s a million turns |\n|---|---|---|---|---|---|")

        def row(what, seconds, used, tagging=None, base=0.0):
            rate = turns / (tagging or seconds)
            shown = f"{tagging:.1f}" if tagging else ""
            print(f"| {what} | {seconds:.1f} | {shown} | {rate:,.0f} | {used:.1f} | {(used - base) / turns * 1e6:.0f} |",
                  flush=True)

        rows = ["--turns", "turns", "--conversations", "conversations"]
        row("`duxin summarize --workers 1`", *alone(job, corpus, "--workers", "1"))
        row("the same, keeping rows", *alone(job, corpus, "--workers", "1", *rows))
        row("`duxin summarize`, two workers, keeping rows", *alone(job, corpus, *rows))
        print(f"summary: {(job / 'summary.json').stat().st_size / turns:.1f} bytes a turn; rows: "
              f"{(job / 'turns').stat().st_size / turns:.0f} bytes a turn")
        with open(corpus, "rb") as all_lines, open(folder / "few.jsonl", "wb") as few:
            few.writelines(line for _, line in zip(range(100), all_lines))
        seconds, base, tagging = on_spark(folder, job, folder / "few.jsonl", 1)
        print(f"Spark with 100 turns: {seconds:.1f} s, {base:.1f} CPU s, tagging {tagging:.1f} s", flush=True)
        for partitions in (1, 2, 4, 8):
            seconds, used, tagging = on_spark(folder, job, corpus, partitions)
            row(f"Spark, {partitions} partitions", seconds, used, tagging, base)
        print(f"load {os.getloadavg()}")


if __name__ == "__main__":
    main()
