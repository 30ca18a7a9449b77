import { cocoKeypoints } from '../coco-keypoints.ts';
import type { DetectionHead } from './head.ts';
import { createYolov8Head, readYolov8Box, toImagePoint } from './yolov8.ts';

/** Fields of a cell: centre x and y, width, height, the score of a person, and x, y and visibility of each keypoint. */
const fieldCount = 5 + 3 * cocoKeypoints.length;

/**
 * The pose head of YOLOv8 and its successors (https://docs.ultralytics.com): output [1, 56, cells], otherwise as
 * `yolov8`.
 */
export const yolov8Pose: DetectionHead = createYolov8Head(fieldCount, (cell, minScore) => {
  const { values, start, stride, image, side } = cell;
  const readField = (field: number) => values[start + field * stride]!;
  const score = readField(4);
  if (score < minScore) return null;
  const keypoints = cocoKeypoints.map((name, index) => {
    const { x, y } = toImagePoint({ x: readField(5 + 3 * index), y: readField(6 + 3 * index) }, image, side);
    return { name, x, y, score: readField(7 + 3 * index) };
  });
  return { label: 'person', score, box: readYolov8Box(cell), keypoints };
});
