"""What a user would write: how many turns and conversations match each of 30 regular expressions, in DuckDB."""
import sys

import duckdb
from common import word_groups


def main(source, target):
    groups = list(word_groups())
    matches = ", ".join(f"regexp_matches(lower(text), '{'|'.join(words)}') AS \"{label}\"" for label, words in groups)
    sums = ", ".join(
        f'count(*) FILTER ("{label}"), count(DISTINCT conversation_id) FILTER ("{label}")'
        for label, _ in groups)
    columns = "{conversation_id: 'VARCHAR', text: 'VARCHAR'}"
    options = f"format = 'newline_delimited', columns = {columns}"
    turns = f"SELECT conversation_id, text FROM read_json('{source}', {options})"
    query = f"SELECT count(*), {sums} FROM (SELECT conversation_id, {matches} FROM ({turns}))"
    row = duckdb.connect().execute(query).fetchall()[0]
    with open(target, "w", encoding="utf-8") as out:
        for (label, _), turns, chats in zip(groups, row[1::2], row[2::2]):
            out.write(f"{label}\t{turns}\t{chats}\n")
    print(row[0])


if __name__ == "__main__":
    main(*sys.argv[1:3])
