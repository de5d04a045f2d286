"""What a user would write: one tag for each turn by a fastText model, as JSON lines.

    fasttext_tags.py SOURCE TARGET MODEL
"""
import json
import sys

import fasttext
from common import open_text


def spaced(text):
    """Characters as words: fastText parts words at spaces."""
    return " ".join(text.lower().replace("\n", " "))


def main(source, target, model):
    model = fasttext.load_model(model)
    count = 0
    with open(target, "w", encoding="utf-8") as out:
        for line in open_text(source):
            record = json.loads(line)
            labels, scores = model.predict(spaced(record["text"]))
            turn = {"conversation_id": record["conversation_id"], "turn": record["turn"]}
            if labels:
                turn.update(label=labels[0].removeprefix("__label__"), score=round(float(scores[0]), 2))
            out.write(json.dumps(turn, ensure_ascii=False) + "\n")
            count += 1
    print(count)


if __name__ == "__main__":
    main(*sys.argv[1:4])
