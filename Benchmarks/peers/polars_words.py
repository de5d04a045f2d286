"""What a user would write: how many turns and conversations match each of 30 `contains`, in Polars."""
import sys

import polars as pl
from common import word_groups


def main(source, target):
    groups = list(word_groups())
    text = pl.col("text").str.to_lowercase()
    schema = {"conversation_id": pl.String, "text": pl.String}
    found = (
        pl.scan_ndjson(source, schema=schema)
        .select("conversation_id", *(text.str.contains("|".join(words)).alias(label) for label, words in groups))
        .select(
            pl.len().alias("turns"), *(pl.col(label).sum() for label, _ in groups),
            *(
                pl.col("conversation_id").filter(pl.col(label)).n_unique().alias(label + "_chats")
                for label, _ in groups))
        .collect(engine="streaming"))
    with open(target, "w", encoding="utf-8") as out:
        for label, _ in groups:
            out.write(f"{label}\t{found[label][0]}\t{found[label + '_chats'][0]}\n")
    print(found["turns"][0])


if __name__ == "__main__":
    main(*sys.argv[1:3])
