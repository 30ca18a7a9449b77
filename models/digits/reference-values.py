"""Adds the outputs of native onnxruntime to the images of reference-values.json. Needs: pip install numpy onnxruntime"""

import base64
import json
from pathlib import Path

import numpy
import onnxruntime

folder = Path(__file__).parent
reference = json.loads((folder / "reference-values.json").read_text())
session = onnxruntime.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
for item in reference["items"]:
    image = numpy.frombuffer(base64.b64decode(item["image"]), numpy.uint8).astype(numpy.float32) / 255
    (probabilities,) = session.run(None, {"image": image.reshape(1, 1, 28, 28)})
    item["probabilities"] = [float(value) for value in probabilities[0]]
reference["source"] = f"onnxruntime {onnxruntime.__version__}, CPU, called from Python"
(folder / "reference-values.json").write_text(json.dumps(reference, indent=2) + "\n")
