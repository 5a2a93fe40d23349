"""Word pieces of the MiniLM vocabulary, by one plain rule that the Rust side repeats: fold, then longest match."""
import unicodedata

MARKS = {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"', "–": "-",
         "—": "-", "‑": "-", "−": "-", "…": "...", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"}


def folds():
    """What a sign becomes: Latin letters with accents lose them, quotation marks and dashes become plain."""
    out = dict(MARKS)
    for c in map(chr, [*range(0xC0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00)]):
        plain = "".join(d for d in unicodedata.normalize("NFD", c) if unicodedata.category(d) != "Mn")
        if plain != c and c not in out:
            out[c] = plain
    return out


FOLDS = folds()


def fold(word):
    """Lower case without accents, plain quotation marks and dashes."""
    return "".join(FOLDS.get(c, c) for c in word.lower())


class Pieces:
    """The vocabulary: a word's pieces by longest match, cached."""

    def __init__(self, vocabulary):
        self.ids = {p: i for i, p in enumerate(vocabulary)}
        self.unknown = self.ids["[UNK]"]
        self.cache = {}

    def __call__(self, word):
        if word not in self.cache:
            self.cache[word] = self.cut(fold(word))
        return self.cache[word]

    def cut(self, word):
        out, start = [], 0
        while start < len(word) and len(out) < 12:
            end = min(len(word), start + 24)
            mark = "" if start == 0 or not (word[start].isalnum() and word[start - 1].isalnum()) else "##"
            while end > start and mark + word[start:end] not in self.ids:
                end -= 1
            if end == start:
                out.append(self.unknown)
                end = start + 1
            else:
                out.append(self.ids[mark + word[start:end]])
            start = end
        return out or [self.unknown]


def shape(word):
    """The capitals and kinds of signs of a word as one small number: runs shortened, first four of them."""
    out = ""
    for c in word:
        k = "d" if c in "0123456789" else "X" if c.isupper() else "x" if c.isalpha() else "."
        if not out.endswith(k * 2):
            out += k
    return out[:6]
