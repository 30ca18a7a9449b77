"""Ranges of activations by onnxruntime.quantization and numpy, for ../calibration.test.ts.
usage: python3 calibration.py > calibration.json (onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6)"""
import contextlib, json, os, sys, tempfile
import numpy as np, onnx
from onnx import helper as H, TensorProto as T
from onnxruntime.quantization.calibrate import CalibrationMethod, CalibrationDataReader, create_calibrator
from seeded import uniform

random = uniform(7)
# Nearly normal, with a larger spread in each further sample, and outliers that become smaller.
samples = [np.array([(sum(next(random) for _ in range(12)) - 6) * (1 + sample / 4) for _ in range(1000)], np.float32)
           for sample in range(6)]
for index, sample in enumerate(samples):
    sample[:2] = [20 - index, index - 18]
every = np.concatenate(samples)


class Reader(CalibrationDataReader):
    def __init__(self):
        self.left = list(samples)

    def get_next(self):
        return {'x': self.left.pop(0)} if self.left else None


def ranges(method, **options):
    graph = H.make_graph([H.make_node('Relu', ['x'], ['y'])], 'g', [H.make_tensor_value_info('x', T.FLOAT, [1000])],
                         [H.make_tensor_value_info('y', T.FLOAT, [1000])])
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
        path = os.path.join(folder, 'a.onnx')
        onnx.save(H.make_model(graph, opset_imports=[H.make_opsetid('', 17)], ir_version=8), path)
        calibrator = create_calibrator(path, ['Relu'], os.path.join(folder, 'b.onnx'), method, extra_options=options)
        calibrator.collect_data(Reader())
        low, high = calibrator.compute_data()['x'].range_value
        return [float(np.ravel(low)[0]), float(np.ravel(high)[0])]


def entropy():
    """S. Migacz, "8-bit Inference with TensorRT" (GTC 2017), with the first bin like the second, as NVIDIA's
    pytorch-quantization has it."""
    counts, edges = np.histogram(np.abs(every.astype(np.float64)), bins=2048, range=(0, np.abs(every).max()))
    counts = counts.astype(np.float64)
    counts[0] = counts[1]
    divergences = {}
    for stop in range(128, 2049, 16):
        target = counts[:stop].copy()
        target[-1] += counts[stop:].sum()
        levels = np.digitize(np.arange(stop), np.linspace(0, stop, 129)) - 1
        used = target > 0
        sums = np.bincount(levels, counts[:stop], 128)
        sizes = np.bincount(levels[used], minlength=128)
        approximation = np.where(used, (sums / np.maximum(sizes, 1))[levels], 0)
        target, approximation = target / target.sum(), np.maximum(approximation / approximation.sum(), 1e-12)
        divergences[stop] = float(np.sum(target[used] * np.log(target[used] / approximation[used])))
    limit = float(edges[min(divergences, key=divergences.get)])
    return [max(-limit, float(every.min())), min(limit, float(every.max()))]


def least_squares():
    """By trying: every value is rounded to 256 levels of the shrunk range, and the errors are summed."""
    def error(share):
        low, high = every.min() * share, every.max() * share
        step = (high - low) / 255
        rounded = np.round((np.clip(every, low, high) - low) / step) * step + low
        return float(np.sum((every - rounded) ** 2))
    shares = np.arange(1, 0.29, -0.02)
    best = shares[np.argmin([error(share) for share in shares])]
    return [float(every.min() * best), float(every.max() * best)]


print(json.dumps({
    'minMax': ranges(CalibrationMethod.MinMax),
    'movingAverage': ranges(CalibrationMethod.MinMax, moving_average=True),
    'percentile': [float(np.quantile(every, 0.005)), float(np.quantile(every, 0.995))],
    'entropy': entropy(),
    'mse': least_squares(),
}))
