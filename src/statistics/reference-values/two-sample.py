"""Figures of SciPy and NumPy for tests and distances of two samples:
`pip install scipy`, then `python two-sample.py > two-sample.json`."""

import json
from importlib.metadata import version

import numpy as np
from scipy import special, stats
from scipy.spatial import distance

random = np.random.default_rng(7)


def rounded(values):
    return [round(float(value), 4) for value in values]


def samples(a, b):
    a, b = np.sort(rounded(a)), np.sort(rounded(b))
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "statistic": float(stats.ks_2samp(a, b).statistic),
        "exactP": float(stats.ks_2samp(a, b, method="exact").pvalue),
        "wasserstein": float(stats.wasserstein_distance(a, b)),
    }


def counts(a, b):
    result = stats.chi2_contingency([a, b], correction=False)
    return {
        "a": a,
        "b": b,
        "statistic": float(result.statistic),
        "degreesOfFreedom": int(result.dof),
        "p": float(result.pvalue),
        "jensenShannon": float(distance.jensenshannon(a, b, base=2)),
    }


def stability(a, b):
    p, q = np.array(a) / sum(a), np.array(b) / sum(b)
    return {"a": a, "b": b, "index": float(np.sum((q - p) * np.log(q / p)))}


def discrepancy(a, b):
    """The unbiased estimate written out with matrices, and its distribution over all ways to divide the vectors."""
    vectors = np.concatenate([a, b]).astype(np.float32).astype(np.float64)
    squared = ((vectors[:, None] - vectors[None]) ** 2).sum(-1)
    kernel = np.exp(-squared / (2 * np.median(squared[np.tril_indices(len(vectors), -1)])))
    np.fill_diagonal(kernel, 0)
    n, m = len(a), len(b)
    value = (
        kernel[:n, :n].sum() / (n * (n - 1)) + kernel[n:, n:].sum() / (m * (m - 1)) - 2 * kernel[:n, n:].mean()
    )
    return {"a": np.float32(a).tolist(), "b": np.float32(b).tolist(), "squared": float(value)}


def adjust(p):
    return {"p": p, "adjusted": stats.false_discovery_control(p, method="bh").tolist()}


print(
    json.dumps(
        {
            "source": f"SciPy {version('scipy')}, NumPy {version('numpy')}",
            "gamma": [
                {"a": a, "x": x, "q": float(special.gammaincc(a, x))}
                for a, x in [(0.5, 0.01), (0.5, 4), (1, 1), (3.5, 2), (3.5, 12), (20, 18), (20, 45), (200, 230)]
            ],
            "kolmogorov": [{"x": x, "p": float(special.kolmogorov(x))} for x in [0.1, 0.4, 0.8, 1.17, 1.19, 1.6, 2.5]],
            "samples": [
                samples(random.normal(0, 1, 30), random.normal(0, 1, 40)),
                samples(random.normal(0, 1, 100), random.normal(0.5, 1.2, 80)),
                samples(random.exponential(2, 200), random.exponential(2.4, 300)),
                samples(random.integers(0, 5, 60), random.integers(1, 6, 50)),
            ],
            "counts": [
                counts([30, 20, 50], [25, 30, 45]),
                counts([5, 5, 5, 5], [20, 1, 1, 18]),
                counts([100, 3], [300, 40]),
            ],
            "stability": [stability([10, 20, 30, 40], [20, 20, 30, 30]), stability([50, 50], [90, 10])],
            "discrepancy": [
                discrepancy(random.normal(0, 1, (12, 3)), random.normal(0, 1, (9, 3))),
                discrepancy(random.normal(0, 1, (15, 5)), random.normal(1, 1, (15, 5))),
            ],
            "adjusted": [
                adjust([0.01, 0.04, 0.03, 0.005]),
                adjust([0.9, 0.8]),
                adjust([0.2, 0.01, 0.012, 0.5, 0.011, 0.04]),
            ],
        }
    )
)
