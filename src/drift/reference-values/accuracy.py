"""Temperature scaling (Guo et al. 2017) and average thresholded confidence (Garg et al. 2022) with SciPy and NumPy:
`pip install scipy`, then `python accuracy.py > accuracy.json`.

The classifier is simulated: its logits are twice as large as they should be, and the shifted inputs are noisier."""

import json
from importlib.metadata import version

import numpy as np
from scipy import optimize, special

random = np.random.default_rng(11)


def simulate(items, classes, noise):
    """Log-probabilities of an overconfident classifier, and the true classes."""
    truth = random.integers(0, classes, items)
    logits = random.normal(0, noise, (items, classes))
    logits[np.arange(items), truth] += 2.5
    return special.log_softmax(2 * logits, axis=1), truth


def named(log_probabilities, truth):
    """The ten likeliest classes, rounded as they are stored here, and the probability of the true one among them."""
    probabilities = np.exp(log_probabilities)
    order = np.argsort(-probabilities, axis=1)[:, :10]
    top = np.round(np.take_along_axis(probabilities, order, axis=1), 6)
    rows = []
    for row, (classes, label) in enumerate(zip(order, truth)):
        rank = np.flatnonzero(classes == label)
        rows.append(
            {
                "probabilities": top[row].tolist(),
                "truthProbability": float(top[row, rank[0]]) if len(rank) else None,
                "isCorrect": bool(classes[0] == label),
            }
        )
    return rows


def scaled(row, temperature):
    """Log-probabilities after scaling: of the named classes, and of all others as one class."""
    top = np.array(row["probabilities"])
    rest = 1 - top.sum()
    classes = np.append(top, rest) if rest >= 1e-3 else top
    with np.errstate(divide="ignore"):
        return special.log_softmax(np.log(classes) / temperature)


def loss(rows, temperature):
    """The mean negative log-likelihood."""
    total = 0
    for row in rows:
        logs = scaled(row, temperature)
        if row["truthProbability"] is None:
            total -= logs[-1]
        else:
            total -= logs[row["probabilities"].index(row["truthProbability"])]
    return total / len(rows)


def case(classes, items):
    labelled = named(*simulate(items, classes, 1.0))
    shifted = named(*simulate(items, classes, 1.6))
    found = optimize.minimize_scalar(
        lambda inverse: loss(labelled, 1 / inverse), bounds=(0.05, 20), method="bounded", options={"xatol": 1e-10}
    )
    temperature = 1 / found.x

    def scores(rows):
        return np.array([np.exp(scaled(row, temperature)[0]) for row in rows])

    wrong = sum(not row["isCorrect"] for row in labelled)
    threshold = np.sort(scores(labelled))[wrong]
    return {
        "labelled": labelled,
        "inputs": [row["probabilities"] for row in shifted],
        "temperature": temperature,
        "threshold": float(threshold),
        "averageConfidence": float(scores(shifted).mean()),
        "thresholdedConfidence": float((scores(shifted) >= threshold).mean()),
        "trueAccuracy": float(np.mean([row["isCorrect"] for row in shifted])),
    }


print(
    json.dumps(
        {
            "source": f"SciPy {version('scipy')}, NumPy {version('numpy')}",
            "cases": [case(4, 100), case(40, 60)],
        }
    )
)
