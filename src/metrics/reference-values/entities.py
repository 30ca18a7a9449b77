"""Scores of seeded tags in several schemes by seqeval: `pip install seqeval`, then `python entities.py > entities.json`."""

import json
import random
import warnings

from seqeval.metrics import accuracy_score, f1_score, precision_score, recall_score

warnings.filterwarnings("ignore")
generator = random.Random(7)
schemes = {
    "iob": ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-per-son", "I-per-son"],
    "iobes": ["O", *(f"{prefix}-{type}" for prefix in "BIES" for type in ("PER", "LOC"))],
    "parts-of-speech": ["NOUN", "VERB", "ADJ", "ADP", "SCONJ", "INTJ", "PUNCT"],
}


def sentence(tags):
    length = generator.randint(1, 12)
    expected = [generator.choice(tags) for _ in range(length)]
    actual = [tag if generator.random() < 0.8 else generator.choice(tags) for tag in expected]
    return {"actual": actual, "expected": expected}


cases = []
for scheme, tags in schemes.items():
    sentences = [sentence(tags) for _ in range(30)]
    pair = [s["expected"] for s in sentences], [s["actual"] for s in sentences]
    scores = {
        "entity-f1": f1_score(*pair),
        "entity-precision": precision_score(*pair),
        "entity-recall": recall_score(*pair),
        "word-accuracy": accuracy_score(*pair),
    }
    cases.append({"scheme": scheme, "sentences": sentences, "scores": {name: float(score) for name, score in scores.items()}})
print(json.dumps(cases))
