"""Expected scores of rankings, by trec_eval (pytrec_eval-terrier 0.5.11).

    python3 retrieval.py > retrieval.json
"""

import json
import random

import pytrec_eval

random.seed(1)
cases, qrel, run = [], {}, {}
for query in range(30):
    relevant = random.randint(1, 4)
    hits = [random.random() < 0.25 for _ in range(random.choice([3, 10, 14]))]
    while sum(hits) > relevant:
        hits[hits.index(True)] = False
    cases.append({"isRelevant": hits, "relevant": relevant})
    found = [f"d{rank}" for rank, hit in enumerate(hits) if hit]
    missed = [f"missed{number}" for number in range(relevant - len(found))]
    qrel[str(query)] = {name: 1 for name in found + missed}
    run[str(query)] = {f"d{rank}": 100.0 - rank for rank in range(len(hits))}

# `recip_rank` has no cut-off: only the first ten results are given to it.
first = {query: dict(list(results.items())[:10]) for query, results in run.items()}
scores = pytrec_eval.RelevanceEvaluator(qrel, {"recall.1,5,10", "ndcg_cut.10"}).evaluate(run)
ranks = pytrec_eval.RelevanceEvaluator(qrel, {"recip_rank"}).evaluate(first)


def mean(values):
    values = list(values)
    return sum(values) / len(values)


print(json.dumps({
    "cases": cases,
    "scores": {
        "recall-at-1": mean(score["recall_1"] for score in scores.values()),
        "recall-at-5": mean(score["recall_5"] for score in scores.values()),
        "recall-at-10": mean(score["recall_10"] for score in scores.values()),
        "mrr-at-10": mean(score["recip_rank"] for score in ranks.values()),
        "ndcg-at-10": mean(score["ndcg_cut_10"] for score in scores.values()),
    },
}, indent=2))
