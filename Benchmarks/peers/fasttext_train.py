"""Trains the fastText model that fasttext_tags.py runs: characters as words, n-grams up to 3, the first intent or act
that `duxin tag` gives each turn as its one label.

    fasttext_train.py TAGGED MODEL
"""
import json
import sys

import fasttext
from fasttext_tags import spaced


def main(tagged, model):
    lines = model + ".txt"
    with open(tagged, encoding="utf-8") as turns, open(lines, "w", encoding="utf-8") as out:
        for turn in map(json.loads, turns):
            labels = turn.get("intents") or turn.get("acts")
            if labels:
                out.write(f"__label__{labels[0]['label']} {spaced(turn['text'])}\n")
    fasttext.train_supervised(lines, wordNgrams=3, dim=50, epoch=10, thread=2, verbose=0).save_model(model)


if __name__ == "__main__":
    main(*sys.argv[1:3])
