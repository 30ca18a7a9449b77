import { describe, expect, test } from 'vitest';
import type { Detection } from '../detection.ts';
import { solveAssignment } from './solve-assignment.ts';
import { Tracker } from './tracker.ts';
import scenes from './reference-values/tracks.json' with { type: 'json' };

const createDetection = (
  score: number,
  x: number,
  y: number,
  width: number,
  height: number,
  label = 'person',
): Detection => ({
  label,
  score,
  box: { x, y, width, height },
});

function trackFrames(frames: readonly (readonly Detection[])[], framesPerSecond = 30): Tracker {
  const tracker = new Tracker(0.25);
  frames.forEach((detections, frame) => tracker.add(detections, frame / framesPerSecond));
  return tracker;
}

/** The frame and score of each detection, by track. */
function groupByTrack({ frames }: Tracker): [frame: number, score: number][][] {
  const tracks = new Map<number, [number, number][]>();
  frames.forEach((detections, frame) => {
    for (const { track, score } of detections) tracks.set(track!, [...(tracks.get(track!) ?? []), [frame, score]]);
  });
  return [...tracks.values()];
}

const sortTracks = (tracks: readonly (readonly number[][])[]) =>
  tracks.toSorted(([a], [b]) => a![0]! - b![0]! || a![1]! - b![1]!);

// reference-values/tracks.py: ByteTrack of supervision 0.25.1.
test.each(scenes.map((scene, index) => ({ scene, index })))(
  'the tracks are those of ByteTrack: scene $index',
  ({ scene }) => {
    const frames = scene.frames.map((boxes) =>
      boxes.map(([x, y, width, height, score]) => createDetection(score!, x!, y!, width!, height!)),
    );
    const tracks = groupByTrack(trackFrames(frames)).map((track) => (track[0]![0] === 0 ? track : track.slice(1)));
    expect(scene.tracks.length).toBeGreaterThan(3);
    expect(sortTracks(tracks)).toEqual(sortTracks(scene.tracks));
  },
);

describe('a track', () => {
  const createWalkingPerson = (frame: number, score = 0.9, label?: string) =>
    createDetection(score, 10 + 2 * frame, 20, 40, 80, label);

  test('continues over uncertain boxes, which do not start one', () => {
    const [one] = groupByTrack(
      trackFrames([[createWalkingPerson(0)], [createWalkingPerson(1, 0.15)], [createWalkingPerson(2)]]),
    );
    expect(one).toEqual([
      [0, 0.9],
      [1, 0.15],
      [2, 0.9],
    ]);
    expect(groupByTrack(trackFrames([[createWalkingPerson(0, 0.15)], [createWalkingPerson(1, 0.15)]]))).toEqual([]);
  });

  test('of a single frame is omitted; once confirmed, it starts at its first frame', () => {
    expect(groupByTrack(trackFrames([[], [createWalkingPerson(1)], []]))).toEqual([]);
    expect(groupByTrack(trackFrames([[], [createWalkingPerson(1)], [createWalkingPerson(2)]]))).toEqual([
      [
        [1, 0.9],
        [2, 0.9],
      ],
    ]);
  });

  test('ends if its object is not detected for more than a second', () => {
    const createStillObject = () => createDetection(0.9, 10, 20, 40, 80);
    const createFramesWithGap = (seconds: number) => [
      [createStillObject()],
      [createStillObject()],
      ...Array.from({ length: 10 * seconds - 1 }, () => []),
      [createStillObject()],
      [createStillObject()],
    ];
    expect(groupByTrack(trackFrames(createFramesWithGap(1), 10))).toHaveLength(1);
    expect(groupByTrack(trackFrames(createFramesWithGap(1.2), 10))).toHaveLength(2);
  });

  test('keeps its label: a box with another label at the same position is another object', () => {
    expect(
      groupByTrack(
        trackFrames([
          [createWalkingPerson(0)],
          [createWalkingPerson(1, 0.9, 'dog')],
          [createWalkingPerson(2, 0.9, 'dog')],
        ]),
      ),
    ).toHaveLength(2);
  });
});

describe('assignment', () => {
  test.each([
    // Computed by hand: the diagonal costs 0.1 + 0.9, the other pairs 0.2 + 0.3.
    [
      'minimises the sum of costs',
      [
        [0.1, 0.2],
        [0.3, 0.9],
      ],
      1,
      [
        [0, 1],
        [1, 0],
      ],
    ],
    [
      'omits pairs above the limit',
      [
        [0.1, 0.2],
        [0.3, 0.9],
      ],
      0.25,
      [[0, 0]],
    ],
    ['supports fewer rows than columns', [[0.5, 0.4, 0.6]], 1, [[0, 1]]],
    ['supports fewer columns than rows', [[0.5], [0.4]], 1, [[1, 0]]],
    ['is empty without columns', [[], []], 1, []],
  ] as const)('%s', (_, costs, limit, pairs) => {
    expect(solveAssignment(costs, limit)).toEqual(pairs);
  });
});
