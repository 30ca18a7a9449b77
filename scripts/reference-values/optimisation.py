"""The schemes of `assay optimise` next to those of onnxruntime.quantization and onnxconverter-common on the same files:
size, and the score on real data with native onnxruntime.

    pip install onnx==1.23.2 onnxruntime==1.32.0 onnxconverter-common==1.16.0 numpy scipy tokenizers
    python optimisation.py <test data> <models: all-MiniLM-L6-v2> > optimisation.json

The digits are scored by top-1 on the 10,000 test images of MNIST, of which the first 100 calibrate static int8; MiniLM by
Spearman's correlation on the 1,379 pairs of the test part of STS-B.
"""

import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnxconverter_common import float16
from onnxruntime.quantization import (CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType,
                                      quantize_dynamic, quantize_static)
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from scipy.stats import spearmanr
from tokenizers import Tokenizer

data, models = sys.argv[1:]
project = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
folder = tempfile.mkdtemp()
at = lambda name: os.path.join(folder, name)


def mnist(part, offset):
    with gzip.open(os.path.join(data, "data-mnist", part)) as file:
        return np.frombuffer(file.read(), np.uint8, offset=offset)


images = mnist("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28).astype(np.float32) / 255
labels = mnist("t10k-labels-idx1-ubyte.gz", 8)
os.makedirs(at("samples"))
for index in range(100):
    np.save(at(f"samples/{index:03}.npy"), images[index : index + 1])


class Samples(CalibrationDataReader):
    def __init__(self):
        self.rest = iter(images[:100])

    def get_next(self):
        image = next(self.rest, None)
        return None if image is None else {"image": image[None]}


def top1(path):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    found = [session.run(None, {"image": images[i : i + 500]})[0].argmax(1) for i in range(0, len(images), 500)]
    return float((np.concatenate(found) == labels).mean())


with open(os.path.join(data, "data-text", "sts-test.csv"), newline="") as file:
    pairs = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
tokenizer = Tokenizer.from_file(os.path.join(models, "tokenizer.json"))
tokenizer.no_padding()
tokenizer.enable_truncation(128)


def vector(session, text):
    ids = np.array([tokenizer.encode(text).ids], np.int64)
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    mean = session.run(None, inputs)[0][0].mean(0)
    return mean / np.linalg.norm(mean)


def correlation(path):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    cosines = [vector(session, pair[5]) @ vector(session, pair[6]) for pair in pairs]
    return float(spearmanr(cosines, [float(pair[4]) for pair in pairs]).statistic)


def ours(source, name, scheme=None, calibrate=None):
    command = ["node", "scripts/assay.ts", "optimise", source, "--out", at(name)]
    command += ["--scheme", scheme] if scheme else []
    command += ["--calibrate", calibrate] if calibrate else []
    subprocess.run(command, cwd=project, check=True, stdout=sys.stderr)
    return at(name)


def halved(source, name):
    onnx.save(float16.convert_float_to_float16(onnx.load(source), keep_io_types=True), at(name))
    return at(name)


def dynamic(source, name):
    quantize_dynamic(source, at(name), op_types_to_quantize=["MatMul", "Gather"], per_channel=True,
                     weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True})
    return at(name)


def blocks(source, name, bits):
    quantiser = MatMulNBitsQuantizer(onnx.load(source), bits=bits, block_size=32, is_symmetric=True)
    quantiser.process()
    quantiser.model.save_model_to_file(at(name))
    return at(name)


def static(source, name, method):
    quantize_static(source, at(name), Samples(), quant_format=QuantFormat.QDQ, per_channel=True,
                    calibrate_method=method, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)
    return at(name)


digits = os.path.join(project, "models/digits/model.onnx")
minilm = ours(os.path.join(models, "model.safetensors"), "minilm.onnx")
methods = {"min-max": CalibrationMethod.MinMax, "percentile": CalibrationMethod.Percentile,
           "entropy": CalibrationMethod.Entropy}
runs = [("digits", "as it is", digits, None)]
runs += [("digits", "float16", ours(digits, "digits-half.onnx", "float16"), halved(digits, "digits-half-peer.onnx"))]
runs += [("digits", f"static int8, {name}",
          ours(digits, f"digits-{name}.onnx", f"static-int8:calibration={name}", at("samples")),
          static(digits, f"digits-{name}-peer.onnx", method)) for name, method in methods.items()]
runs += [("digits", "static int8, mse", ours(digits, "digits-mse.onnx", "static-int8:calibration=mse", at("samples")), None)]
runs += [("MiniLM", "as it is", minilm, None),
         ("MiniLM", "float16", ours(minilm, "half.onnx", "float16"), halved(minilm, "half-peer.onnx")),
         ("MiniLM", "dynamic int8, per channel", ours(minilm, "int8.onnx", "dynamic-int8"), dynamic(minilm, "int8-peer.onnx")),
         ("MiniLM", "8-bit blocks of 32", ours(minilm, "b8.onnx", "weight-only:bits=8"), blocks(minilm, "b8-peer.onnx", 8)),
         ("MiniLM", "4-bit blocks of 32", ours(minilm, "b4.onnx", "weight-only"), blocks(minilm, "b4-peer.onnx", 4))]
scores = {"digits": top1, "MiniLM": correlation}
result = []
for model, scheme, *paths in runs:
    measured = [None if path is None else {"sizeBytes": os.path.getsize(path), "score": round(scores[model](path), 4)}
                for path in paths]
    result.append({"model": model, "scheme": scheme, "assay": measured[0], "peer": measured[1]})
    print(result[-1], file=sys.stderr)
print(json.dumps({"onnx": onnx.__version__, "onnxruntime": onnxruntime.__version__, "runs": result}, indent=2))
