"""Tracks of ByteTrack in supervision 0.25.1 (MIT), on seeded scenes: python3 tracks.py > tracks.json

pip install supervision==0.25.1

A detection is identified by its score, which is unique. `tracks` lists, for each track, its [frame, score], without the
detection that starts a track after the first frame: ByteTrack reports a track from its second detection on.
"""

import json
import random

import numpy
import supervision


def scene(seed, objects, frames):
    rng = random.Random(seed)
    moving = [
        {
            "at": [rng.uniform(50, 550), rng.uniform(50, 300)],
            "step": [rng.uniform(-4, 4), rng.uniform(-2, 2)],
            "size": [rng.uniform(30, 80), rng.uniform(40, 120)],
            "hidden": (start := rng.randrange(5, frames), start + rng.choice([3, 8, 45])),
            "dim": (low := rng.randrange(5, frames), low + 6),
        }
        for _ in range(objects)
    ]
    result, used = [], set()

    def score(least, most):
        while (value := round(rng.uniform(least, most), 5)) in used:
            pass
        used.add(value)
        return value

    for frame in range(frames):
        boxes = []
        for thing in moving:
            x, y = (thing["at"][axis] + frame * thing["step"][axis] + rng.gauss(0, 0.8) for axis in (0, 1))
            width, height = (side + rng.gauss(0, 0.8) for side in thing["size"])
            if thing["hidden"][0] <= frame < thing["hidden"][1]:
                continue
            is_dim = thing["dim"][0] <= frame < thing["dim"][1]
            boxes.append([round(value, 2) for value in (x, y, width, height)] + [score(0.12, 0.22) if is_dim else score(0.4, 0.95)])
        if rng.random() < 0.2:
            boxes.append([round(rng.uniform(0, 500), 2), round(rng.uniform(0, 300), 2), 40.0, 60.0, score(0.4, 0.6)])
        result.append(boxes)
    return result


def track(frames):
    tracker = supervision.ByteTrack(track_activation_threshold=0.25, lost_track_buffer=30, minimum_matching_threshold=0.8, frame_rate=30)
    tracks = {}
    for index, boxes in enumerate(frames):
        rows = numpy.array([[x, y, x + width, y + height, score] for x, y, width, height, score in boxes]).reshape(-1, 5)
        seen = tracker.update_with_tensors(rows)
        for one in seen:
            tracks.setdefault(one.internal_track_id, []).append([index, float(one.score)])
    return {"frames": frames, "tracks": list(tracks.values())}


print(json.dumps([track(scene(seed, objects, 70)) for seed, objects in ((1, 4), (2, 6), (3, 9))]))
