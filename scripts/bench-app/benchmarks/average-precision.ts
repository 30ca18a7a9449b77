import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSeededRandom } from '#core/random.ts';
import { createDetectionOutcome } from '#metrics/detection-outcome.ts';
import { detectionMetrics } from '#metrics/detection.ts';
import { median } from '#statistics/quantiles.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { SkippedError } from '../harness/skipped-error.ts';

const [images, boxes, classes] = [5_000, 20, 80];
const repetitions = 3;

/**
 * Compares with pycocotools (`pip install pycocotools`). ASSAY_PYTHON names the Python with this package; default
 * `python3`.
 */
export const benchmark: PerfBenchmark = {
  title: 'COCO scores of 5,000 images with 20 objects and 20 detections each, against pycocotools',
  target: 'equal to 1e-3, <= 1x its time',
  async measure({ scratch, log }) {
    const dataset = createSyntheticDataset();
    const times: number[] = [];
    let scores: Record<string, number> = {};
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const start = performance.now();
      const outcomes = dataset.map(({ objects, detections }) => createDetectionOutcome(detections, objects));
      scores = Object.fromEntries(detectionMetrics.map(({ id, compute }) => [id, compute(outcomes) ?? Number.NaN]));
      times.push(performance.now() - start);
    }
    const appMs = median(times);
    log(`The app's scores in ${appMs.toFixed(0)} ms`);
    const file = join(scratch, 'boxes.json');
    writeFileSync(file, JSON.stringify(dataset));
    const pycocotools = await runPycocotools(file, appMs);
    const maxDifference = Math.max(
      ...Object.entries(pycocotools.scores).map(([id, value]) => Math.abs(scores[id]! - value)),
    );
    const value = appMs / pycocotools.ms;
    const isReached = maxDifference <= 1e-3 && value <= 1;
    return { value, unit: 'x', isReached, details: { appMs: times, pycocotools, scores, maxDifference } };
  },
};

interface ReferenceScores {
  readonly version: string;
  /** The median time to evaluate, accumulate and summarise. */
  readonly ms: number;
  readonly scores: Readonly<Record<string, number>>;
}

async function runPycocotools(file: string, appMs: number): Promise<ReferenceScores> {
  const python = process.env['ASSAY_PYTHON'] ?? 'python3';
  const script = join(import.meta.dirname, '../reference-values/coco-scores.py');
  try {
    const { stdout } = await promisify(execFile)(python, [script, file, String(repetitions)]);
    return JSON.parse(stdout) as ReferenceScores;
  } catch (error) {
    const why = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    throw new SkippedError(`pycocotools not measured (${python}: ${why}); the app's scores in ${appMs.toFixed(0)} ms`);
  }
}

/**
 * Creates images with objects, and detections that are shifted and rescaled objects, one in five with another class.
 */
function createSyntheticDataset() {
  const random = createSeededRandom(1);
  const drawLabel = () => `class ${Math.floor(random() * classes)}`;
  const jitter = (value: number, spread: number) => value + spread * (random() - 0.5);
  return Array.from({ length: images }, () => {
    const objects = Array.from({ length: boxes }, () => {
      const [width, height] = [10 * 30 ** random(), 10 * 30 ** random()];
      return { label: drawLabel(), x: random() * (640 - width), y: random() * (640 - height), width, height };
    });
    const detections = objects.map(({ label, x, y, width, height }) => ({
      label: random() < 0.2 ? drawLabel() : label,
      score: random(),
      x: jitter(x, 0.3 * width),
      y: jitter(y, 0.3 * height),
      width: jitter(width, 0.3 * width),
      height: jitter(height, 0.3 * height),
    }));
    return { objects, detections };
  });
}
