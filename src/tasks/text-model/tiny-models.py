"""Tiny classifiers of texts and of tokens with one attention layer, whose embeddings are the classes of a few words with
seeded noise, their tokenizers, and what transformers makes of their logits:
`pip install transformers onnx onnxruntime`, then `python tiny-models.py` writes them next to this file."""

import base64
import json
import os
from types import SimpleNamespace

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import __version__
from transformers.pipelines.token_classification import AggregationStrategy, TokenClassificationPipeline
from transformers.pipelines.text_classification import sigmoid, softmax

here = os.path.dirname(os.path.abspath(__file__))
sentiments = {
    "NEGATIVE": ["bad", "boring", "awful", "terrible"],
    "NEUTRAL": ["plain", "usual"],
    "POSITIVE": ["good", "great", "lovely", "brilliant"],
}
others = "a an and at film from in is it lives not of the was works , . !".split()
entities = {
    "O": others,
    "B-PER": ["anna", "john"],
    "I-PER": ["smith", "##son"],
    "B-LOC": ["paris", "new"],
    "I-LOC": ["york", "##ville", "##town"],
    "B-ORG": ["acme"],
    "I-ORG": ["corp"],
}


def make_vocabulary(classes):
    words = [*(word for words in classes.values() for word in words), *others, "##ly"]
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *dict.fromkeys(words)]


max_tokens = 12
width = 8
random = np.random.default_rng(7)


def make_tokenizer(vocabulary):
    tokenizer = Tokenizer(models.WordPiece({word: id for id, word in enumerate(vocabulary)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.add_special_tokens(vocabulary[:4])
    return tokenizer


def embeddings(classes, vocabulary):
    table = random.normal(0, 0.3, (len(vocabulary), width))
    for index, words in enumerate(classes.values()):
        for word in words:
            table[vocabulary.index(word), index] += 4
    return table.astype(np.float32)


def build(classes, output_shape, pick):
    """The embeddings x, h = x + softmax(x xT) x, and the classes of all h, or of the first."""
    head = np.eye(width, len(classes)) + random.normal(0, 0.1, (width, len(classes)))
    types = random.normal(0, 0.1, (2, width))
    constants = {"table": embeddings(classes, make_vocabulary(classes)), "types": types, "head": head, "zero": np.int64(0), "one": np.float32(1), "far": np.float32(1e4), "middle": np.array([1], np.int64)}
    nodes = [
        ("Gather", ["table", "input_ids"], ["words"], {}),
        ("Gather", ["types", "token_type_ids"], ["kinds"], {}),
        ("Add", ["words", "kinds"], ["x"], {}),
        ("Transpose", ["x"], ["xt"], {"perm": [0, 2, 1]}),
        ("MatMul", ["x", "xt"], ["products"], {}),
        ("Cast", ["attention_mask"], ["mask"], {"to": TensorProto.FLOAT}),
        ("Sub", ["mask", "one"], ["absent"], {}),
        ("Mul", ["absent", "far"], ["penalty"], {}),
        ("Unsqueeze", ["penalty", "middle"], ["penalties"], {}),
        ("Add", ["products", "penalties"], ["masked"], {}),
        ("Softmax", ["masked"], ["attention"], {"axis": -1}),
        ("MatMul", ["attention", "x"], ["mixed"], {}),
        ("Add", ["x", "mixed"], ["h"], {}),
        *pick,
        ("MatMul", ["picked", "head"], ["logits"], {}),
    ]
    tokens = ["batch", "sequence"]
    inputs = [helper.make_tensor_value_info(input, TensorProto.INT64, tokens) for input in ("input_ids", "attention_mask", "token_type_ids")]
    graph = helper.make_graph(
        [helper.make_node(kind, ins, outs, **attributes) for kind, ins, outs, attributes in nodes],
        "tiny",
        inputs,
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, output_shape)],
        [numpy_helper.from_array(value.astype(np.float32) if value.dtype == np.float64 else np.asarray(value), key) for key, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString()


def run(model, ids):
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    ids = np.array([ids], np.int64)
    feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    return session.run(["logits"], feeds)[0][0]


def write(name, value):
    with open(os.path.join(here, name), "w") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
        file.write("\n")


def aggregate(text, encoding, logits, tokenizer):
    """What each aggregation strategy of transformers makes of logits [tokens, labels]."""
    pipeline = TokenClassificationPipeline.__new__(TokenClassificationPipeline)
    pipeline.model = SimpleNamespace(config=SimpleNamespace(id2label=list(entities)))
    pipeline.tokenizer = SimpleNamespace(
        _tokenizer=tokenizer,
        unk_token_id=tokenizer.token_to_id("[UNK]"),
        convert_ids_to_tokens=tokenizer.id_to_token,
        convert_tokens_to_string=" ".join,
    )
    results = {}
    for strategy in AggregationStrategy:
        mask = encoding.special_tokens_mask
        tokens = pipeline.gather_pre_entities(text, encoding.ids, softmax(logits), encoding.offsets, mask, strategy)
        found = pipeline.aggregate(tokens, strategy)
        named = [(entity.get("entity") or entity["entity_group"], entity) for entity in found]
        results[strategy.value] = [
            {"label": label, "score": float(entity["score"]), "start": entity["start"], "end": entity["end"]}
            for label, entity in named
            if label != "O"
        ]
    return results


tokenizer = make_tokenizer(make_vocabulary(sentiments))
content = json.loads(tokenizer.to_str())
tokenizer.enable_truncation(max_tokens)
first = [("Gather", ["h", "zero"], ["picked"], {"axis": 1})]
text_classifier = build(sentiments, ["batch", len(sentiments)], first)
texts = [
    "A great film!",
    "The film was awful, and boring.",
    "It is a plain film.",
    "Not good, NOT bad",
    "Lóvely; unknown wörds",
    "the film was good and good and good and good and good and terrible terrible terrible",
]
cases = []
for text in texts:
    encoding = tokenizer.encode(text)
    logits = run(text_classifier, encoding.ids)
    cases.append(
        {
            "text": text,
            "tokens": len(encoding.ids),
            "isTruncated": len(encoding.overflowing) > 0,
            "softmax": softmax(logits).tolist(),
            "sigmoid": sigmoid(logits).tolist(),
        }
    )
entity_tokenizer = make_tokenizer(make_vocabulary(entities))
entity_content = json.loads(entity_tokenizer.to_str())
entity_tokenizer.enable_truncation(max_tokens)
token_classifier = build(entities, ["batch", "sequence", len(entities)], [("Identity", ["h"], ["picked"], {})])
entity_cases = []
for text in [
    "Anna Smith lives in New York.",
    "Johnson works at Acme Corp, in Paristown",
    "Johnville and John, Anna",
    "Ánna  Smíth; unknown",
    "the film",
    "Anna Anna Anna Anna Anna Anna Anna Anna Anna Anna Anna Anna Anna",
]:
    encoding = entity_tokenizer.encode(text)
    logits = run(token_classifier, encoding.ids)
    entity_cases.append(
        {
            "text": text,
            "tokens": len(encoding.ids),
            "isTruncated": len(encoding.overflowing) > 0,
            "entities": aggregate(text, encoding, logits, entity_tokenizer),
        }
    )
print("transformers", __version__, "onnxruntime", onnxruntime.__version__)
write(
    "tiny-models.json",
    {
        "tokenizer": content,
        "textClassifier": base64.b64encode(text_classifier).decode(),
        "entityTokenizer": entity_content,
        "tokenClassifier": base64.b64encode(token_classifier).decode(),
    },
)
write(
    "reference-values.json",
    {
        "labels": list(sentiments),
        "maxTokens": max_tokens,
        "classifications": cases,
        "entityLabels": list(entities),
        "tokenClassifications": entity_cases,
    },
)
