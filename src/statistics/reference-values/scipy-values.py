"""Figures of SciPy, pymannkendall and statsmodels, and of a plain enumeration for the exact non-inferiority test:
`pip install scipy pymannkendall statsmodels`, then `python scipy-values.py > scipy-values.json`."""

import itertools
import json
from importlib.metadata import version

import numpy as np
import pymannkendall
from scipy import optimize, special, stats
from statsmodels.stats.contingency_tables import mcnemar

random = np.random.default_rng(2)


def binomial(k, n, probability):
    return {
        "k": k,
        "n": n,
        "of": probability,
        "probability": float(stats.binom.pmf(k, n, probability)),
        "cdf": float(stats.binom.cdf(k, n, probability)),
    }


def mcnemar_case(lost, gained):
    table = [[50, lost], [gained, 20]]
    return {
        "lost": lost,
        "gained": gained,
        "twoSided": float(mcnemar(table, exact=True).pvalue),
        "candidateWorse": float(stats.binomtest(gained, lost + gained, alternative="less").pvalue),
    }


def tango(n, lost, gained, limit):
    """Tango's statistic with the share of lost items found by numerical optimisation."""
    neither_nor = n - lost - gained
    low, high = max(0.0, -limit), (1 - limit) / 2

    def minus_likelihood(share):
        return -(
            special.xlogy(lost, share)
            + special.xlogy(gained, share + limit)
            + special.xlogy(neither_nor, max(0.0, 1 - 2 * share - limit))
        )

    shares = np.linspace(low, high, 501)
    at = int(np.argmin([minus_likelihood(share) for share in shares]))
    bounds = shares[max(0, at - 1)], shares[min(500, at + 1)]
    share = optimize.minimize_scalar(minus_likelihood, bounds=bounds, method="bounded", options={"xatol": 1e-13}).x
    return (gained - lost - n * limit) / np.sqrt(n * (2 * share + limit * (1 - limit)))


def non_inferiority(n, lost, gained, margin):
    """All tables with n items, and the highest probability of the favourable ones over a fine grid."""
    observed = tango(n, lost, gained, -margin)
    tables = [(l, g) for l, g in itertools.product(range(n + 1), repeat=2) if l + g <= n]
    favourable = [(l, g) for l, g in tables if tango(n, l, g, -margin) >= observed - 1e-6]
    lost_counts, gained_counts = np.array(favourable).T
    ways = special.gammaln(n + 1) - sum(
        special.gammaln(k + 1) for k in (lost_counts, gained_counts, n - lost_counts - gained_counts)
    )
    highest = 0.0
    # Berger & Boos: larger shares of gained items are excluded with an error of 1e-6, which is added.
    largest = stats.beta.ppf(1 - 1e-6, gained + 1, n - gained)
    for share in np.linspace(0, min((1 - margin) / 2, largest), 2001):
        logs = (
            ways
            + special.xlogy(lost_counts, share + margin)
            + special.xlogy(gained_counts, share)
            + special.xlogy(n - lost_counts - gained_counts, max(0, 1 - 2 * share - margin))
        )
        highest = max(highest, float(np.exp(logs).sum()))
    return {"n": n, "lost": lost, "gained": gained, "margin": margin, "p": highest + 1e-6}


def ratio_statistic(both, lost, gained, neither, ratio):
    """The score statistic of a ratio of proportions, with the constrained likelihood maximised numerically."""
    n = both + lost + gained + neither

    def shares_of(logits):
        # Shares of both and lost items; the share of gained ones follows from the ratio.
        p_both, p_lost = np.exp(logits) / (1 + np.exp(logits).sum())
        return p_both, p_lost, ratio * (p_both + p_lost) - p_both

    def minus_likelihood(logits):
        p_both, p_lost, p_gained = shares_of(logits)
        rest = 1 - p_both - p_lost - p_gained
        if p_gained <= 0 or rest <= 0:
            return np.inf
        return -(both * np.log(p_both) + lost * np.log(p_lost) + gained * np.log(p_gained) + neither * np.log(rest))

    start = np.log([both / neither, lost / neither])
    best = min(
        (
            optimize.minimize(minus_likelihood, start + shift, method="Nelder-Mead", options={"xatol": 1e-12, "fatol": 1e-14, "maxiter": 20000})
            for shift in itertools.product((-2.0, -1.0, -0.5, 0.0, 0.5, 1.0), repeat=2)
            if np.isfinite(minus_likelihood(start + shift))
        ),
        key=lambda found: found.fun,
    )
    _, p_lost, p_gained = shares_of(best.x)
    difference = (both + gained - ratio * (both + lost)) / n
    return difference / np.sqrt(ratio * (p_lost + p_gained) / n)


def ratio_interval(both, lost, gained, neither):
    z = stats.norm.ppf(0.95)
    estimate = (both + gained) / (both + lost)
    of = lambda ratio: ratio_statistic(both, lost, gained, neither, ratio)
    return {
        "counts": {"both": both, "onlyBaseline": lost, "onlyCandidate": gained, "neither": neither},
        "interval": [
            optimize.brentq(lambda r: of(r) - z, estimate * 0.8, estimate, xtol=1e-10),
            optimize.brentq(lambda r: of(r) + z, estimate, estimate * 1.25, xtol=1e-10),
        ],
    }


def trend(values, times):
    slope = stats.theilslopes(values, times)
    result = pymannkendall.original_test(values)
    return {
        "values": values,
        "times": times,
        "slope": float(slope.slope),
        "interval": [float(slope.low_slope), float(slope.high_slope)],
        "p": float(result.p),
    }


def interleaved(count):
    logs = random.normal(0.03, 0.06, count)
    blocks = [{"a": [float(round(10 * np.exp(x), 6))], "b": [10.0]} for x in logs]
    exact = np.log([block["a"][0] / 10 for block in blocks])
    walsh = [(x + y) / 2 for i, x in enumerate(exact) for y in exact[i:]]
    # The interval holds the centres that the exact test does not reject.
    accepted = [w for w in walsh if stats.wilcoxon(exact - w + 1e-12, method="exact").pvalue > 0.05] + [
        w for w in walsh if stats.wilcoxon(exact - w - 1e-12, method="exact").pvalue > 0.05
    ]
    return {
        "blocks": blocks,
        "ratio": float(np.exp(np.median(walsh))),
        "interval": [float(np.exp(min(accepted))), float(np.exp(max(accepted)))],
        "p": float(stats.wilcoxon(exact, method="exact").pvalue),
    }


noisy = lambda n, slope: [round(float(v), 3) for v in 20 + slope * np.arange(n) + random.standard_t(2, n)]
print(
    json.dumps(
        {
            "source": f"SciPy {version('scipy')}, pymannkendall {version('pymannkendall')}, statsmodels {version('statsmodels')}",
            "binomial": [
                binomial(*case)
                for case in [(0, 5, 0.3), (3, 10, 0.5), (7, 10, 0.2), (60, 100, 0.5), (12, 1000, 0.02), (4990, 10000, 0.5)]
            ],
            "mcnemar": [mcnemar_case(*case) for case in [(0, 5), (5, 0), (10, 10), (25, 10), (3, 4), (120, 90)]],
            "nonInferiority": [
                non_inferiority(*case)
                for case in [(44, 1, 0, 0.1), (44, 0, 1, 0.1), (30, 0, 0, 0.1), (40, 2, 3, 0.1), (60, 5, 1, 0.08)]
            ],
            "ratios": [
                ratio_interval(*case) for case in [(160, 22, 9, 19), (700, 30, 28, 242), (60, 4, 30, 20), (350, 20, 8, 150)]
            ],
            "trends": [
                trend(noisy(12, 0), list(range(12))),
                trend(noisy(40, 0.05), [i * 2.5 for i in range(40)]),
                trend([5.0, 5.0, 6.0, 6.0, 6.0, 7.0, 5.0, 7.0, 8.0, 8.0], list(range(10))),
                trend(noisy(25, -0.2), [1000 + i for i in range(25)]),
            ],
            "interleaved": [interleaved(6), interleaved(12), interleaved(25)],
        }
    )
)
