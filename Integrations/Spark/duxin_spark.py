"""duxin on Apache Spark: exported chats in; tagged turns, facts of conversations, summary and reports out.

    spark-submit --files duxin,duxin.key duxin_spark.py --input 'hdfs:///chats/2026-11-02/*' --out hdfs:///duxin

The turns of a conversation are brought together, and each partition goes through one `duxin summarize`. What the
programs write becomes Parquet with the columns of v_turn and v_conversation, by day; their summaries are added up on the
driver, which writes the reports. See README.md beside this file.
"""

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile

import pyarrow as pa
from pyspark import SparkFiles, StorageLevel, TaskContext
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

# The columns of the views; Sources/SCHEMA.md says what they hold.
TURN = """
    conversation_id string, turn long, speaker string, speaker_id string, customer_id string, timestamp string,
    shop string, channel string, product string, order_id string, message_type string, text string, intents string,
    emotion string, emotion_intensity int, price_sensitivity string, purchase_signal string, acts string,
    service_stage string, rules_version string, model_version string"""
CONVERSATION = """
    matter_bits long, conversation_id string, shop string, channel string, customer_id string, started string,
    ended string, turns long, customer_turns long, agent_turns long, bot_turns long, intents string,
    worst_emotion string, price_sensitivity string, purchase_signal string, service_stage string, last_speaker string,
    emotion_start string, emotion_end string, turning_turn long, turning_acts string, outcome string,
    outcome_reason string, handled_by string, asked_for_human int, handed_over int, repeat_of string,
    first_response long, mean_response long, longest_wait long, bot_first_response long, unmeasurable_waits long,
    purchase_end string, missed_because string, seller_fault string, wishes string, answered_wishes string,
    product string, order_id string, reached_human int, served_by string, problems string, remedies string, unmet_feelings long,
    answers long, repeated_answers long, repeater_answers long, navigator_answers long, mind_reader_answers long,
    bargained_about string, bargain_reply string, campaigns string, attributes string, audiences string,
    occasions string, competitors string, closed_by_bot int, tagged_turns long, unsure_turns long"""
# What the programs make: rows of these options, besides a summary and a log.
MADE = "kind string, line string"
ROWS = {"turn": "--turns", "conversation": "--conversations", "reject": "--rejects"}
REJECT = "code string, severity string, message string, raw string"

# Whether conversation f repeats e, as v_conversation.repeat_of has it.
REPEATS = """
    f.customer_id = e.customer_id AND e.at < f.at AND e.at >= f.at - INTERVAL 7 DAYS
    AND e.matter_bits & f.matter_bits <> 0
    AND CASE WHEN e.order_id IS NOT NULL AND f.order_id IS NOT NULL THEN e.order_id = f.order_id
             ELSE e.product IS NULL OR f.product IS NULL OR e.product = f.product END"""

# How much of the messages of a program that failed is told, in bytes.
TOLD = 4000


def parse_arguments(words):
    parser = argparse.ArgumentParser(
        prog="duxin_spark.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="What follows -- is given to duxin summarize: --tz, --preset, --rules, --model, --business-hours, …")
    parser.add_argument("--input", nargs="+", required=True, help="files, folders or globs that Spark can read")
    parser.add_argument("--format", choices=["json", "csv", "parquet"], default="json", help="json: an object a line")
    parser.add_argument("--map", default="", metavar="FIELD=COLUMN,…", help="as duxin --map: text=content,turn=seq")
    parser.add_argument(
        "--group-by", metavar="COLUMN,…", help="what tells conversations apart (default: conversation_id)")
    parser.add_argument(
        "--order", metavar="COLUMN,…",
        help="the order within a conversation (default: as the lines stand; for Parquet by turn, then timestamp)")
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help="option of Spark's reader")
    parser.add_argument("--key", default="duxin.key", help="the key of pseudonyms, among --files (default: duxin.key)")
    parser.add_argument("--out", required=True, help="folder of the tables: turns, conversations, rejects, log")
    parser.add_argument("--days", metavar="FROM..TO", help="write only these days of the tables")
    parser.add_argument(
        "--reports", default="reports", help="folder of the driver for reports and summary.json (default: reports)")
    parser.add_argument("--partitions", type=int, help="tasks of the tagging (default: those of the input)")
    parser.add_argument("rest", nargs="*", metavar="-- …", help=argparse.SUPPRESS)
    return parser.parse_args(words)


# The input: a record is a line of JSON, as it stands in a file of them, or made of a row.


def read_lines(spark, args):
    """The records as lines of JSON; the other columns say, one after another, how they are to be sorted."""
    columns = dict(pair.split("=", 1) for pair in args.map.split(",") if pair)
    table, value = read_json(spark, args) if args.format == "json" else read_rows(spark, args)
    group = args.group_by or columns.get("conversation_id", "conversation_id")
    order = args.order
    if order is None and args.format == "parquet":
        order = ",".join(columns.get(field, field) for field in ("turn", "timestamp"))
    # A record without a conversation is rejected, wherever it is read.
    alone = F.concat(F.lit("\0"), F.xxhash64("line").cast("string"))
    parts = [F.coalesce(value(column), F.lit("")) for column in group.split(",")]
    key = F.when(parts[0] != "", F.concat_ws("\0", *parts)).otherwise(alone)
    ranks = [rank for column in (order or "").split(",") if column
             # Numbers by their size, all else by its letters.
             for rank in (value(column).try_cast("double"), value(column))]
    return table.select(
        "line", key.alias("key"), *[rank.alias(f"rank{at}") for at, rank in enumerate(ranks)],
        F.col("_metadata.file_path").alias("file"), F.col("_metadata.file_block_start").alias("block"),
        F.monotonically_increasing_id().alias("row"))


def read_json(spark, args):
    """Lines as they stand, so that duxin sees what it would see in the file; and how a value of one is had."""
    lines = spark.read.options(lineSep="\n", **reader_options(args)).text(args.input)
    # A byte order mark belongs to the file, not to its first record.
    table = lines.select(F.expr("trim(LEADING '\ufeff' FROM value)").alias("line"), "_metadata")

    def value(path):
        return F.get_json_object("line", "$" + "".join(f"['{key}']" for key in path.split(".")))

    return table, value


def read_rows(spark, args):
    """Rows of CSV or Parquet as lines of JSON, and how a value of one is had; a broken row as what it was."""
    if args.format == "parquet":
        rows, broken = spark.read.options(**reader_options(args)).parquet(*args.input), F.lit(None)
    else:
        # Quotes and line ends within cells as RFC 4180 has them.
        options = {"header": "true", "multiLine": "true", "escape": '"', **reader_options(args)}
        columns = spark.read.options(**options).csv(args.input).columns
        schema = ", ".join(f"`{name}` string" for name in [*columns, "_broken"])
        options["columnNameOfCorruptRecord"] = "_broken"
        rows, broken = spark.read.options(**options).schema(schema).csv(args.input), F.col("_broken")
    names = [name for name in rows.columns if name != "_broken"]
    line = F.when(broken.isNotNull(), F.to_json(F.struct(broken.alias("broken")))).otherwise(
        F.to_json(F.struct(*[F.col(f"`{name}`") for name in names])))

    def value(name):
        return F.col(f"`{name}`").cast("string") if name in names else F.lit(None).cast("string")

    return rows.select("*", line.alias("line"), "_metadata"), value


def reader_options(args):
    return dict(option.split("=", 1) for option in args.option)


# The work: one program for each partition.


def tag(lines, args):
    """All that the programs make."""
    count = args.partitions or max(lines.rdd.getNumPartitions(), lines.sparkSession.sparkContext.defaultParallelism)
    order = [name for name in lines.columns if name != "line"]
    sorted_lines = lines.repartition(count, "key").sortWithinPartitions(*order)
    words = ["summarize", "--format", "jsonl", "--workers", "1", "--json-log"]
    words += ["--map", args.map] if args.map else []
    # What a partition begins with must not decide how it is read.
    words += [] if "--preset" in args.rest else ["--preset", "canonical"]
    words += args.rest

    def work(batches):
        return run_duxin(words, batches, ROWS, args.key)

    return sorted_lines.select(F.col("line").cast("binary")).mapInArrow(work, MADE)


def run_duxin(words, batches, rows={}, key=None):
    """Hands lines to a duxin as fast as it takes them; gives what it wrote once it has ended well.

    All that an attempt writes lies in a folder of its own until then, so that attempts never see one another.
    """
    here = TaskContext.get()
    with tempfile.TemporaryDirectory(
        prefix=f"duxin-{here.stageId()}-{here.partitionId()}-{here.taskAttemptId()}-",
        dir=os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0] or None,
    ) as folder:
        paths = {kind: os.path.join(folder, kind) for kind in [*rows, "summary", "log"]}
        words = words + [word for kind, option in rows.items() for word in (option, paths[kind])]
        if key:
            # Spark lets everyone read what it hands out, and duxin takes no such key.
            words += ["--key", os.path.join(folder, "key")]
            shutil.copyfile(submitted(key), words[-1])
            os.chmod(words[-1], 0o600)
        with open(paths["summary"], "wb") as out, open(paths["log"], "wb") as told:
            program = start_duxin(words, stdin=subprocess.PIPE, stdout=out, stderr=told)
            try:
                feed(program, (batch.column(0).to_pylist() for batch in batches))
            finally:
                program.kill()
        if program.returncode != 0:
            raise RuntimeError(f"duxin {words[0]} ended with {program.returncode}: {tail(paths['log'])}")
        for kind, path in paths.items():
            yield from read_batches(kind, path)


def submitted(name):
    """Where a file of --files is; the driver may have it only where the job was submitted."""
    for folder in (SparkFiles.getRootDirectory(), os.getcwd()):
        if os.path.exists(path := os.path.join(folder, name)):
            return path
    raise FileNotFoundError(f"{name} is missing: submit with --files duxin,duxin.key")


def start_duxin(words, **streams):
    """Starts the program, where other files of --files go by their names."""
    program = submitted("duxin")
    return subprocess.Popen([program, *words], cwd=os.path.dirname(program), **streams)


def feed(program, batches):
    """Writes lines to the program, and waits for its end."""
    try:
        for lines in batches:
            program.stdin.write(b"\n".join(lines) + b"\n")
        program.stdin.close()
    except BrokenPipeError:
        # It ended early, and its status and messages say why.
        pass
    program.wait()


def tail(path):
    with open(path, "rb") as file:
        file.seek(max(0, os.path.getsize(path) - TOLD))
        return file.read().decode("utf-8", "replace")


def read_batches(kind, path):
    """The lines of a file, some megabytes at a time."""
    with open(path, "rb") as file:
        while lines := file.readlines(4 << 20):
            texts = pa.array([line.rstrip(b"\n") for line in lines], pa.binary()).cast(pa.string())
            yield pa.RecordBatch.from_arrays([pa.array([kind] * len(lines)), texts], ["kind", "line"])


# The results.


def write_tables(made, args):
    """Turns and conversations by day, where the days that are written replace those that were there; rejects, log."""

    def rows(kind, schema):
        return made.where(F.col("kind") == kind).select(F.from_json("line", schema).alias("row")).select("row.*")

    write_days(rows("turn", TURN), "timestamp", "turns", args)
    write_days(with_repeats(rows("conversation", CONVERSATION)), "started", "conversations", args)
    rows("reject", REJECT).write.mode("overwrite").parquet(f"{args.out}/rejects")
    made.where("kind = 'log'").select("line").write.mode("overwrite").text(f"{args.out}/log")


def write_days(rows, time, name, args):
    """Writes a table by the day of one of its times; what has none stands under `undated`."""
    rows = rows.withColumn("day", F.coalesce(F.substring(time, 1, 10), F.lit("undated")))
    if args.days:
        first, last = args.days.split("..")
        rows = rows.where(F.col("day").between(first, last))
    # As few files as a day needs, and a big day in several.
    rows.hint("rebalance", "day").write.mode("overwrite").option("partitionOverwriteMode", "dynamic").partitionBy(
        "day").parquet(f"{args.out}/{name}")


def with_repeats(conversations):
    """The column repeat_of over all conversations; a program knows only those of its own."""
    seen = conversations.withColumn("at", F.to_timestamp("started")).where("matter_bits <> 0 AND at IS NOT NULL")
    pairs = seen.alias("f").join(seen.alias("e"), F.expr(REPEATS))
    last = pairs.groupBy("f.conversation_id", "f.shop").agg(
        F.max_by("e.conversation_id", F.struct("e.at", "e.conversation_id")).alias("repeat_of"))
    names = [name for name in conversations.columns if name != "matter_bits"]
    last = last.withColumnsRenamed({"conversation_id": "id", "shop": "of"})
    return conversations.drop("repeat_of").join(
        last, F.expr("conversation_id = id AND shop <=> of"), "left").select(*names)


def write_reports(made, args):
    """Adds up the summaries, those of some partitions each and then these, and writes the reports."""
    os.makedirs(args.reports, exist_ok=True)
    summary = os.path.abspath(os.path.join(args.reports, "summary.json"))
    parts = made.where("kind = 'summary'").select(F.col("line").cast("binary"))
    groups = math.isqrt(parts.rdd.getNumPartitions())
    sums = parts.coalesce(groups).mapInArrow(lambda batches: run_duxin(["merge"], batches), MADE)
    with open(summary + ".part", "wb") as out:
        program = start_duxin(["merge"], stdin=subprocess.PIPE, stdout=out)
        feed(program, ([row.line.encode()] for row in sums.where("kind = 'summary'").toLocalIterator()))
    check(program, "merge")
    os.replace(summary + ".part", summary)
    check(start_duxin(["report", "--summary", summary, "--out", os.path.abspath(args.reports)]), "report")


def check(program, name):
    if program.wait() != 0:
        sys.exit(f"duxin {name} ended with {program.returncode}")


def main():
    args = parse_arguments(sys.argv[1:])
    spark = SparkSession.builder.appName("duxin").getOrCreate()
    # Before hours of work, not after: what is missing.
    submitted("duxin"), submitted(args.key)
    made = tag(read_lines(spark, args), args).persist(StorageLevel.DISK_ONLY)
    write_tables(made, args)
    write_reports(made, args)
    counts = dict(made.groupBy("kind").count().collect())
    print(", ".join(f"{counts.get(kind, 0)} {kind}s" for kind in ROWS), "→", args.out)
    spark.stop()


if __name__ == "__main__":
    main()
