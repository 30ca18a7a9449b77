"""Detections of a pose head of Ultralytics' YOLO from an output that follows from a formula, post-processed with NumPy as its
`non_max_suppression` and `scale_boxes` do: `pip install numpy`, then `python pose.py` writes them next to this file."""

import json
import os

import numpy as np

side, cells, keypoints = 64, 84, 17
width, height = 128, 64  # of the image: scaled by 1/2, with 16 pixels of padding above
scale, top = 0.5, 16
min_score, max_overlap = 0.1, 0.7

cell = np.arange(cells, dtype=np.float64)
output = np.zeros((4 + 1 + 3 * keypoints, cells))
output[0] = 8 + (cell * 7) % 48
output[1] = 20 + (cell * 5) % 24
output[2] = 12 + (cell % 5)
output[3] = 14 + (cell % 3)
output[4] = (1 + np.sin(cell * 1.3)) / 2
for point in range(keypoints):
    output[5 + 3 * point] = output[0] + 6 * np.sin(cell + point)
    output[6 + 3 * point] = output[1] + 7 * np.cos(cell + 2 * point)
    output[7 + 3 * point] = (1 + np.cos(cell * 0.7 + point)) / 2
output = output.astype(np.float32)


def overlap(a, b):
    inner = np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None).prod()
    return inner / ((a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - inner)


rows = output.T.astype(np.float64)
rows = rows[rows[:, 4] >= min_score]
rows = rows[np.argsort(-rows[:, 4], kind="stable")]
corners = np.concatenate([rows[:, :2] - rows[:, 2:4] / 2, rows[:, :2] + rows[:, 2:4] / 2], axis=1)
kept = []
for index in range(len(rows)):
    if all(overlap(corners[index], corners[other]) <= max_overlap for other in kept):
        kept.append(index)


def to_image(x, y):
    return float(np.clip(x / scale, 0, width)), float(np.clip((y - top) / scale, 0, height))


detections = []
for index in kept:
    left, upper = to_image(*corners[index][:2])
    right, lower = to_image(*corners[index][2:])
    points = rows[index, 5:].reshape(keypoints, 3)
    detections.append(
        {
            "score": float(rows[index, 4]),
            "box": [left, upper, right - left, lower - upper],
            "keypoints": [[*to_image(x, y), float(visibility)] for x, y, visibility in points],
        }
    )
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "pose.json"), "w") as file:
    json.dump(detections, file)
    file.write("\n")
