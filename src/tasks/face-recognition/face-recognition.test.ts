import { describe, expect, test } from 'vitest';
import { fitSimilarityTransform } from './align-face.ts';
import { findBestThreshold, computeFaceDistance, computeFaceRoc, findNearestPerson } from './identify.ts';
import reference from '../face-detection/reference-values/faces.json' with { type: 'json' };

const toPoints = (rows: readonly (readonly number[])[]) => rows.map(([x, y]) => ({ x: x!, y: y! }));

test('the transform of landmarks is the one that scikit-image fits', () => {
  // The positions that InsightFace expects, as in reference-values/faces.py.
  const template = toPoints([
    [38.2946, 51.6963],
    [73.5318, 51.5014],
    [56.0252, 71.7366],
    [41.5493, 92.3655],
    [70.7299, 92.2041],
  ]);
  const transform = fitSimilarityTransform(toPoints(reference.points), template);
  const [[a, minusB, x] = [], [b, a2, y] = []] = reference.transform;
  expect(transform.a).toBeCloseTo(a!, 6);
  expect(transform.a).toBeCloseTo(a2!, 6);
  expect(transform.b).toBeCloseTo(b!, 6);
  expect(-transform.b).toBeCloseTo(minusB!, 6);
  expect(transform.x).toBeCloseTo(x!, 6);
  expect(transform.y).toBeCloseTo(y!, 6);
});

/** Unit vectors at angles in degrees: the cosine distance of two is 1 - cos of the angle between them. */
const createVectorsAt = (...degrees: number[]) =>
  degrees.map((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]);
const people = [
  { name: 'Ada', embeddings: createVectorsAt(0, 30) },
  { name: 'Ben', embeddings: createVectorsAt(90, 110) },
];

describe('the nearest person', () => {
  test('is the person with the nearest image', () => {
    // 60 degrees from Ada's second image, 0 from Ben's first.
    expect(findNearestPerson(createVectorsAt(90)[0]!, people)).toMatchObject({ name: 'Ben' });
    expect(findNearestPerson(createVectorsAt(20)[0]!, people)?.distance).toBeCloseTo(1 - Math.cos(Math.PI / 18), 12);
  });

  test('is null if nobody is enrolled, or only with another model', () => {
    expect(findNearestPerson(createVectorsAt(0)[0]!, [])).toBeNull();
    expect(computeFaceDistance([1, 0], [1, 0, 0])).toBe(Infinity);
    expect(findNearestPerson([1, 0, 0], people)).toBeNull();
  });
});

describe('the ROC of the enrolled images', () => {
  test('separates people whose images are closer to each other than to those of others', () => {
    const roc = computeFaceRoc(people)!;
    // Computed by hand: same at 30 and 20 degrees, different at 90, 110, 60 and 80 degrees.
    expect(roc).toHaveLength(6);
    expect(roc[0]).toMatchObject({ falseMatchRate: 0, falseNonMatchRate: 0.5 });
    expect(roc[2]).toMatchObject({ falseMatchRate: 0.25, falseNonMatchRate: 0 });
    const best = findBestThreshold(roc);
    expect(best).toMatchObject({ falseMatchRate: 0, falseNonMatchRate: 0 });
    // The threshold between 30 and 60 degrees: (1 - cos 30 + 1 - cos 60) / 2.
    expect(best.threshold).toBeCloseTo((1 - Math.cos(Math.PI / 6) + 0.5) / 2, 12);
  });

  test('is null without two people, or without two images of one person', () => {
    expect(computeFaceRoc([people[0]!])).toBeNull();
    expect(
      computeFaceRoc([
        { name: 'Ada', embeddings: createVectorsAt(0) },
        { name: 'Ben', embeddings: createVectorsAt(90) },
      ]),
    ).toBeNull();
  });
});
