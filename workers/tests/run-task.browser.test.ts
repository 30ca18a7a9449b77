import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import type { TensorEngineId } from '#core/engine/engines.ts';
import type { Subject } from '#core/model/model.ts';
import type { TaskId } from '#tasks/index.ts';
import type { DigitGuess } from '#tasks/digits/digit-guess.ts';
import { computeIntersectionOverUnion } from '#metrics/intersection-over-union.ts';
import { detectObjects, expectDetections, references } from './detections.fixture.ts';
import { fetchTestFile } from './test-file.fixture.ts';

const testData = inject('testData');

const options = { devices: ['wasm'], threads: 1 } as const;
let session: SessionHandle;
afterEach(() => session?.close());

async function open(task: TaskId, engine: TensorEngineId, subject: Subject): Promise<void> {
  session = await openSession({ subject, engine, task, options });
}

describe('the digits task', () => {
  let digits: SessionHandle;
  beforeAll(async () => {
    digits = await openSession({ subject: { kind: 'model', id: 'digits' }, engine: 'ort', task: 'digits', options });
  });
  afterAll(() => digits.close());

  function drawFour(background: string, ink: string): ImageData {
    const canvas = new OffscreenCanvas(280, 280);
    const context = canvas.getContext('2d')!;
    context.fillStyle = background;
    context.fillRect(0, 0, 280, 280);
    Object.assign(context, { strokeStyle: ink, lineWidth: 20, lineCap: 'round', lineJoin: 'round' });
    context.stroke(new Path2D('M 140 40 L 60 160 L 200 160 M 160 100 L 160 240'));
    return context.getImageData(0, 0, 280, 280);
  }

  test.each([
    ['dark on light', 'white', 'black'],
    ['light on dark', '#123', '#ffc'],
    ['white on transparent', 'transparent', 'white'],
  ])('reads a 4 drawn on a canvas, %s', async (_, background, ink) => {
    const startedMs = performance.now();
    const run = await digits.runTask(drawFour(background, ink));
    const durationMs = performance.now() - startedMs;
    const { digit, probabilities } = run.result as DigitGuess;
    expect(digit).toBe(4);
    expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
    const { preMs, inferenceMs, postMs } = run.timing;
    expect(Math.min(preMs, inferenceMs)).toBeGreaterThan(0); // the clock may be too coarse for postMs
    expect(preMs + inferenceMs + postMs).toBeLessThanOrEqual(durationMs);
  });

  test.each([
    ['a white image', 'white'],
    ['a transparent image', 'transparent'],
  ])('rejects %s as blank', async (_, background) => {
    const running = digits.runTask(drawFour(background, background));
    await expect(running).rejects.toMatchObject({ code: 'input-blank' });
  });

  test.skipIf(!testData)('reads the 4 with a model from a file (needs ASSAY_TEST_DATA)', async () => {
    await open('digits', 'ort', { kind: 'files', files: [await fetchTestFile('onnx-classify/mnist.onnx')] });
    const { result } = await session.runTask(drawFour('white', 'black'));
    expect(result).toMatchObject({ digit: 4 });
  });
});

test('a classifier with free image sizes runs at suggested or requested sizes', async () => {
  const graph = createGraphBuilder('free');
  const input = graph.input('x', 'float32', [1, 3, 'height', 'width']);
  const pooled = graph.node('Flatten', [graph.node('GlobalAveragePool', [input], {}, 'mean')], {}, 'flat');
  graph.weights('w', [3, 1000], new Float32Array(3000).fill(1));
  graph.output(graph.node('MatMul', [pooled, 'w'], {}, 'y'), 'float32', [1, 1000]);
  const subject = { kind: 'files', files: [new File([writeOnnx(graph.model(17))], 'free.onnx')] } as const;
  const request = { subject, engine: 'ort', task: 'image-classification', options: { devices: ['wasm'] } } as const;
  for (const dimensions of [undefined, { height: 64, width: 64 }]) {
    session?.close();
    session = await openSession({ ...request, ...(dimensions && { dimensions }) });
    const { result } = await session.runTask(new ImageData(80, 80));
    expect(result).toHaveLength(10);
  }
});

describe.skipIf(!testData)('object detection on bus.jpg (needs ASSAY_TEST_DATA)', () => {
  test.each(['yolox_nano.onnx', 'nanodet_m.onnx'] as const)('%s has the detections of its reference', expectDetections);

  // Expected scores from the library that ships the model, on this image; expected boxes from yolox_nano.
  test('the bundled CenterNet finds the bus and three persons', async () => {
    await open('object-detection', 'tfjs', { kind: 'model', id: 'centernet' });
    const detections = (await detectObjects(session)).filter(({ score }) => score >= 0.45);
    expect(detections.map(({ label }) => label)).toEqual(['person', 'person', 'person', 'bus']);
    [0.76, 0.6, 0.58, 0.51].forEach((score, rank) => expect(detections[rank]?.score).toBeCloseTo(score, 1));
    for (const { label, box } of detections) {
      const candidates = references['yolox_nano.onnx'].filter(([expected]) => expected === label);
      const best = Math.max(
        ...candidates.map(([, , x, y, width, height]) => computeIntersectionOverUnion(box, { x, y, width, height })),
      );
      expect(best, `${label} at ${box.x}, ${box.y}`).toBeGreaterThan(0.6);
    }
  });
});
