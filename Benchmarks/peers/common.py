"""What the peers share: the 30 groups of words, and how to open an export."""
import gzip
import pathlib


def word_groups():
    """The lines of words.tsv: a label and its words."""
    path = pathlib.Path(__file__).parent.parent / "words.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        label, words = line.split("\t")
        yield label, words.split("|")


def open_text(path):
    return gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
