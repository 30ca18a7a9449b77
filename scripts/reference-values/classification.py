"""Computes top-1 and top-5 of an ImageNet classifier with native onnxruntime, numpy and PIL, with the preprocessing of
torchvision's reference: shorter side to 256, centre crop of 224. `assay eval` is compared with these values.

    pip install onnxruntime pillow numpy
    python classification.py <model.onnx> <folder with labels.csv: file, class_index> > classification.json

The images are resampled twice: by PIL's bilinear filter, which averages all source pixels when it reduces an image, and by
bilinear interpolation of the four nearest source pixels. A browser's canvas lies between the two.
"""

import csv
import json
import os
import sys

import numpy as np
import onnxruntime
import PIL
from PIL import Image

model, folder = sys.argv[1:]
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
name = session.get_inputs()[0].name
mean = np.array([0.485, 0.456, 0.406], np.float32)
std = np.array([0.229, 0.224, 0.225], np.float32)


def resize(image, antialias):
    """Resizes an image to a shorter side of 256 pixels."""
    scale = 256 / min(image.size)
    width, height = (round(side * scale) for side in image.size)
    if antialias:
        return image.resize((width, height), Image.Resampling.BILINEAR)
    # AFFINE samples at single points, unlike `resize`.
    return image.transform(
        (width, height),
        Image.Transform.AFFINE,
        (image.width / width, 0, 0, 0, image.height / height, 0),
        Image.Resampling.BILINEAR,
    )


def top5(path, antialias):
    image = resize(Image.open(path).convert("RGB"), antialias)
    left, top = (image.width - 224) // 2, (image.height - 224) // 2
    crop = np.asarray(image.crop((left, top, left + 224, top + 224)), np.float32) / 255
    values = ((crop - mean) / std).transpose(2, 0, 1)[None]
    (logits,) = session.run(None, {name: values})
    return np.argsort(-logits[0])[:5].tolist()


with open(os.path.join(folder, "labels.csv"), newline="") as file:
    rows = list(csv.DictReader(file))

figures = {}
for resampling in ("antialiased", "interpolated"):
    items = [
        {
            "file": row["file"],
            "truth": int(row["class_index"]),
            "predictions": top5(os.path.join(folder, row["file"]), resampling == "antialiased"),
        }
        for row in rows
    ]
    figures[resampling] = {
        "top-1": sum(item["truth"] == item["predictions"][0] for item in items) / len(items),
        "top-5": sum(item["truth"] in item["predictions"] for item in items) / len(items),
        "items": items,
    }
json.dump(
    {
        "source": f"onnxruntime {onnxruntime.__version__} native CPU, PIL {PIL.__version__}",
        "model": os.path.basename(model),
        "n": len(rows),
        **figures,
    },
    sys.stdout,
)
