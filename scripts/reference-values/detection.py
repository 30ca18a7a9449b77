"""Computes the COCO average precision of a YOLOX or YOLOv8 model on images with YOLO labels: detections with native
onnxruntime, numpy and PIL, the score with pycocotools. `assay eval` is compared with these values.

    pip install onnxruntime pillow numpy pycocotools
    python detection.py yolox|yolov8 <model.onnx> <folder with images/ and labels/>   (one entry of detection.json)

Preprocessing and suppression follow the models' authors (Megvii's ONNXRuntime demo, Ultralytics): see
src/tasks/object-detection/heads. Boxes count from a score of 0.001 on. The images are resampled in both ways of
classification.py.
"""

import json
import os
import sys
from importlib.metadata import version

import numpy as np
import onnxruntime
from PIL import Image
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

family, model, folder = sys.argv[1:]
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
spec = session.get_inputs()[0]
side = spec.shape[2]
min_score = 0.001
max_overlap, across_labels = {"yolox": (0.45, True), "yolov8": (0.7, False)}[family]


def compute_overlaps(box, others):
    left = np.maximum(box[0], others[:, 0])
    top = np.maximum(box[1], others[:, 1])
    right = np.minimum(box[0] + box[2], others[:, 0] + others[:, 2])
    bottom = np.minimum(box[1] + box[3], others[:, 1] + others[:, 3])
    shared = np.maximum(0, right - left) * np.maximum(0, bottom - top)
    return shared / (box[2] * box[3] + others[:, 2] * others[:, 3] - shared)


def suppress(boxes, scores, labels):
    order = list(np.argsort(-scores, kind="stable"))
    kept = []
    while order:
        best = order.pop(0)
        kept.append(best)
        if order:
            remaining = np.array(order)
            clashes = compute_overlaps(boxes[best], boxes[remaining]) > max_overlap
            if not across_labels:
                clashes &= labels[remaining] == labels[best]
            order = remaining[~clashes].tolist()
    return kept


def resize(image, width, height, antialias):
    if antialias:
        return image.resize((width, height), Image.Resampling.BILINEAR)
    affine = (image.width / width, 0, 0, 0, image.height / height, 0)
    return image.transform((width, height), Image.Transform.AFFINE, affine, Image.Resampling.BILINEAR)


def detect(path, antialias):
    image = Image.open(path).convert("RGB")
    scale = min(side / image.width, side / image.height)
    width, height = (round(size * scale) for size in image.size)
    left, top = (0, 0) if family == "yolox" else ((side - width) // 2, (side - height) // 2)
    square = np.full((side, side, 3), 114, np.uint8)
    square[top : top + height, left : left + width] = np.asarray(resize(image, width, height, antialias))
    values = square.astype(np.float32)
    values = values[:, :, ::-1] if family == "yolox" else values / 255
    (output,) = session.run(None, {spec.name: np.ascontiguousarray(values.transpose(2, 0, 1)[None])})
    if family == "yolox":
        rows = output[0]
        strides = [np.full((side // s) ** 2, s) for s in (8, 16, 32)]
        cells = [np.stack(np.meshgrid(np.arange(side // s), np.arange(side // s)), -1).reshape(-1, 2) for s in (8, 16, 32)]
        stride, cell = np.concatenate(strides)[:, None], np.concatenate(cells)
        centre, size = (rows[:, :2] + cell) * stride, np.exp(rows[:, 2:4]) * stride
        classes = rows[:, 5:] * rows[:, 4:5]
    else:
        rows = output[0].T
        centre, size, classes = rows[:, :2] - (left, top), rows[:, 2:4], rows[:, 4:]
    labels, scores = classes.argmax(1), classes.max(1)
    is_detected = scores >= min_score
    boxes = np.concatenate([(centre - size / 2)[is_detected], size[is_detected]], 1) / scale
    labels, scores = labels[is_detected], scores[is_detected]
    kept = suppress(boxes, scores, labels)
    boxes = boxes[kept]
    corners = np.stack([boxes[:, 0], boxes[:, 1], boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]], 1)
    corners = corners.clip(0, [image.width, image.height, image.width, image.height])
    boxes = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], 1)
    return image.size, boxes, labels[kept], scores[kept]


def score(antialias):
    images, annotations, detections = [], [], []
    for number, name in enumerate(sorted(os.listdir(os.path.join(folder, "images"))), 1):
        (width, height), boxes, labels, scores = detect(os.path.join(folder, "images", name), antialias)
        images.append({"id": number, "file_name": name, "width": width, "height": height})
        with open(os.path.join(folder, "labels", os.path.splitext(name)[0] + ".txt")) as file:
            for line in file:
                label, x, y, w, h = (float(value) for value in line.split())
                box = [(x - w / 2) * width, (y - h / 2) * height, w * width, h * height]
                annotations.append(
                    {
                        "id": len(annotations) + 1,
                        "image_id": number,
                        "category_id": int(label),
                        "bbox": box,
                        "area": box[2] * box[3],
                        "iscrowd": 0,
                    }
                )
        detections += [
            {"image_id": number, "category_id": int(label), "bbox": box.tolist(), "score": float(score)}
            for box, label, score in zip(boxes, labels, scores)
        ]

    truth = COCO()
    truth.dataset = {"images": images, "annotations": annotations, "categories": [{"id": i} for i in range(80)]}
    stdout, sys.stdout = sys.stdout, open(os.devnull, "w")
    truth.createIndex()
    evaluation = COCOeval(truth, truth.loadRes(detections), "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    sys.stdout = stdout
    return {"ap50-95": evaluation.stats[0], "ap50": evaluation.stats[1]}


print(
    json.dumps(
        {
            "source": f"onnxruntime {onnxruntime.__version__} native CPU, pycocotools {version('pycocotools')}",
            "model": os.path.basename(model),
            "antialiased": score(True),
            "interpolated": score(False),
        }
    )
)
