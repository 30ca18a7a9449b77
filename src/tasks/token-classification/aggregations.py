"""What each aggregation strategy of transformers makes of the same logits, with tokenizers of several kinds:
`pip install transformers`, then `python aggregations.py` writes it next to this file. The tokenizers and texts are those of
`../text-model/alignment`; the logits follow from the ids of the tokens."""

import json
import os
from types import SimpleNamespace

import numpy as np
from tokenizers import Tokenizer
from transformers import __version__
from transformers.pipelines.token_classification import AggregationStrategy, TokenClassificationPipeline

here = os.path.dirname(os.path.abspath(__file__))
alignment = os.path.join(here, "..", "text-model", "alignment")
labels = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
unknown = {"bert-cased": "[UNK]", "roberta-prefix-space": "<unk>", "xlm-roberta": "<unk>"}
chosen = [0, 4, 8, 13, 14, 16, 19, 22]


def logits_of(ids):
    return np.sin(np.outer(np.array(ids, np.float64), 1.7 * np.arange(1, len(labels) + 1))).astype(np.float32) * np.float32(3)


def softmax(values):
    exponentials = np.exp(values - values.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def aggregate(tokenizer, unknown_token, text):
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if ord(character) > 0xFFFF else 1))
    pipeline = TokenClassificationPipeline.__new__(TokenClassificationPipeline)
    pipeline.model = SimpleNamespace(config=SimpleNamespace(id2label=labels))
    pipeline.tokenizer = SimpleNamespace(
        _tokenizer=tokenizer,
        unk_token_id=tokenizer.token_to_id(unknown_token),
        convert_ids_to_tokens=tokenizer.id_to_token,
        convert_tokens_to_string=" ".join,
    )
    encoding = tokenizer.encode(text)
    scores = softmax(logits_of(encoding.ids))
    results = {}
    for strategy in AggregationStrategy:
        mask = encoding.special_tokens_mask
        tokens = pipeline.gather_pre_entities(text, encoding.ids, scores, encoding.offsets, mask, strategy)
        found = pipeline.aggregate(tokens, strategy)
        named = [(entity.get("entity") or entity["entity_group"], entity) for entity in found]
        results[strategy.value] = [
            [label, units[entity["start"]], units[entity["end"]], round(float(entity["score"]), 5)]
            for label, entity in named
            if label != "O"
        ]
    return results


with open(os.path.join(alignment, "tokenizers.json")) as file:
    tokenizers = json.load(file)
with open(os.path.join(alignment, "reference-values.json")) as file:
    texts = json.load(file)["texts"]
cases = {}
for name, token in unknown.items():
    tokenizer = Tokenizer.from_str(json.dumps(tokenizers[name]))
    cases[name] = [{"text": texts[index], "entities": aggregate(tokenizer, token, texts[index])} for index in chosen]
with open(os.path.join(here, "reference-values.json"), "w") as file:
    json.dump({"transformers": __version__, "labels": labels, "cases": cases}, file, ensure_ascii=False, separators=(",", ":"))
    file.write("\n")
