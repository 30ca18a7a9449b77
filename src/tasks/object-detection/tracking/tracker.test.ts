import { describe, expect, test } from 'vitest';
import type { Detection } from '../detection.ts';
import { assign } from './assign.ts';
import { Tracker } from './tracker.ts';
import scenes from './reference-values/tracks.json' with { type: 'json' };

const makeDetection = (
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

function tracked(frames: readonly (readonly Detection[])[], framesPerSecond = 30): Tracker {
  const tracker = new Tracker(0.25);
  frames.forEach((detections, frame) => tracker.add(detections, frame / framesPerSecond));
  return tracker;
}

/** The score of the detections of each track with their frames. */
function byTrack({ frames }: Tracker): [frame: number, score: number][][] {
  const tracks = new Map<number, [number, number][]>();
  frames.forEach((detections, frame) => {
    for (const { track, score } of detections) tracks.set(track!, [...(tracks.get(track!) ?? []), [frame, score]]);
  });
  return [...tracks.values()];
}

const sorted = (tracks: readonly (readonly number[][])[]) =>
  tracks.toSorted(([a], [b]) => a![0]! - b![0]! || a![1]! - b![1]!);

// reference-values/tracks.py: ByteTrack of supervision 0.25.1.
test.each(scenes.map((scene, index) => ({ scene, index })))(
  'follows objects as ByteTrack does: scene $index',
  ({ scene }) => {
    const frames = scene.frames.map((boxes) =>
      boxes.map(([x, y, width, height, score]) => makeDetection(score!, x!, y!, width!, height!)),
    );
    const tracks = byTrack(tracked(frames)).map((track) => (track[0]![0] === 0 ? track : track.slice(1)));
    expect(scene.tracks.length).toBeGreaterThan(3);
    expect(sorted(tracks)).toEqual(sorted(scene.tracks));
  },
);

describe('a track', () => {
  const walk = (frame: number, score = 0.9, label?: string) => makeDetection(score, 10 + 2 * frame, 20, 40, 80, label);

  test('continues over uncertain boxes, which do not start one', () => {
    const [one] = byTrack(tracked([[walk(0)], [walk(1, 0.15)], [walk(2)]]));
    expect(one).toEqual([
      [0, 0.9],
      [1, 0.15],
      [2, 0.9],
    ]);
    expect(byTrack(tracked([[walk(0, 0.15)], [walk(1, 0.15)]]))).toEqual([]);
  });

  test('of a single frame is omitted, and starts at its first frame once confirmed', () => {
    expect(byTrack(tracked([[], [walk(1)], []]))).toEqual([]);
    expect(byTrack(tracked([[], [walk(1)], [walk(2)]]))).toEqual([
      [
        [1, 0.9],
        [2, 0.9],
      ],
    ]);
  });

  test('ends if its object was not seen for more than a second, at any frame rate', () => {
    const still = () => makeDetection(0.9, 10, 20, 40, 80);
    const gap = (seconds: number) => [
      [still()],
      [still()],
      ...Array.from({ length: 10 * seconds - 1 }, () => []),
      [still()],
      [still()],
    ];
    expect(byTrack(tracked(gap(1), 10))).toHaveLength(1);
    expect(byTrack(tracked(gap(1.2), 10))).toHaveLength(2);
  });

  test('keeps its label: a box with another label at the same position is another object', () => {
    expect(byTrack(tracked([[walk(0)], [walk(1, 0.9, 'dog')], [walk(2, 0.9, 'dog')]]))).toHaveLength(2);
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
    ['has fewer rows than columns', [[0.5, 0.4, 0.6]], 1, [[0, 1]]],
    ['has fewer columns than rows', [[0.5], [0.4]], 1, [[1, 0]]],
    ['is empty without columns', [[], []], 1, []],
  ] as const)('%s', (_, costs, limit, pairs) => {
    expect(assign(costs, limit)).toEqual(pairs);
  });
});
