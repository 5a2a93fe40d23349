"""Sentences and treebank tokens of raw text, good enough to make silver data; the program's own splitter is in Rust."""
import re

ABBREVIATIONS = set("""mr mrs ms dr prof sen rep gov gen col lt capt sgt rev hon st jr sr inc corp co ltd no vs etc jan
feb mar apr jun jul aug sept sep oct nov dec u.s u.k u.n e.g i.e a.m p.m d.c ph.d fig al dept est approx messrs adm
brig maj cmdr amb""".split())
STARTERS = set("the a an this that these those he she it we they i you in on at but and for as if when while there".split())
PREFIXES = "anti|non|co|re|pre|e|ex|post|mid|multi|pro|sub|semi|pan|bi|un|x|inter|intra|trans|ultra|de"
TOKEN = re.compile(
    r"""(?P<web>https?://\S+[\w/]|www\.\S+[\w/]|[\w.+-]+@[\w-]+\.[\w.-]*\w)
    |(?P<abbr>(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Capt|Sgt|Rev|Hon|St|Jr|Sr|Inc|Corp|Co|Ltd|Jan
        |Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|No|vs|etc|Adm|Maj|Brig)\.|[A-Z]\.(?=\s))
    |(?P<number>\d+(?:[,.:]\d+)*(?:st|nd|rd|th|s|m|bn|k)?(?![\w]))
    |(?P<affixed>(?:"""
    + PREFIXES
    + r""")-\w+)
    |(?P<word>\w+(?:['’]\w+)*)
    |(?P<dots>\.{2,}|-{2,}|…)
    |(?P<mark>\S)""",
    re.X | re.I,
)
CONTRACTION = re.compile(r"(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))$", re.I)
SPLIT = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3}


def tokenize(text):
    """(token, start, end) of a sentence, as the English web treebank divides it."""
    out = []
    for match in TOKEN.finditer(text):
        token, start = match.group(), match.start()
        cuts = []
        if match.lastgroup in ("word", "affixed"):
            contraction = CONTRACTION.match(token)
            if contraction:
                cuts = [len(contraction.group(1))]
            elif token.lower() in SPLIT:
                cuts = [SPLIT[token.lower()]]
        for a, b in zip([0, *cuts], [*cuts, len(token)]):
            out.append((token[a:b], start + a, start + b))
    if len(out) > 1 and out[-1][0].endswith(".") and re.search(r"[A-Za-z]\.[A-Za-z]\.$|(inc|corp|co|ltd)\.$", out[-1][0], re.I):
        return out  # "the U.S." closes its sentence itself
    return out


def split_sentences(paragraph):
    """Sentences of one paragraph."""
    out, start = [], 0
    for match in re.finditer(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*([A-Z0-9]\w*))", paragraph):
        before = re.search(r"(\S+?)[.!?…]+[\"'”’)\]]*\s+$", paragraph[start : match.end()])
        word = before.group(1).lower().lstrip("(\"'“‘[") if before else ""
        if match.group().startswith(".") and not match.group().startswith(".."):
            initial = len(word) == 1 and word.isalpha() and word != "i"
            if (word in ABBREVIATIONS or initial) and match.group(1).lower() not in STARTERS:
                continue
        out.append(paragraph[start : match.end()].strip())
        start = match.end()
    out.append(paragraph[start:].strip())
    return [s for s in out if s]
