"""Scores of pycocotools on boxes in a JSON file, and its time: `python coco-scores.py FILE REPETITIONS`."""

import contextlib
import io
import json
import statistics
import sys
import time
from importlib.metadata import version

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

with open(sys.argv[1]) as file:
    images = json.load(file)

labels = sorted({box["label"] for image in images for box in image["objects"] + image["detections"]})
ids = {label: index + 1 for index, label in enumerate(labels)}
rect = lambda box: [box["x"], box["y"], box["width"], box["height"]]
annotations, results = [], []
for image, boxes in enumerate(images):
    for box in boxes["objects"]:
        annotations.append(
            {
                "id": len(annotations) + 1,
                "image_id": image,
                "category_id": ids[box["label"]],
                "bbox": rect(box),
                "area": box["width"] * box["height"],
                "iscrowd": 0,
            }
        )
    for box in boxes["detections"]:
        results.append(
            {"image_id": image, "category_id": ids[box["label"]], "bbox": rect(box), "score": box["score"]}
        )

times = []
with contextlib.redirect_stdout(io.StringIO()):
    truth = COCO()
    truth.dataset = {
        "images": [{"id": image} for image in range(len(images))],
        "annotations": annotations,
        "categories": [{"id": ids[label], "name": label} for label in labels],
    }
    truth.createIndex()
    detected = truth.loadRes(results)
    for _ in range(int(sys.argv[2])):
        start = time.perf_counter()
        evaluation = COCOeval(truth, detected, "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
        times.append(1000 * (time.perf_counter() - start))

names = ["ap50-95", "ap50", "ap75", "ap-small", "ap-medium", "ap-large", None, None, "ar100"]
print(
    json.dumps(
        {
            "version": version("pycocotools"),
            "ms": statistics.median(times),
            "scores": {name: float(score) for name, score in zip(names, evaluation.stats) if name},
        }
    )
)
