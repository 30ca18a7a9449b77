"""Token ids of Hugging Face's tokenizers for texts that are hard to normalise: BERT's WordPiece with the part of the
vocabulary that they use, and byte-level BPE and Unigram trained on them. `pip install tokenizers`, then
`python token-ids.py tokenizer.json > token-ids.json` with the tokenizer of all-MiniLM-L6-v2."""

import json
import sys

from tokenizers import Tokenizer, __version__, decoders, models, normalizers, pre_tokenizers, processors, trainers

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
max_tokens = 6


def word_piece():
    tokenizer = Tokenizer.from_file(sys.argv[1])
    tokenizer.no_padding()
    tokenizer.no_truncation()
    content = json.loads(tokenizer.to_str())
    used = {id for text in texts for id in tokenizer.encode(text).ids} | {100, 101, 102}
    content["model"]["vocab"] = {tokenizer.id_to_token(id): id for id in sorted(used)}
    content["added_tokens"] = [token for token in content["added_tokens"] if token["id"] in used]
    return content


def byte_level():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=330, special_tokens=["<s>", "</s>"], initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 1), ("<s>", 0), True, False)
    return json.loads(tokenizer.to_str())


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(" {2,}", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=150, special_tokens=["<s>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    return json.loads(tokenizer.to_str())


def encoded(content):
    tokenizer = Tokenizer.from_str(json.dumps(content))
    whole = [tokenizer.encode(text).ids for text in texts]
    tokenizer.enable_truncation(max_tokens)
    cut = [tokenizer.encode(text).ids for text in texts]
    items = [{"text": text, "ids": ids, "cut": cut[at]} for at, (text, ids) in enumerate(zip(texts, whole))]
    return {"model": content["model"]["type"], "tokenizer": content, "texts": items}


cases = [encoded(content) for content in (word_piece(), byte_level(), unigram())]
print(json.dumps({"source": f"tokenizers {__version__}", "maxTokens": max_tokens, "cases": cases}, ensure_ascii=False))
