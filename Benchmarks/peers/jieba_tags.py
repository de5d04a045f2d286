"""What a user would write: intents of each turn by keywords among jieba's words, a price by a regular expression, into
SQLite."""
import json
import re
import sqlite3
import sys

import jieba
from common import open_text, word_groups

PRICE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:元|块|yuan|dollars)|[¥$](\d+(?:\.\d+)?)", re.IGNORECASE)


def run(source, target, polarity=lambda text: None):
    jieba.setLogLevel("WARNING")
    labels = {}
    for label, words in word_groups():
        for word in words:
            labels.setdefault(word, label)
            jieba.add_word(word)
    database = sqlite3.connect(target)
    database.execute("CREATE TABLE turn(conversation TEXT, number INTEGER, intents TEXT, price TEXT, polarity REAL)")
    rows = []
    for line in open_text(source):
        record = json.loads(line)
        text = record["text"]
        intents = dict.fromkeys(labels[word] for word in jieba.cut(text.lower()) if word in labels)
        price = PRICE.search(text)
        rows.append((record["conversation_id"], record["turn"], ",".join(intents), price and price[0], polarity(text)))
        if len(rows) == 10_000:
            database.executemany("INSERT INTO turn VALUES (?, ?, ?, ?, ?)", rows)
            rows.clear()
    database.executemany("INSERT INTO turn VALUES (?, ?, ?, ?, ?)", rows)
    database.commit()
    print(database.execute("SELECT count(*) FROM turn").fetchone()[0])


if __name__ == "__main__":
    run(*sys.argv[1:3])
