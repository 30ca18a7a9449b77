"""Scores of pycocotools on seeded boxes: `pip install pycocotools`, then `python detection.py > detection.json`."""

import contextlib
import io
import json
from importlib.metadata import version

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

random = np.random.default_rng(11)
labels = ["bird", "boat", "cup", "unseen"]
images, annotations, results = [], [], []


def box(centre, size):
    return [round(float(v), 1) for v in (*(centre - size / 2), *size)]


for image in range(1, 41):
    images.append({"id": image})
    for _ in range(random.integers(0, 7)):
        category = int(random.integers(1, 4))
        size = np.exp(random.uniform(2.2, 5.4, 2))
        centre = random.uniform(0, 300, 2)
        bbox = box(centre, size)
        crowd = bool(random.random() < 0.08)
        annotation = {"id": len(annotations) + 1, "image_id": image, "category_id": category, "bbox": bbox}
        # Areas of segments are smaller than those of boxes; a third states none.
        stated = random.random() < 0.67
        annotation["area"] = round(bbox[2] * bbox[3] * (0.7 if stated else 1.0), 6)
        annotations.append(annotation | {"iscrowd": int(crowd), "stated": stated})
        for _ in range(random.integers(0, 3) + 4 * crowd):
            noise = random.normal(0, 0.06, 4)
            wrong = random.random() < 0.15
            results.append(
                {
                    "image_id": image,
                    "category_id": int(random.integers(1, 5)) if wrong else category,
                    "bbox": box(centre + size * noise[:2], size * np.exp(noise[2:])),
                    "score": round(float(random.random()), 2),  # two digits: many ties
                }
            )

truth = COCO()
truth.dataset = {
    "images": images,
    "annotations": annotations,
    "categories": [{"id": i + 1, "name": name} for i, name in enumerate(labels)],
}
with contextlib.redirect_stdout(io.StringIO()):
    truth.createIndex()
    evaluation = COCOeval(truth, truth.loadRes(results), "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()

names = ["ap50-95", "ap50", "ap75", "ap-small", "ap-medium", "ap-large", None, None, "ar100"]
rect = lambda b: dict(zip(["x", "y", "width", "height"], b))
per_class = evaluation.eval["precision"][:, :, :, 0, 2].mean(axis=(0, 1))
print(
    json.dumps(
        {
            "source": f"pycocotools {version('pycocotools')}",
            "images": [
                {
                    "groundTruths": [
                        {"label": labels[a["category_id"] - 1]}
                        | rect(a["bbox"])
                        | ({"area": a["area"]} if a["stated"] else {})
                        | ({"isCrowd": True} if a["iscrowd"] else {})
                        for a in annotations
                        if a["image_id"] == image["id"]
                    ],
                    "detections": [
                        {"label": labels[r["category_id"] - 1], "score": r["score"]} | rect(r["bbox"])
                        for r in results
                        if r["image_id"] == image["id"]
                    ],
                }
                for image in images
            ],
            "scores": {name: float(s) for name, s in zip(names, evaluation.stats) if name},
            "classes": {name: float(s) for name, s in zip(labels, per_class) if s >= 0},
        }
    )
)
