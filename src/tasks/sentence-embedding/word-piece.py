"""Token ids of Hugging Face's tokenizers for texts that are hard to normalise, and the part of the vocabulary that they use:
`pip install tokenizers`, then `python word-piece.py tokenizer.json > word-piece.json` with the tokenizer of
all-MiniLM-L6-v2."""

import json
import sys

from tokenizers import Tokenizer, __version__

texts = [
    "Café naïve ÅNGSTRÖM",
    "日本語 text",
    "a\u0300b",
    "don't stop-me... #1 $5 a+b=c ~x",
    "tab\tnew\nline\u00a0nbsp",
    "\u200bzero\u200dwidth",
    "İstanbul ẞ ﬁ",
    "emoji 😀 ok",
    "x" * 101,
    "",
    "  ",
    "a\x00b\ufffdc",
    "«quoted» — dash…",
    "١٢٣ हिन्दी",
    "supercalifragilisticexpialidocious unbelievableness",
]
tokenizer = Tokenizer.from_file(sys.argv[1])
tokenizer.no_padding()
encoded = [{"text": text, "ids": tokenizer.encode(text).ids} for text in texts]
used = {id for one in encoded for id in one["ids"]} | {100, 101, 102}
vocabulary = {tokenizer.id_to_token(id): id for id in sorted(used)}
figures = {"source": f"tokenizers {__version__}", "vocabulary": vocabulary, "texts": encoded}
print(json.dumps(figures, ensure_ascii=False, indent=2))
