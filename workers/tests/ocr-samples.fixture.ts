import { inject } from 'vitest';
import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import { graphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { computeCharacterErrorRate } from '#metrics/edit-distance.ts';
import { measureArea, type Point, type Quad } from '#tasks/ocr/geometry.ts';
import { reference, toQuad, readRecordedMap, truth, type sampleNames } from '#tasks/ocr/reference-values.fixture.ts';
import type { Recognition } from '#tasks/ocr/recognition.ts';

type SampleName = (typeof sampleNames)[number];

interface Comparison {
  /** Samples in which the same texts are read. */
  readonly same: readonly SampleName[];
  /** IoU of each region that RapidOCR finds with our nearest region. */
  readonly overlaps: readonly number[];
  readonly errors: number;
  readonly referenceErrors: number;
}

const testData = inject('testData');
const [detectorName, ...otherNames] = [
  'ch_ppocr_mobile_v2.0_det_infer.onnx',
  'ch_ppocr_mobile_v2.0_cls_infer.onnx',
  'en_number_mobile_v2.0_rec_infer.onnx',
];
const sampleUrls = import.meta.glob<string>('../../src/tasks/ocr/samples/*.{png,webp}', {
  query: '?url',
  import: 'default',
  eager: true,
});

async function sample(name: string): Promise<Blob> {
  return (await fetch(sampleUrls[`../../src/tasks/ocr/samples/${name}`]!)).blob();
}

export function openOcr(files: readonly File[]): Promise<SessionHandle> {
  const options = { devices: ['wasm'], threads: 1 } as const;
  return openSession({ subject: { kind: 'files', files }, engine: 'ort', task: 'ocr', options });
}

/** A file of the test data folder; `null` if it is missing. */
async function testFile(name: string): Promise<File | null> {
  const response = await fetch(`/@fs${testData}/onnx-ocr/${name}`);
  const isFile = response.ok && !response.headers.get('content-type')?.startsWith('text/html');
  return isFile ? new File([await response.blob()], name) : null;
}

/** A graph that returns the detector's recorded output for an image, in place of the detector. */
async function recordedDetector(name: SampleName): Promise<File> {
  const { width, height, probabilities } = await readRecordedMap(name);
  const graph = graphBuilder('recorded');
  const mean = graph.node('ReduceMean', [graph.input('x', 'float32', ['n', 3, 'height', 'width'])], { keepdims: 1 });
  const nothing = graph.node('Mul', [mean, graph.weights('zero', [1], new Float32Array(1))]);
  const map = graph.node('Add', [nothing, graph.weights('map', [1, 1, height, width], probabilities)], {}, 'text');
  graph.output(map, 'float32', [1, 1, height, width]);
  return new File([writeOnnx(graph.model(17))], 'recorded.onnx');
}

/**
 * Reads samples with PP-OCR and compares them with RapidOCR's results; `null` if the test data folder has no models.
 */
export async function compareWithRapidOcr(names: readonly SampleName[]): Promise<Comparison | null> {
  const files = (await Promise.all(otherNames.map(testFile))).filter((file) => file !== null);
  if (files.length < otherNames.length) return null;
  const detector = await testFile(detectorName!);
  const [overlaps, same]: [number[], SampleName[]] = [[], []];
  let [errors, referenceErrors] = [0, 0];
  let session: SessionHandle | undefined;
  try {
    for (const name of names) {
      if (!session || !detector) {
        session?.close();
        session = await openOcr([detector ?? (await recordedDetector(name)), ...files]);
      }
      const { text, pieces } = (await session.runTask(await sample(name))).result as Recognition;
      const expected = reference.images[name];
      const sortTexts = (texts: readonly { text: string }[]) => texts.map(({ text }) => text).toSorted();
      if (sortTexts(pieces).join('\n') === sortTexts(expected).join('\n')) same.push(name);
      for (const { box } of expected) overlaps.push(Math.max(...pieces.map(({ quad }) => overlap(quad, toQuad(box)))));
      // Line breaks count as spaces: RapidOCR does not report which of its pieces share a row.
      const inOneRow = (text: string) => text.replaceAll('\n', ' ');
      const right = inOneRow(truth[name].join('\n'));
      errors += computeCharacterErrorRate(inOneRow(text), right);
      referenceErrors += computeCharacterErrorRate(expected.map(({ text }) => text).join(' '), right);
    }
  } finally {
    session?.close();
  }
  return { same, overlaps, errors, referenceErrors };
}

/** Intersection over union of two convex quads with corners clockwise. */
function overlap(a: Quad, b: Quad): number {
  const shared = measureArea(
    b.reduce((rest, start, index) => cutPolygon(rest, start, b[(index + 1) % 4]!), [...a] as Point[]),
  );
  return shared / (measureArea(a) + measureArea(b) - shared);
}

/** The part of a polygon on the right of the line from `start` to `end` (Sutherland and Hodgman, 1974). */
function cutPolygon(polygon: readonly Point[], start: Point, end: Point): Point[] {
  const side = ({ x, y }: Point) => (end.x - start.x) * (y - start.y) - (end.y - start.y) * (x - start.x);
  return polygon.flatMap((point, index) => {
    const next = polygon[(index + 1) % polygon.length]!;
    const [here, there] = [side(point), side(next)];
    const share = here / (here - there);
    const crossing = { x: point.x + share * (next.x - point.x), y: point.y + share * (next.y - point.y) };
    return [...(here >= 0 ? [point] : []), ...(here >= 0 !== there >= 0 ? [crossing] : [])];
  });
}
