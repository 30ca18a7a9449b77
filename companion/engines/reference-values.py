"""Prints outputs of real models, computed by the engines' Python packages: python reference-values.py DATA_FOLDER > reference-values.json

onnxruntime 1.32.0 (CPU) and ai-edge-litert 2.3.0. The inputs are computed from their index, so that the test can build
them without a file.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from ai_edge_litert.interpreter import Interpreter

data = Path(sys.argv[1])


def create_input(shape, dtype):
    """(index * 131) mod 256: divided by 255 for floats, unchanged for bytes, and mod 100 for ids."""
    index = np.arange(np.prod(shape), dtype=np.int64) * 131 % 256
    if dtype == np.int64:
        return (index % 100).reshape(shape)
    if dtype == np.uint8:
        return index.astype(np.uint8).reshape(shape)
    return (index / 255).astype(np.float32).astype(dtype).reshape(shape)


def summarise(output):
    """The shape, and about 32 values at equal steps."""
    flat = output.astype(np.float64).reshape(-1)
    return {
        "shape": list(output.shape),
        "values": [float(value) for value in flat[:: max(1, flat.size // 32)]],
    }


def run_onnxruntime(path, sizes={}, constants={}):
    session = onnxruntime.InferenceSession(str(data / path), providers=["CPUExecutionProvider"])
    types = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(int64)": np.int64}
    feeds = {}
    for spec in session.get_inputs():
        shape = [size if isinstance(size, int) else sizes[size] for size in spec.shape]
        constant = constants.get(spec.name)
        feeds[spec.name] = create_input(shape, types[spec.type]) if constant is None else np.full(shape, constant)
    outputs = session.run(None, feeds)
    return dict(zip([spec.name for spec in session.get_outputs()], map(summarise, outputs)))


def run_litert(path):
    interpreter = Interpreter(str(data / path), num_threads=1)
    interpreter.allocate_tensors()
    (spec,) = interpreter.get_input_details()
    interpreter.set_tensor(spec["index"], create_input(spec["shape"], spec["dtype"]))
    interpreter.invoke()
    return {o["name"]: summarise(interpreter.get_tensor(o["index"])) for o in interpreter.get_output_details()}


onnx = {
    "onnx-detect/yolox_nano.onnx": {},
    "onnx-classify/mobilenetv2-12-int8.onnx": {"sizes": {"batch_size": 1}},
    "onnx-classify/SqueezeNet_fp16.onnx": {},
    "real/all-MiniLM-L6-v2/onnx/model_quantized.onnx": {
        "sizes": {"batch_size": 2, "sequence_length": 16},
        "constants": {"attention_mask": 1, "token_type_ids": 0},
    },
}
results = {path: run_onnxruntime(path, **options) for path, options in onnx.items() if (data / path).exists()}
for path in ["tflite/mobilenet_v2_1.0_224_quant.tflite", "tflite/selfie_segmentation.tflite"]:
    try:
        results[path] = run_litert(path)
    except RuntimeError as error:  # an operator that the package does not have
        print(path, error, file=sys.stderr)
print(json.dumps(results, indent=1))
