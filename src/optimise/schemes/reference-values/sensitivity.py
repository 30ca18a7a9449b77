"""Signal to noise of a chain of products with the weights of one in 4 bits, by numpy, for ../../mixed-precision.test.ts.
usage: python3 sensitivity.py > sensitivity.json (numpy 2.4.6)"""
import itertools, json
import numpy as np
from seeded import uniform

random = uniform(21)
def floats(rows, columns): return np.array([next(random) - 0.5 for _ in range(rows * columns)]).reshape(rows, columns)


x = floats(8, 32)
weights = [floats(32, 32) for _ in range(3)]
weights[1][:, 5] = weights[1][:, 5] * 0.02
weights[1][7, :] *= 40  # so that the other weights of each column have few levels


def in_4_bits(matrix):
    """A scale for each column: the value of the largest magnitude is -8 of them."""
    largest = matrix[np.abs(matrix).argmax(axis=0), np.arange(matrix.shape[1])]
    scale = -largest / 8
    return (np.clip(np.round(matrix / scale) + 8, 0, 15) - 8) * scale


def output(quantised):
    value = x
    for index, matrix in enumerate(weights):
        value = np.maximum(value @ (in_4_bits(matrix) if index in quantised else matrix), 0)
    return value


expected = output(())
def sqnr(quantised): return float(10 * np.log10(np.sum(expected ** 2) / np.sum((expected - output(quantised)) ** 2)))


print(json.dumps({''.join(map(str, nodes)): sqnr(nodes)
                  for size in (1, 2, 3) for nodes in itertools.combinations(range(3), size)}))
