"""Writes reference-values.json: the outputs of native onnxruntime for images of random blocks. Needs: pip install numpy onnxruntime"""

import base64
import json
from pathlib import Path

import numpy
import onnxruntime

folder = Path(__file__).parent
mean = numpy.array([125.307, 122.961, 113.8575], numpy.float32)
deviation = numpy.array([62.985, 62.0925, 66.708], numpy.float32)
blocks = numpy.random.default_rng(1).integers(0, 256, (10, 4, 4, 3), numpy.uint8)
images = blocks.repeat(8, axis=1).repeat(8, axis=2)
normalised = (images.astype(numpy.float32) - mean) / deviation
session = onnxruntime.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
(probabilities,) = session.run(None, {"image": numpy.ascontiguousarray(normalised.transpose(0, 3, 1, 2))})
reference = {
    "source": f"onnxruntime {onnxruntime.__version__}, CPU, called from Python",
    "blocks": base64.b64encode(blocks.tobytes()).decode(),
    "probabilities": probabilities.flatten().astype(float).tolist(),
}
(folder / "reference-values.json").write_text(json.dumps(reference, indent=2) + "\n")
