"""What a user would write: how many turns and conversations hold a word of each of 30 groups, in ClickHouse (chdb)."""
import json
import sys

import chdb
from common import word_groups


def main(source, target):
    groups = list(word_groups())
    found = ", ".join(
        f"multiSearchAny(lowerUTF8(text), {[*words]}) AS {label}" for label, words in groups)
    sums = ", ".join(
        f"sum({label}) AS {label}_turns, uniqExactIf(conversation_id, {label}) AS {label}_chats" for label, _ in groups)
    columns = "conversation_id String, text String"
    turns = f"SELECT conversation_id, {found} FROM file('{source}', 'JSONEachRow', '{columns}')"
    query = f"SELECT count() AS turns, {sums} FROM ({turns}) SETTINGS input_format_skip_unknown_fields = 1"
    row = json.loads(str(chdb.query(query, "JSONEachRow")))
    with open(target, "w", encoding="utf-8") as out:
        for label, _ in groups:
            out.write(f"{label}\t{row[label + '_turns']}\t{row[label + '_chats']}\n")
    print(row["turns"])


if __name__ == "__main__":
    main(*sys.argv[1:3])
