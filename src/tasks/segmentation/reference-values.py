"""Masks of real models by other engines, for reference-values.json: python reference-values.py DATA_FOLDER

Needs onnxruntime 1.23.2, ai-edge-litert 2.3.0, Pillow and numpy. The image is stretched to the model's size
bilinearly, RGB from 0 to 1, as MediaPipe runs these models; a pixel is foreground from 0.5 on.
"""
import json
import os
import sys

import numpy as np
import onnxruntime
from ai_edge_litert.interpreter import Interpreter
from PIL import Image

data = sys.argv[1]


def read_image(path, width, height):
    """Bilinear between the four nearest pixels, centres aligned: OpenCV's INTER_LINEAR, which MediaPipe uses."""
    pixels = np.asarray(Image.open(f"{data}/{path}").convert("RGB"), np.float32)

    def nearest(size, target):
        at = np.clip((np.arange(target) + 0.5) * size / target - 0.5, 0, size - 1)
        low = np.floor(at).astype(int)
        return low, np.minimum(low + 1, size - 1), (at - low).astype(np.float32)

    top, bottom, down = nearest(pixels.shape[0], height)
    left, right, across = nearest(pixels.shape[1], width)
    down, across = down[:, None, None], across[None, :, None]
    rows = pixels[top] * (1 - down) + pixels[bottom] * down
    return (rows[:, left] * (1 - across) + rows[:, right] * across)[None] / 255


def onnx(path):
    session = onnxruntime.InferenceSession(f"{data}/{path}", providers=["CPUExecutionProvider"])
    name, shape = session.get_inputs()[0].name, session.get_inputs()[0].shape
    return shape, lambda values: session.run(None, {name: values})[0]


def tflite(path):
    engine = Interpreter(model_path=f"{data}/{path}")
    engine.allocate_tensors()
    source, target = engine.get_input_details()[0]["index"], engine.get_output_details()[0]["index"]

    def run(values):
        engine.set_tensor(source, values)
        engine.invoke()
        return engine.get_tensor(target)

    return engine.get_input_details()[0]["shape"], run


def counts(mask):
    """COCO's uncompressed runs, by columns, background first."""
    lengths, current = [0], False
    for value in mask.flatten("F"):
        if value != current:
            lengths.append(0)
            current = value
        lengths[-1] += 1
    return lengths


reference = []
for runtime, model, opened in (
    ("ort", "onnx-segment/selfie_segmentation_landscape.onnx", onnx),
    ("litert", "tflite/selfie_segmentation.tflite", tflite),
):
    (_, height, width, _), run = opened(model)
    for path in ("data-faces/obama_a.jpg", "data-faces/biden_a.jpg", "data-images/detect/person.jpg"):
        mask = run(read_image(path, width, height))[0, :, :, 0] >= 0.5
        reference.append({"engine": runtime, "model": model, "image": path, "size": [int(height), int(width)], "counts": counts(mask)})

json.dump(reference, open(os.path.join(os.path.dirname(__file__), "reference-values.json"), "w"))
print([(one["model"], one["image"], len(one["counts"]), sum(one["counts"][1::2]) / sum(one["counts"])) for one in reference])
