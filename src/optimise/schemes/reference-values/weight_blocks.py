"""HQQ by onnxruntime.quantization, GPTQ and AWQ by numpy, for ../weight-blocks.test.ts.
usage: python3 weight_blocks.py > weight_blocks.json (onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6)"""
import json, sys, types
import numpy as np
from seeded import uniform
from onnxruntime.quantization.matmul_nbits_quantizer import HQQWeightOnlyQuantizer

random = uniform(31)
def normal(*shape): return np.array([sum(next(random) for _ in range(12)) - 6 for _ in range(np.prod(shape))]).reshape(shape)


rows, columns, block, tokens = 64, 6, 32, 200
weights = normal(columns, rows).astype(np.float32)
# Neighbouring channels are alike, and some of them are large.
inputs = normal(tokens, rows)
inputs[:, 1::2] += inputs[:, ::2]
inputs[:, [3, 40]] *= 15
inputs = inputs.astype(np.float32)


class Array(np.ndarray):
    """The few methods of a PyTorch tensor that the solver of HQQ calls; PyTorch itself is large."""
    is_cuda = False
    def to(self, dtype): return self.astype(dtype)
    def clamp(self, low, high): return np.clip(self, low, high)


torch = types.ModuleType('torch')
torch.float16, torch.float32 = np.float16, np.float32
torch.sign, torch.abs, torch.pow, torch.round = np.sign, np.abs, np.power, np.round
torch.mean = lambda array, axis, keepdim: np.mean(array, axis=axis, keepdims=keepdim)
torch.nn = types.SimpleNamespace(functional=types.SimpleNamespace(relu=lambda array: np.maximum(array, 0)))
sys.modules['torch'] = torch


def hqq(bits):
    grouped = weights.reshape(-1, block).view(Array)
    low, high = grouped.min(axis=1, keepdims=True), grouped.max(axis=1, keepdims=True)
    scale = (2 ** bits - 1) / (high - low)
    scale, zero = HQQWeightOnlyQuantizer.optimize_weights(grouped, scale, np.round(-low * scale), [0, 2 ** bits - 1], 1)
    levels = np.clip(np.round(grouped * scale + zero), 0, 2 ** bits - 1)
    return {'levels': levels.astype(int).ravel().tolist(), 'scales': (1 / scale).ravel().tolist(), 'zeroPoints': zero.ravel().tolist()}


def in_blocks(matrix, bits=4):
    """Asymmetric, to the range of each block, which includes 0."""
    grouped = matrix.reshape(-1, block)
    low, high = np.minimum(grouped.min(1, keepdims=True), 0), np.maximum(grouped.max(1, keepdims=True), 0)
    scale = (high - low) / (2 ** bits - 1)
    zero = np.round(-low / scale)
    return ((np.clip(np.round(grouped / scale) + zero, 0, 2 ** bits - 1) - zero) * scale).reshape(matrix.shape)


def error(matrix): return float(np.mean((inputs @ (matrix - weights).T) ** 2))


def gptq():
    """By eliminating one column after the other from the inverse of the Hessian, as in OBQ, without its Cholesky factor
    (equation 3 of the paper). onnxruntime's own gptq (1.32.0) reads the empty triangle of the factor and spreads no error."""
    hessian = inputs.T.astype(np.float64) @ inputs
    inverse = np.linalg.inv(hessian + 0.01 * np.mean(np.diag(hessian)) * np.eye(rows))
    left, result = weights.astype(np.float64), np.zeros(weights.shape)
    for column in range(rows):
        if column % block == 0:
            group = left[:, column:column + block]
            low, high = np.minimum(group.min(1), 0), np.maximum(group.max(1), 0)
            scale = (high - low) / 15
            zero = np.round(-low / scale)
        result[:, column] = (np.clip(np.round(left[:, column] / scale) + zero, 0, 15) - zero) * scale
        errors = (left[:, column] - result[:, column]) / inverse[column, column]
        left -= np.outer(errors, inverse[column])
        inverse -= np.outer(inverse[:, column], inverse[column]) / inverse[column, column]
    return result


def awq_error():
    """The exponent with the least error of the products themselves; 20 steps, as in the authors' program."""
    magnitudes = np.abs(inputs).mean(axis=0)
    errors = []
    for step in range(20):
        factors = np.maximum(magnitudes ** (step / 20), 1e-4)
        factors /= np.sqrt(factors.max() * factors.min())
        errors.append(error(in_blocks(weights * factors) / factors))
    return min(errors)


gptq_result = gptq()
print(json.dumps({'hqq4': hqq(4), 'hqq2': hqq(2), 'gptq': gptq_result.ravel().tolist(),
                  'errors': {'nearest': error(in_blocks(weights)), 'gptq': error(gptq_result), 'awq': awq_error()}}))
