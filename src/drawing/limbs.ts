import type { Keypoint, Point } from '#tasks/object-detection/detection.ts';

/** Keypoints with a lower score are not drawn. The value is `conf_thres` of `Annotator.kpts` in Ultralytics. */
const minScore = 0.25;

/** Pairs of keypoints that are drawn as a line: `skeleton` of COCO's category `person`. */
const skeleton: readonly (readonly [string, string])[] = [
  ['left_ankle', 'left_knee'],
  ['left_knee', 'left_hip'],
  ['right_ankle', 'right_knee'],
  ['right_knee', 'right_hip'],
  ['left_hip', 'right_hip'],
  ['left_shoulder', 'left_hip'],
  ['right_shoulder', 'right_hip'],
  ['left_shoulder', 'right_shoulder'],
  ['left_shoulder', 'left_elbow'],
  ['right_shoulder', 'right_elbow'],
  ['left_elbow', 'left_wrist'],
  ['right_elbow', 'right_wrist'],
  ['left_eye', 'right_eye'],
  ['nose', 'left_eye'],
  ['nose', 'right_eye'],
  ['left_eye', 'left_ear'],
  ['right_eye', 'right_ear'],
  ['left_ear', 'left_shoulder'],
  ['right_ear', 'right_shoulder'],
];

export const isDrawn = ({ score }: Keypoint): boolean => score >= minScore;

/** Lists the lines between the keypoints of a person whose scores are high enough. */
export function listLimbs(keypoints: readonly Keypoint[]): readonly (readonly [from: Point, to: Point])[] {
  const drawnKeypoints = new Map(keypoints.filter(isDrawn).map((keypoint) => [keypoint.name, keypoint]));
  return skeleton.flatMap(([from, to]) => {
    const [start, end] = [drawnKeypoints.get(from), drawnKeypoints.get(to)];
    return start && end ? [[start, end] as const] : [];
  });
}
