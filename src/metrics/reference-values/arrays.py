"""Scores of scikit-learn, SciPy and NumPy on seeded masks, pairs, tensors and logits: `pip install scikit-learn scipy`,
then `python arrays.py > arrays.json`."""

import json

import numpy as np
import scipy
import sklearn
from scipy.special import log_softmax, softmax
from scipy.stats import entropy, pearsonr, spearmanr
from sklearn import metrics

random = np.random.default_rng(3)
listed = lambda array: np.asarray(array).tolist()

# Masks: 255 is void; the prediction has its own order of classes, one of which the truth never has.
truth_labels = ["sky", "road", "car", "tree"]
predicted_labels = ["tree", "sky", "car", "road", "sign"]
truth = random.integers(0, 4, (5, 64))
truth[random.random(truth.shape) < 0.1] = 255
predicted = np.array([predicted_labels.index(truth_labels[i % 4]) for i in truth.ravel()]).reshape(truth.shape)
noise = random.random(predicted.shape) < 0.35
predicted[noise] = random.integers(0, 5, noise.sum())
counted = truth != 255
expected = [truth_labels[i] for i in truth[counted]]
actual = [predicted_labels[i] for i in predicted[counted]]
names = sorted(set(expected) | set(actual))
iou = metrics.jaccard_score(expected, actual, labels=names, average=None)
dice = metrics.f1_score(expected, actual, labels=names, average=None)

stated = np.round(random.uniform(0, 5, 40) * 2) / 2  # steps of 0.5: many ties
cosines = np.round(stated / 8 + random.normal(0, 0.15, 40), 2)

reference = random.normal(0, 2, (4, 6)).astype(np.float32)
candidate = (reference + random.normal(0, 0.2, (4, 6))).astype(np.float32)
p, q = [softmax(x.astype(np.float64), axis=1) for x in (reference, candidate)]
reference64, candidate64 = reference.astype(np.float64), candidate.astype(np.float64)

base = random.normal(0, 3, (12, 9)).round(4)
quantised = (base + random.normal(0, 1, base.shape)).round(4)
following = random.integers(0, 9, 12)
nll = -log_softmax(quantised, axis=1)[np.arange(12), following]

print(
    json.dumps(
        {
            "source": f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}, NumPy {np.__version__}",
            "masks": {
                "truthLabels": truth_labels,
                "predictedLabels": predicted_labels,
                "truth": listed(truth),
                "predicted": listed(predicted),
                "classes": {n: {"iou": i, "dice": d} for n, i, d in zip(names, listed(iou), listed(dice))},
                "scores": {
                    "miou": float(iou.mean()),
                    "mean-dice": float(dice.mean()),
                    "pixel-accuracy": metrics.accuracy_score(expected, actual),
                },
            },
            "pairs": {
                "truth": listed(stated),
                "predicted": listed(cosines),
                "scores": {
                    "spearman": float(spearmanr(stated, cosines).statistic),
                    "pearson": float(pearsonr(stated, cosines).statistic),
                },
            },
            "tensors": {
                "reference": listed(reference.ravel()),
                "candidate": listed(candidate.ravel()),
                "rowLength": 6,
                "scores": {
                    "cosine": float(1 - scipy.spatial.distance.cosine(reference64.ravel(), candidate64.ravel())),
                    "sqnr": float(10 * np.log10((reference64**2).sum() / ((reference64 - candidate64) ** 2).sum())),
                    "kl-divergence": float(entropy(p, q, axis=1).mean()),
                },
                "probabilities": {
                    "reference": listed(p.ravel()),
                    "candidate": listed(q.ravel()),
                },
            },
            "logits": {
                "base": listed(base),
                "candidate": listed(quantised),
                "next": listed(following),
                "scores": {
                    "perplexity": float(np.exp(nll.mean())),
                    "next-token-agreement": float((base.argmax(1) == quantised.argmax(1)).mean()),
                },
            },
        }
    )
)
