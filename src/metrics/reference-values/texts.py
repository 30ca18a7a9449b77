"""Error rates of jiwer, and answers scored by SQuAD 1.1's own script (compute_score.py of huggingface/evaluate, given as
the argument): `pip install jiwer`, then `python texts.py compute_score.py > texts.json`."""

import importlib.util
import json
import sys
from importlib.metadata import version

import jiwer
import numpy as np

random = np.random.default_rng(5)
words = "the a one two, two. Three it's (four) five-six Seven naïve 你好 $8".split()


def edited(tokens):
    out = []
    for token in tokens:
        draw = random.random()
        if draw < 0.15:
            out.append(str(random.choice(words)))
        elif draw < 0.27:
            continue
        elif draw < 0.37:
            out += [token, str(random.choice(words))]
        else:
            out.append(token)
    return out


pairs = [("the quick  brown fox", " The quick fox jumps")]
for _ in range(60):
    truth = [str(word) for word in random.choice(words, random.integers(1, 25))]
    pairs.append((" ".join(truth), " ".join(edited(truth))))

plain = [jiwer.ToLowerCase(), jiwer.RemovePunctuation(), jiwer.RemoveMultipleSpaces(), jiwer.Strip()]
plain_words = jiwer.Compose([*plain, jiwer.ReduceToListOfListOfWords()])
spaces = [jiwer.RemoveMultipleSpaces(), jiwer.Strip()]
characters = jiwer.Compose([*spaces, jiwer.ReduceToListOfListOfChars()])


def edits(output):
    return {
        "substitutions": output.substitutions,
        "deletions": output.deletions,
        "insertions": output.insertions,
        "length": output.hits + output.substitutions + output.deletions,
    }


def score_pair(truth, hypothesis):
    return {
        "truth": truth,
        "hypothesis": hypothesis,
        "words": edits(jiwer.process_words(truth, hypothesis)),
        "plainWords": edits(jiwer.process_words(truth, hypothesis, plain_words, plain_words)),
        "characters": edits(jiwer.process_characters(truth, hypothesis, characters, characters)),
    }


truths, hypotheses = map(list, zip(*pairs))
spec = importlib.util.spec_from_file_location("squad", sys.argv[1])
squad = importlib.util.module_from_spec(spec)
spec.loader.exec_module(squad)
answers = [
    ("The Eiffel Tower", "eiffel tower!"),
    ("in the year 1889", "1889"),
    ("Denver Broncos", "the Carolina Panthers"),
    ("a cat and a cat", "cat cat dog"),
    ("don't", "dont"),
    ("theatre", "the atre"),
    ("", "something"),
]
print(
    json.dumps(
        {
            "source": f"jiwer {version('jiwer')}, rapidfuzz {version('rapidfuzz')}, SQuAD 1.1 evaluation",
            "texts": [score_pair(truth, hypothesis) for truth, hypothesis in pairs],
            "scores": {
                "wer": jiwer.wer(truths, hypotheses),
                "cer": jiwer.cer(truths, hypotheses, characters, characters),
            },
            "answers": [
                {
                    "truth": truth,
                    "answer": answer,
                    "isExact": bool(squad.exact_match_score(answer, truth)),
                    "f1": squad.f1_score(answer, truth),
                }
                for truth, answer in answers
            ],
        },
        ensure_ascii=False,
    )
)
