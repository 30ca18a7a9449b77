"""Probabilities of scikit-learn's LogisticRegression: `pip install scikit-learn`, then
`python logistic_regression.py > logistic_regression.json`. The features are scaled as src/teach/fit-head.ts states."""

import json
from importlib.metadata import version

import numpy as np
from sklearn.linear_model import LogisticRegression

random = np.random.default_rng(3)


def case(classes, length, rows, c, spread):
    centres = random.normal(size=(classes, length)) * spread
    labels = np.arange(rows) % classes
    features = np.round(centres[labels] + random.normal(size=(rows, length)) + 2, 3)
    tested = np.round(random.normal(size=(5, length)) * 2 + 2, 3)
    mean = features.mean(axis=0)
    factor = 1 / np.sqrt(features.var(axis=0).mean())
    model = LogisticRegression(C=c, tol=1e-10, max_iter=10_000)
    model.fit((features - mean) * factor, labels)
    return {
        "c": c,
        "labels": labels.tolist(),
        "features": features.tolist(),
        "tested": tested.tolist(),
        "probabilities": model.predict_proba((tested - mean) * factor).tolist(),
    }


print(
    json.dumps(
        {
            "scikit-learn": version("scikit-learn"),
            "cases": [
                case(3, 6, 30, 1.0, 0.5),
                case(4, 20, 12, 1.0, 2.0),
                case(3, 5, 60, 0.01, 1.0),
                case(5, 8, 40, 100.0, 1.0),
            ],
        }
    )
)
