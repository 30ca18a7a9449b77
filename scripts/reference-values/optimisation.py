"""Compares the passes and schemes of `assay optimise` with other tools on the same files: size, and the score on real
data with native onnxruntime. optimisation_table.py writes the table of docs/optimisation.md.

    pip install onnx==1.23.2 onnxruntime==1.32.0 onnxconverter-common==1.16.0 onnxslim==0.1.98 numpy scipy pillow \
        tokenizers pycocotools onnx_ir
    python optimisation.py <test data> <models: all-MiniLM-L6-v2> [--times] [<name of a model> ...] > optimisation.json

With --times, it also measures the time of each tool, and the median time of one inference, in blocks interleaved with
those of the original model. The machine must be otherwise idle.
"""

import contextlib
import json
import os
import sys
import tempfile
import time

import numpy as np
import onnx
import onnxruntime
import onnxslim
from onnxconverter_common import float16
from onnxruntime.quantization import (CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType,
                                      quantize_dynamic, quantize_static)
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from optimisation_data import optimise, session, subjects

arguments = [argument for argument in sys.argv[1:] if argument != "--times"]
has_times = "--times" in sys.argv
data, models, *selected = arguments
folder = tempfile.mkdtemp()


class Samples(CalibrationDataReader):
    def __init__(self, samples):
        self.samples = iter(samples)

    def get_next(self):
        return next(self.samples, None)


def convert_to_float16(subject, out):
    onnx.save(float16.convert_float_to_float16(onnx.load(subject.path), keep_io_types=True), out)


def slim(subject, out):
    onnx.save(onnxslim.slim(onnx.load(subject.path)), out)


def dynamic(subject, out):
    quantize_dynamic(subject.path, out, op_types_to_quantize=["MatMul", "Gather"], per_channel=True,
                     weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True})


def blocks(bits):
    def quantise(subject, out):
        quantiser = MatMulNBitsQuantizer(onnx.load(subject.path), bits=bits, block_size=32, is_symmetric=True)
        quantiser.process()
        quantiser.model.save_model_to_file(out)

    return quantise


def static(method):
    def quantise(subject, out):
        quantize_static(subject.path, out, Samples(subject.samples), quant_format=QuantFormat.QDQ, per_channel=True,
                        calibrate_method=method, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)

    return quantise


calibrated = [
    ("static int8, min-max", "static-int8:calibration=min-max", static(CalibrationMethod.MinMax)),
    ("static int8, percentile", "static-int8:calibration=percentile", static(CalibrationMethod.Percentile)),
    ("static int8, entropy", "static-int8:calibration=entropy", static(CalibrationMethod.Entropy)),
    ("static int8, mse", "static-int8:calibration=mse", None),
    ("static int8, mse, corrected bias", "static-int8:calibration=mse,biasCorrection=true", None),
    ("static int8, sensitive layers unchanged", "static-int8 --min-sqnr 20", None),
]
convolutions = [("cleaned", None, slim), ("float16", "float16", convert_to_float16), *calibrated]
products = [
    ("cleaned", None, slim),
    ("float16", "float16", convert_to_float16),
    ("dynamic int8, per channel", "dynamic-int8", dynamic),
    ("8-bit blocks of 32", "weight-only:bits=8", blocks(8)),
    ("4-bit blocks of 32", "weight-only", blocks(4)),
    ("4-bit blocks of 32, GPTQ", "weight-only:rounding=gptq", None),
]
schemes = {"MiniLM": products}


def save_samples(subject):
    """Saves the calibration inputs as NumPy files, which `--calibrate` reads, and returns their folder."""
    samples_folder = os.path.join(folder, f"{subject.name}-samples")
    os.makedirs(samples_folder)
    for index, sample in enumerate(subject.samples):
        if len(sample) > 1:
            os.makedirs(os.path.join(samples_folder, f"{index:03}"))
        for name, values in sample.items():
            np.save(os.path.join(samples_folder, f"{index:03}.npy" if len(sample) == 1 else f"{index:03}/{name}.npy"), values)
    return samples_folder


def median_ms(paths, inputs, blocks=20, seconds=0.1):
    """Measures the median time of one inference of each model, in blocks in alternating order."""
    opened = [session(path) for path in paths]
    times = [[] for _ in paths]
    for block in range(-2, blocks):
        for index in [*range(len(paths)), *reversed(range(len(paths)))]:
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                start = time.perf_counter()
                opened[index].run(None, inputs)
                if block >= 0:
                    times[index].append(1000 * (time.perf_counter() - start))
    return [round(float(np.median(one)), 3) for one in times]


def measure(subject, make, name):
    """Returns the result of a tool, or the error with which it failed."""
    out = os.path.join(folder, f"{subject.name}-{name}.onnx".replace(",", "").replace(" ", "-"))
    start = time.perf_counter()
    try:
        with contextlib.redirect_stdout(sys.stderr):  # calibration prints
            make(out)
        seconds = time.perf_counter() - start
        result = {"sizeBytes": os.path.getsize(out), **subject.score(out)}
    except Exception as error:  # the table reports tools that fail
        return {"failed": str(error).replace(f"{folder}/", "").splitlines()[0][:200] if str(error) else type(error).__name__}
    if has_times:
        before, after = median_ms([subject.path, out], subject.samples[0])
        result.update({"makeSeconds": round(seconds, 2), "originalMs": before, "medianMs": after})
    return result


result = []
for kind in subjects:
    if selected and kind.name not in selected:
        continue
    subject = kind(data, models, folder)
    samples = save_samples(subject)
    result.append({"model": subject.name, "metric": subject.metric, "scheme": "original", "peer": None,
                   "assay": {"sizeBytes": os.path.getsize(subject.path), **subject.score(subject.path)}})
    print(result[-1], file=sys.stderr)
    for name, scheme, peer in schemes.get(subject.name, convolutions):
        options = [*(["--scheme", *scheme.split()] if scheme else []), "--calibrate", samples]
        result.append({
            "model": subject.name,
            "metric": subject.metric,
            "scheme": name,
            "assay": measure(subject, lambda out: optimise(subject.path, out, *options), f"{name}-assay"),
            "peer": peer and measure(subject, lambda out: peer(subject, out), f"{name}-peer"),
        })
        print(result[-1], file=sys.stderr)
print(json.dumps({"onnx": onnx.__version__, "onnxruntime": onnxruntime.__version__, "onnxslim": onnxslim.__version__,
                  "runs": result}, indent=2))
