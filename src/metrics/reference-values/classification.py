"""Scores of scikit-learn on seeded predictions: `pip install scikit-learn`, then
`python classification.py > classification.json`."""

import json

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

random = np.random.default_rng(7)
labels = ["ant", "bee", "cat", "dog", "eel", "fox", "gnu"]
n = 90
truth = random.choice(6, n)  # never a gnu, which is predicted
scores = random.dirichlet(np.full(len(labels), 0.8), n)
scores[np.arange(n), truth] += 0.08
scores /= scores.sum(axis=1, keepdims=True)
ranked = np.argsort(-scores, axis=1)
first = ranked[:, 0]
confidence = np.round(scores.max(axis=1), 6)
correct = first == truth

accuracy, mean_confidence = calibration_curve(correct, confidence, n_bins=15)
counts = np.histogram(confidence, bins=np.linspace(0, 1, 16))[0]
counts = counts[counts > 0]
gaps = np.abs(accuracy - mean_confidence)

named = lambda ids: [labels[i] for i in ids]
used = sorted(set(truth) | set(first))
precision, recall, f1, support = metrics.precision_recall_fscore_support(
    truth, first, labels=used, zero_division=0
)
print(
    json.dumps(
        {
            "source": f"scikit-learn {sklearn.__version__}",
            "outcomes": [
                {"truth": labels[t], "predictions": named(r[:5]), "confidence": c}
                for t, r, c in zip(truth, ranked, confidence.tolist())
            ],
            "scores": {
                "top-1": metrics.accuracy_score(truth, first),
                "top-5": metrics.top_k_accuracy_score(truth, scores, k=5, labels=range(7)),
                "macro-f1": metrics.f1_score(truth, first, average="macro"),
                "balanced-accuracy": metrics.balanced_accuracy_score(truth, first),
                "calibration-error": float((gaps * counts).sum() / n),
            },
            "classes": {
                labels[c]: {"precision": p, "recall": r, "f1": f, "items": int(s)}
                for c, p, r, f, s in zip(used, precision, recall, f1, support)
            },
            "confusion": {
                "classes": named(used),
                "counts": metrics.confusion_matrix(truth, first, labels=used).tolist(),
            },
        }
    )
)
