"""The least error of a matrix of a rank, by numpy's singular values, for ../low-rank.test.ts.
usage: python3 low_rank.py > low_rank.json (numpy 2.4.6)"""
import json
import numpy as np
from seeded import uniform

random = uniform(41)
def floats(rows, columns): return np.array([next(random) - 0.5 for _ in range(rows * columns)]).reshape(rows, columns)


def error(matrix, rank):
    """Relative to the matrix, in the Frobenius norm (Eckart and Young, 1936)."""
    values = np.linalg.svd(matrix, compute_uv=False) ** 2
    return float(np.sqrt(values[rank:].sum() / values.sum()))


uneven = floats(48, 12) @ floats(12, 30) + 0.05 * floats(48, 30)
print(json.dumps({'random': error(floats(48, 30), 9), 'uneven': error(uneven, 9)}))
