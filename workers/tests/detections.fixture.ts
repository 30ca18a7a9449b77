import { expect } from 'vitest';
import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import { computeIntersectionOverUnion } from '#metrics/intersection-over-union.ts';
import type { Detection } from '#tasks/object-detection/detection.ts';
import { fetchTestFile } from './test-file.fixture.ts';

type ReferenceDetection = readonly [label: string, score: number, x: number, y: number, width: number, height: number];

/**
 * Detections on bus.jpg with a score of at least 0.3, by onnxruntime 1.23.2 in Python with OpenCV and published decoders.
 */
export const references = {
  'yolox_nano.onnx': [
    ['bus', 0.903, 13.7, 231.1, 787.5, 501.5],
    ['person', 0.858, 50.3, 394.9, 165.3, 502.9],
    ['person', 0.808, 219.9, 402.3, 127.4, 452.3],
    ['person', 0.696, 685.0, 454.1, 125.4, 420.4],
  ],
  'yolov8n_int8.onnx': [
    ['person', 0.899, 672.1, 373.8, 138.3, 505.1],
    ['person', 0.898, 50.4, 399.0, 192.7, 503.6],
    ['person', 0.892, 220.8, 408.0, 122.8, 448.9],
    ['bus', 0.829, 32.5, 231.2, 766.6, 537.1],
  ],
  'nanodet_m.onnx': [
    ['person', 0.765, 49.4, 394.7, 171.4, 512.9],
    ['bus', 0.635, 143.1, 221.6, 632.4, 508.3],
    ['person', 0.479, 672.9, 330.3, 136.4, 545.6],
    ['person', 0.478, 227.9, 405.0, 127.1, 393.9],
  ],
} satisfies Readonly<Record<string, readonly ReferenceDetection[]>>;

export async function detectObjects(session: SessionHandle): Promise<readonly Detection[]> {
  const run = await session.runTask(await fetchTestFile('data-images/detect/bus.jpg'));
  return run.result as readonly Detection[];
}

/** Expects the reference detections of a model on bus.jpg. */
export async function expectDetections(name: keyof typeof references): Promise<void> {
  const subject = { kind: 'files', files: [await fetchTestFile(`onnx-detect/${name}`)] } as const;
  const options = { devices: ['wasm'], threads: 1 } as const;
  const session = await openSession({ subject, engine: 'ort', task: 'object-detection', options });
  try {
    const detections = await detectObjects(session);
    for (const [label, score, x, y, width, height] of references[name]) {
      const box = { x, y, width, height };
      const match = detections.find(
        (detection) => detection.label === label && computeIntersectionOverUnion(detection.box, box) > 0.9,
      );
      // The browser resamples images slightly differently from OpenCV.
      expect(match?.score, `${label} at ${x}, ${y}`).toBeCloseTo(score, 1);
    }
  } finally {
    session.close();
  }
}
