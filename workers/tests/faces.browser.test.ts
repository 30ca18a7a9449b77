import { afterEach, expect, inject, test } from 'vitest';
import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import { computeIntersectionOverUnion } from '#metrics/intersection-over-union.ts';
import type { Face } from '#tasks/face-recognition/face.ts';
import reference from '#tasks/face-detection/reference-values/faces.json' with { type: 'json' };
import type { Detection } from '#tasks/object-detection/detection.ts';
import { fetchTestFile } from './test-file.fixture.ts';

const testData = inject('testData');
let session: SessionHandle;
afterEach(() => session?.close());

async function open(task: 'face-detection' | 'face-recognition', ...models: readonly string[]) {
  const files = await Promise.all(models.map((name) => fetchTestFile(`onnx-face/${name}`)));
  const options = { devices: ['wasm'], threads: 1 } as const;
  session = await openSession({ subject: { kind: 'files', files }, engine: 'ort', task, options });
}

const findFaces = async <Result extends Detection>(name: string, minScore: number) => {
  const { result } = await session.runTask(await fetchTestFile(`data-faces/${name}.jpg`));
  return (result as readonly Result[]).filter(({ score }) => score >= minScore);
};
const toBox = ([x = 0, y = 0, width = 0, height = 0]: readonly number[]) => ({ x, y, width, height });

// Expected values from OpenCV's decoder of the same model (reference-values/faces.py). The browser resamples images
// slightly differently.
test.skipIf(!testData)('YuNet finds the same faces and landmarks as OpenCV (needs ASSAY_TEST_DATA)', async () => {
  await open('face-detection', 'yunet_n_320_320.onnx');
  for (const name of ['obama_a', 'obama_and_biden'] as const) {
    const expected = reference.faces[name];
    const faces = await findFaces(name, 0.85);
    expect(faces).toHaveLength(expected.length);
    for (const row of expected) {
      const face = faces.find(({ box }) => computeIntersectionOverUnion(box, toBox(row)) > 0.9);
      expect(face?.score).toBeCloseTo(row[14]!, 1);
      // Landmarks may differ by 3% of the width of the face.
      face?.landmarks?.forEach(({ x, y }, point) => {
        expect(Math.hypot(x - row[4 + 2 * point]!, y - row[5 + 2 * point]!)).toBeLessThan(0.03 * row[2]!);
      });
      expect(face?.landmarks).toHaveLength(5);
    }
  }
});

// Compared with OpenCV's YuNet. Detectors define the box of a face differently, so the boxes must only overlap.
test.skipIf(!testData).each([
  ['version-RFB-320.onnx', 0.7, 0],
  ['face_detection_short_range.onnx', 0.5, 4],
])('%s finds the same faces of portraits (needs ASSAY_TEST_DATA)', async (model, minScore, landmarks) => {
  await open('face-detection', model);
  for (const name of ['obama_a', 'biden_a'] as const) {
    const [face, ...others] = await findFaces(name, minScore);
    expect(others).toEqual([]);
    expect(computeIntersectionOverUnion(face!.box, toBox(reference.faces[name][0]!))).toBeGreaterThan(0.5);
    expect(face!.landmarks ?? []).toHaveLength(landmarks);
  }
});

// Expected values computed with scikit-image, OpenCV and native onnxruntime (reference-values/faces.py).
test.skipIf(!testData)('similarities of faces match another implementation (needs ASSAY_TEST_DATA)', async () => {
  await open('face-recognition', 'yunet_n_320_320.onnx', 'mobilefacenet.onnx');
  const faces: Face[] = [];
  for (const name of ['obama_a', 'obama_b', 'biden_a', 'obama_and_biden'])
    faces.push(...(await findFaces<Face>(name, 0.85)).toSorted((a, b) => a.box.x - b.box.x));
  expect(faces).toHaveLength(5);
  const computeSimilarity = (a: Face, b: Face) =>
    a.embedding.reduce((sum, value, index) => sum + value * b.embedding[index]!, 0);
  faces.forEach((a, row) =>
    faces.forEach((b, column) => {
      expect(Math.abs(computeSimilarity(a, b) - reference.similarities[row]![column]!)).toBeLessThan(0.12);
    }),
  );
});
