"""What a user would write: the polarity of each turn by SnowNLP, its intents by jieba's words, into SQLite."""
import sys

import snownlp
from jieba_tags import run


def polarity(text):
    return snownlp.SnowNLP(text).sentiments if text.strip() else None


if __name__ == "__main__":
    run(*sys.argv[1:3], polarity)
