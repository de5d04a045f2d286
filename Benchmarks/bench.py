#!/usr/bin/env python3
"""Times duxin and what its users would pick instead, on a corpus of our own synthesizer, and prints two tables.

Each round runs every command once, so that what else the machine does meets all of them; figures are medians over the
rounds. Memory is the peak of the largest process. Only the standard library is needed here; the peers run in the
virtual environment of `make setup-bench`, and those that are not there are left out and named.
"""
import argparse
import functools
import itertools
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent


def night_of(turns):
    """A night has a tenth of the corpus, and at most 100,000 turns."""
    return min(turns // 10, 100_000)


@dataclass
class Run:
    """One run of a command: seconds by the clock, seconds of processors, peak memory in MiB."""

    wall: float
    cpu: float
    memory: float


@dataclass
class Case:
    """A line of a table: a command, the turns it reads and their bytes as plain JSONL."""

    name: str
    command: list
    turns: int
    bytes: int
    rounds: int
    before: object = lambda: None
    runs: list = field(default_factory=list)

    def run(self, environment):
        self.before()
        start = time.perf_counter()
        null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
        child = os.posix_spawnp(self.command[0], [str(part) for part in self.command], environment, file_actions=null)
        _, status, usage = os.wait4(child, 0)
        if status != 0:
            raise SystemExit(f"bench: exit status {os.waitstatus_to_exitcode(status)}: {self.command}")
        wall = time.perf_counter() - start
        self.runs.append(Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))

    def median(self, value):
        return statistics.median(value(run) for run in self.runs)

    @property
    def speed(self):
        return self.turns / self.median(lambda run: run.wall)

    def ratio(self, other):
        """Time for a turn against another case's, the median over the rounds that both ran in."""
        pairs = zip(self.runs, other.runs)
        return statistics.median((a.wall / self.turns) / (b.wall / other.turns) for a, b in pairs)


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = options.folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.python = ROOT / ".build/bench/python/bin/python"
        # A home of its own: the key of pseudonyms, the caches of peers.
        self.environment = {**os.environ, "HOME": str(self.folder), "TMPDIR": str(self.folder)}
        self.environment["PYTHONWARNINGS"] = "ignore"
        self.environment["PYTHONDONTWRITEBYTECODE"] = "1"

    # Corpora

    @functools.cached_property
    def whole(self):
        """The largest corpus that is wanted, and its night; or a file of the user's."""
        if self.options.corpus:
            return self.options.corpus
        turns = max([self.options.turns, *self.options.growth])
        turns += night_of(turns)
        path = self.folder / f"whole-{turns}.jsonl"
        if not path.exists():
            with open(path.with_suffix(".part"), "wb") as out:
                command = [self.options.duxin_dev, "synthesize", "--turns", turns, "--dialogues",
                           ROOT / "Sources/duxin-dev/dialogues"]
                subprocess.run([str(part) for part in command], stdout=out, check=True)
            path.with_suffix(".part").rename(path)
        return path

    def lines(self, start, count):
        """A stretch of the whole corpus as a file of its own."""
        path = self.folder / f"turns-{start}-{count}.jsonl"
        if not path.exists():
            with open(self.whole, "rb") as whole, open(path, "wb") as out:
                out.writelines(itertools.islice(whole, start, start + count))
            with open(path, "rb") as written:
                if sum(1 for _ in written) < count:
                    path.unlink()
                    raise SystemExit(f"bench: {self.whole} has fewer than {start + count} turns")
        return path

    def gzip(self, path):
        packed = path.with_name(path.name + ".gz")
        if not packed.exists():
            with open(packed, "wb") as out:
                subprocess.run(["gzip", "-c", path], stdout=out, check=True)
        return packed

    # Commands

    def duxin(self, *arguments):
        return [self.options.duxin, *arguments]

    def clear(self, path):
        def remove():
            for file in self.folder.glob(path.name + "*"):
                file.unlink()
        return remove

    def tagging(self, turns, rounds):
        plain = self.lines(0, turns)
        packed = self.gzip(plain)
        size = plain.stat().st_size
        case = functools.partial(Case, turns=turns, bytes=size, rounds=rounds)
        return [
            case("`gzip -dc`", ["gzip", "-dc", packed]),
            case("`duxin tag`, gzip", self.duxin("tag", packed, "--no-evidence")),
            case("`duxin tag`, plain", self.duxin("tag", plain, "--no-evidence")),
            case("`duxin tag`, plain, `--workers 1`", self.duxin("tag", plain, "--no-evidence", "--workers", "1")),
        ]

    def ingesting(self, turns, rounds):
        night = night_of(turns)
        plain, more = self.lines(0, turns), self.lines(turns, night)
        packed, more_packed = self.gzip(plain), self.gzip(more)
        base = self.folder / f"ingest-{turns}.db"
        first = self.duxin("ingest", packed, "--db", base, "--quiet")
        second = self.duxin("ingest", more_packed, "--db", base, "--quiet")
        size = plain.stat().st_size
        return [
            Case("`duxin ingest`, gzip, new database", first, turns, size, rounds, self.clear(base)),
            Case("the same again", first, turns, size, rounds),
            Case("a night more", second, night, more.stat().st_size, rounds),
        ]

    def peers(self, turns):
        """The peers that are installed; slow ones read a part of the corpus."""
        listed = [
            # Name, module, script, turns at most.
            ("jieba + SnowNLP + SQLite", "snownlp", "snownlp_tags", 5_000),
            ("jieba keywords + SQLite", "jieba", "jieba_tags", 50_000),
            ("fastText, one tag", "fasttext", "fasttext_tags", 200_000),
            ("DuckDB, 30 regular expressions", "duckdb", "duckdb_words", turns),
            ("Polars, 30 `contains`", "polars", "polars_words", turns),
            ("ClickHouse (chdb), 30 multi-searches", "chdb", "chdb_words", turns),
        ]
        cases = []
        for name, module, script, most in listed:
            if self.options.peers == "none" or not self.has(module):
                print(f"left out: {name}", file=sys.stderr)
                continue
            source = self.lines(0, min(turns, most))
            target = self.folder / f"{script}.out"
            command = [self.python, ROOT / f"Benchmarks/peers/{script}.py", source, target]
            if module == "fasttext":
                command.append(self.fasttext_model())
            cases.append(Case(name, command, min(turns, most), source.stat().st_size, self.options.peer_rounds,
                              self.clear(target)))
        return cases

    def has(self, module):
        if not self.python.exists():
            return False
        return subprocess.run([self.python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0

    def fasttext_model(self):
        """A model of what duxin says of the first turns."""
        model = self.folder / "fasttext.bin"
        if not model.exists():
            tagged = self.folder / "tagged.jsonl"
            sample = self.lines(0, min(self.options.turns, 50_000))
            with open(tagged, "wb") as out:
                subprocess.run(self.duxin("tag", sample, "--no-evidence"), stdout=out, check=True)
            subprocess.run([self.python, ROOT / "Benchmarks/peers/fasttext_train.py", tagged, model], check=True,
                           env=self.environment)
        return model

    # Tables

    def measure(self, cases):
        """In alternation: round after round, each case once."""
        for number in range(max(case.rounds for case in cases)):
            for case in cases:
                if number < case.rounds:
                    case.run(self.environment)
                    wall = case.runs[-1].wall
                    print(f"round {number + 1}: {case.name}: {wall:.2f} s", file=sys.stderr, flush=True)

    def compare(self):
        turns, rounds = self.options.turns, self.options.rounds
        cases = self.tagging(turns, rounds) + self.ingesting(turns, rounds) + self.peers(turns)
        self.measure(cases)
        print(f"\n| {turns:,} turns | turns/s | MB/s | CPU s | peak MiB | × `gzip -dc` | turns read | rounds |")
        print("|---|--:|--:|--:|--:|--:|--:|--:|")
        for case in cases:
            rate = case.bytes / case.median(lambda run: run.wall) / 1e6
            print(f"| {case.name} | {case.speed:,.0f} | {rate:.3g} | {case.median(lambda run: run.cpu):.2f} "
                  f"| {case.median(lambda run: run.memory):.0f} | {case.ratio(cases[0]):.2f} | {case.turns:,} "
                  f"| {case.rounds} |")

    def grow(self):
        """Seconds and memory by size; the rate of each size against that of the corpus before it tells whether time
        grows as the turns do."""
        rows = []
        for turns in self.options.growth:
            rounds = self.options.growth_rounds
            rows.append([self.tagging(turns, rounds)[1], *self.ingesting(turns, rounds)])
        self.measure([case for row in rows for case in row])
        heads = "tag s | turns/s | peak MiB | ingest s | turns/s | peak MiB | again s | night s | database MB"
        print(f"\n| turns | {heads} |")
        print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
        for turns, (tag, new, again, night) in zip(self.options.growth, rows):
            size = (self.folder / f"ingest-{turns}.db").stat().st_size / 1e6
            cells = []
            for case in (tag, new):
                seconds = case.median(lambda run: run.wall)
                cells += [f"{seconds:.2f}", f"{case.speed:,.0f}", f"{case.median(lambda run: run.memory):.0f}"]
            cells += [f"{case.median(lambda run: run.wall):.2f}" for case in (again, night)]
            print(f"| {turns:,} | {' | '.join(cells)} | {size:,.0f} |")

    def machine(self):
        name = "processor"
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
        cores = len(os.sched_getaffinity(0))
        return f"{name}, {cores} cores, {platform.system()} {platform.release()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=1_000_000, help="size of the corpus (default: 1,000,000)")
    parser.add_argument("--corpus", type=pathlib.Path,
                        help="a JSONL file of at least 1.1 times as many turns, in place of the synthesizer's; "
                        "give it a --folder of its own")
    parser.add_argument("--rounds", type=int, default=5, help="runs of duxin and gzip (default: 5)")
    parser.add_argument("--peer-rounds", type=int, default=5, help="runs of each peer (default: 5)")
    parser.add_argument("--growth", type=lambda text: [int(size) for size in text.split(",") if size],
                        default=[100_000, 1_000_000, 3_000_000, 10_000_000], help="sizes of the second table; '': none")
    parser.add_argument("--growth-rounds", type=int, default=1, help="runs of each size (default: 1)")
    parser.add_argument("--peers", choices=["installed", "none"], default="installed")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / ".build/bench", help="where the corpora stand")
    parser.add_argument("--duxin", type=pathlib.Path, default=ROOT / ".build/release/duxin")
    parser.add_argument("--duxin-dev", type=pathlib.Path, default=ROOT / ".build/release/duxin-dev")
    bench = Bench(parser.parse_args())
    before = os.getloadavg()[0]
    print(bench.machine())
    bench.compare()
    if bench.options.growth:
        bench.grow()
    print(f"\nload average: {before:.1f} before, {os.getloadavg()[0]:.1f} after")


if __name__ == "__main__":
    main()
