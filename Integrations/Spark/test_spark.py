"""The job of README.md on a Spark of two workers, of which one is killed while it tags; run by `make test-spark`.

DUXIN is the program (static), SYNTHESIZE the one that makes up chats, TURNS how many at least.
"""

import collections
import gzip
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import duckdb
import pandas

from cluster import Cluster, wait_for

HERE = pathlib.Path(__file__).parent
FILES = 40
TASKS = 24
# What cannot be read, and what is odd but can be.
BAD = [b'{"conversation_id":"bad', b"no json at all", b'{"conversation_id":"b1","speaker":"customer"}', b"[]",
       b'{"speaker":"customer","text":"\xe5\x9c\xa8\xe5\x90\x97"}',
       b'{"conversation_id":"b2","speaker":"nobody","text":"?"}']
ODD = [b"", b'{"conversation_id":"odd","speaker":"customer","text":"\xff\xfe \xe5\xa4\xaa\xe8\xb4\xb5\xe4\xba\x86"}']


def run(command, folder, **more):
    done = subprocess.run(command, cwd=folder, capture_output=True, shell=isinstance(command, str), **more)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stdout.decode()[:2000]}{done.stderr.decode()[-4000:]}")
    return done.stdout


def write_exports(folder, chance):
    """Chats in files of very different sizes, each conversation whole in a file, its lines among those of others.

    Returns the lines of each conversation.
    """
    words = [os.environ["SYNTHESIZE"], "synthesize", "--turns", os.environ.get("TURNS", "300000")]
    chats = collections.defaultdict(list)
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=HERE.parent.parent) as made:
        for line in made.stdout:
            chats[json.loads(line)["conversation_id"]].append(line.rstrip(b"\n"))
    # Two shops use the same id.
    chats["same"] = [json.dumps({"conversation_id": "same", "shop": shop, "turn": turn, "speaker": speaker,
                                 "text": text, "timestamp": f"2026-10-30T10:0{turn}:00+08:00"}).encode()
                     for turn, (speaker, text) in enumerate([("customer", "多少钱"), ("agent", "99元"),
                                                             ("customer", "太贵了"), ("agent", "可以优惠")])
                     for shop in ("甲", "乙")]
    files = [[] for _ in range(FILES)]
    sizes = [chance.paretovariate(1) for _ in range(FILES)]
    for file, chat in zip(chance.choices(files, sizes, k=len(chats)), chats.values()):
        start = len(file) + chance.random() * 50
        file += [(start + 7 * turn, line) for turn, line in enumerate(chat)]
    folder.mkdir()
    for file, lines in enumerate(files):
        lines = [line for _, line in sorted(lines)]
        for line in chance.choices(BAD + ODD[:1], k=len(lines) // 2000 + 1):
            lines.insert(chance.randrange(len(lines) + 1), line)
        write_file(folder / f"chats-{file:02}.jsonl", lines + (ODD[1:] if file == 0 else []), file)
    return chats


def write_file(path, lines, number):
    """As exports are: some zipped, some with a byte order mark, some with the line ends of Windows."""
    end = b"\r\n" if number % 10 == 3 else b"\n"
    text = (b"\xef\xbb\xbf" if number % 10 == 4 else b"") + b"".join(line + end for line in lines)
    if number % 10 == 5:
        path.with_suffix(".jsonl.gz").write_bytes(gzip.compress(text, 1))
    else:
        path.write_bytes(text)


def commands(number):
    """The lines of a fenced `sh` block of README.md."""
    blocks = (HERE / "README.md").read_text().split("```sh\n")[1:]
    return blocks[number].split("```")[0]


def same_folder(one, other):
    run(["diff", "-r", one, other], ".")


class SparkTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="duxin-spark-")
        cls.addClassCleanup(cls.place.cleanup)
        cls.folder = pathlib.Path(cls.place.name)
        cls.job = cls.folder / "job"
        cls.job.mkdir()
        shutil.copy(os.environ["DUXIN"], cls.job / "duxin")
        shutil.copy(HERE / "duxin_spark.py", cls.job)
        cls.chats = write_exports(cls.folder / "chats", random.Random(7))
        run(commands(1), cls.job)
        cls.run_alone()
        cls.cluster = cls.enterClassContext(Cluster(cls.folder / "spark"))

    @classmethod
    def run_alone(cls):
        """What one machine makes of the same chats: database, reports, and the summary of the grouped stream."""
        run("./duxin run ../chats --db alone.db --key duxin.key --out ../alone --quiet", cls.job)
        lines = []
        for path in sorted((cls.folder / "chats").iterdir()):
            text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            lines += text.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        by_chat = collections.defaultdict(list)
        for line in lines:
            try:
                record = json.loads(line)
                by_chat[record["conversation_id"]].append(line)
            except (ValueError, KeyError, TypeError):
                by_chat[""].append(line)
        stream = b"\n".join(line for chat in by_chat.values() for line in chat)
        cls.summary = run("./duxin summarize --key duxin.key --format jsonl --quiet", cls.job, input=stream)

    def submit(self, out, *words, chats=None, log="submit.log"):
        """Starts the command of README.md, with more words of its own."""
        self.cluster.environment.update(CHATS=str(chats or self.folder / "chats"), TABLES=str(self.folder / out))
        line = commands(2).strip() + " " + " ".join(words)
        return self.cluster.run(["bash", "-ec", line], self.job, log)

    def finish(self, process, log="submit.log"):
        status = process.wait(600)
        told = (self.job / log).read_text(errors="replace")
        self.assertEqual(status, 0, told[-6000:])
        return told

    def tagging_stage(self):
        """The stage that runs the programs, once some of its tasks are done and others are not."""
        for stage in self.cluster.stages():
            if stage["numTasks"] == TASKS and stage["status"] == "ACTIVE" and stage["numCompleteTasks"] >= 4:
                return stage
        return None

    def test_1_a_worker_is_killed(self):
        process = self.submit("tables", "--partitions", str(TASKS))
        stage = wait_for("the tagging", self.tagging_stage, 300)
        self.cluster.kill(self.cluster.workers[1])
        print(f"killed a worker with {stage['numCompleteTasks']} of {TASKS} tasks done")
        self.assertLess(stage["numCompleteTasks"], TASKS - 4)
        told = self.finish(process)
        self.assertIn("Lost executor", told)
        self.assertEqual((self.job / "reports/summary.json").read_bytes(), self.summary)
        (self.job / "reports/summary.json").unlink()
        same_folder(self.folder / "alone", self.job / "reports")
        self.check_tables()

    def check_tables(self):
        """All rows and columns are those of SQLite, read by DuckDB and by pandas; nothing is lost or there twice."""
        stored = sqlite3.connect(self.job / "alone.db")
        for view, name in [("v_turn", "turns"), ("v_conversation", "conversations")]:
            found = stored.execute(f"SELECT * FROM {view}")
            columns = [column[0] for column in found.description]
            rows = sorted(found, key=repr)
            parquet = f"{self.folder}/tables/{name}/day=*/*.parquet"
            read = duckdb.sql(f"SELECT {', '.join(columns)} FROM read_parquet('{parquet}')")
            self.assertEqual(sorted(read.fetchall(), key=repr), rows, view)
            frame = pandas.read_parquet(self.folder / "tables" / name)
            self.assertEqual(list(frame.columns), [*columns, "day"])
            self.assertEqual(len(frame), len(rows))
            time = frame.timestamp if name == "turns" else frame.started
            self.assertTrue((time.str[:10].fillna("undated") == frame.day.astype("object")).all())
            print(f"{name}: {len(rows)} rows in {frame.day.nunique()} days, the same as in SQLite")
        turns = pandas.read_parquet(self.folder / "tables/turns")
        told = {(json.loads(line)["conversation_id"], json.loads(line)["turn"])
                for chat in self.chats.values() for line in chat}
        self.assertEqual(set(zip(turns.conversation_id, turns.turn)) - {("odd", 0)}, told)
        rejects = pandas.read_parquet(self.folder / "tables/rejects")
        known = stored.execute("SELECT code, sum(count) FROM problem_count WHERE severity = 'rejected' GROUP BY code")
        self.assertEqual(rejects[rejects.severity == "rejected"].code.value_counts().to_dict(), dict(known))

    def test_2_again_changes_nothing(self):
        """With one worker left; days that are not named stay as they were."""
        before = duckdb.sql(f"FROM '{self.folder}/tables/turns/**/*.parquet' ORDER BY ALL").fetchall()
        days = sorted(path.name[4:] for path in (self.folder / "tables/turns").glob("day=2*"))
        files = {path for path in (self.folder / "tables/turns").rglob("*.parquet")}
        self.finish(self.submit("tables", "--partitions", "3", "--days", f"{days[2]}..{days[4]}"))
        after = duckdb.sql(f"FROM '{self.folder}/tables/turns/**/*.parquet' ORDER BY ALL").fetchall()
        self.assertEqual(after, before)
        kept = {path.parent.name[4:] for path in files if path.exists()}
        self.assertEqual(set(days) - kept, set(days[2:5]))

    def test_3_tables_of_other_names(self):
        """CSV and Parquet with columns of their own, the rows in no order; a broken row of CSV."""
        names = {"conversation_id": "会话", "text": "content", "speaker": "role", "turn": "seq", "timestamp": "sent_at"}
        chosen = [json.loads(line) for chat in list(self.chats.values())[:400] for line in chat]
        stream = "".join(json.dumps(turn) + "\n" for turn in chosen).encode()
        alone = run("./duxin summarize --key duxin.key --quiet", self.job, input=stream)
        frame = pandas.DataFrame(chosen).rename(columns=names).sample(frac=1, random_state=7)
        frame["sent_at"] = pandas.to_datetime(frame["sent_at"], utc=True).astype("datetime64[us, UTC]")
        for kind in ("csv", "parquet"):
            (self.folder / kind).mkdir()
        frame[::2].to_parquet(self.folder / "parquet/a.parquet")
        frame[1::2].to_parquet(self.folder / "parquet/b.parquet")
        frame["content"] = frame["content"] + "\n\"quoted\", and more"
        ordered = frame.sort_values(["会话", "seq"])
        ordered.to_csv(self.folder / "csv/a.csv", index=False)
        with_breaks = run(
            ["./duxin", "summarize", "--key", "duxin.key", "--quiet", "--format", "csv", "--map",
             ",".join(f"{field}={name}" for field, name in names.items()), "../csv/a.csv"], self.job)
        words = ["--partitions", "2", "--map", "'" + ",".join(f"{key}={names[key]}" for key in names) + "'"]
        for kind, expected in [("parquet", alone), ("csv", with_breaks)]:
            with self.subTest(kind):
                self.finish(self.submit(f"{kind}-tables", "--format", kind, *words, chats=self.folder / kind))
                self.assertEqual((self.job / "reports/summary.json").read_bytes(), expected)
        with open(self.folder / "csv/a.csv", "a") as file:
            file.write("x,broken\n")
        self.finish(self.submit("csv-tables", "--format", "csv", *words, chats=self.folder / "csv"))
        rejects = duckdb.sql(f"SELECT raw FROM '{self.folder}/csv-tables/rejects/*.parquet'").fetchall()
        self.assertEqual(len(rejects), 1)
        self.assertIn("x,broken", rejects[0][0])

    def test_4_what_cannot_work_says_so(self):
        """A program that fails ends the job with its own words, and leaves no tables."""
        process = self.submit("none", "--", "--rules", "missing.yaml")
        self.assertNotEqual(process.wait(300), 0)
        self.assertIn("missing.yaml: the rule file cannot be read", (self.job / "submit.log").read_text())
        self.assertFalse(list(self.folder.glob("none/turns/day*")))


if __name__ == "__main__":
    unittest.main(verbosity=2, failfast=True)
