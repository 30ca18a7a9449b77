import { inject } from 'vitest';
import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { computeCharacterErrorRate } from '#metrics/edit-distance.ts';
import { computeArea, type Point, type Quad } from '#tasks/ocr/geometry.ts';
import { reference, toQuad, readRecordedMap, truth, type sampleNames } from '#tasks/ocr/reference-values.fixture.ts';
import type { Recognition } from '#tasks/ocr/recognition.ts';

type SampleName = (typeof sampleNames)[number];

interface Comparison {
  /** The samples whose text equals RapidOCR's. */
  readonly identical: readonly SampleName[];
  /** The IoU of each of RapidOCR's regions with the most similar region of this app. */
  readonly overlaps: readonly number[];
  /** The sum of this app's character error rates. */
  readonly errors: number;
  /** The sum of RapidOCR's character error rates. */
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

async function fetchSample(name: string): Promise<Blob> {
  return (await fetch(sampleUrls[`../../src/tasks/ocr/samples/${name}`]!)).blob();
}

export function openOcr(files: readonly File[]): Promise<SessionHandle> {
  const options = { devices: ['wasm'], threads: 1 } as const;
  return openSession({ subject: { kind: 'files', files }, engine: 'ort', task: 'ocr', options });
}

/** Fetches a file of the test data folder; `null` if it is missing. */
async function fetchModelFile(name: string): Promise<File | null> {
  const response = await fetch(`/@fs${testData}/onnx-ocr/${name}`);
  const isFile = response.ok && !response.headers.get('content-type')?.startsWith('text/html');
  return isFile ? new File([await response.blob()], name) : null;
}

/** Creates a graph that returns the recorded output of the detector for an image. */
async function createRecordedDetector(name: SampleName): Promise<File> {
  const { width, height, probabilities } = await readRecordedMap(name);
  const graph = createGraphBuilder('recorded');
  const mean = graph.node('ReduceMean', [graph.input('x', 'float32', ['n', 3, 'height', 'width'])], { keepdims: 1 });
  const zero = graph.node('Mul', [mean, graph.weights('zero', [1], new Float32Array(1))]);
  const map = graph.node('Add', [zero, graph.weights('map', [1, 1, height, width], probabilities)], {}, 'text');
  graph.output(map, 'float32', [1, 1, height, width]);
  return new File([writeOnnx(graph.model(17))], 'recorded.onnx');
}

/**
 * Recognises samples with PP-OCR and compares the results with RapidOCR's; `null` without models in the test data.
 */
export async function compareWithRapidOcr(names: readonly SampleName[]): Promise<Comparison | null> {
  const files = (await Promise.all(otherNames.map(fetchModelFile))).filter((file) => file !== null);
  if (files.length < otherNames.length) return null;
  const detector = await fetchModelFile(detectorName!);
  const [overlaps, identical]: [number[], SampleName[]] = [[], []];
  let [errors, referenceErrors] = [0, 0];
  let session: SessionHandle | undefined;
  try {
    for (const name of names) {
      if (!session || !detector) {
        session?.close();
        session = await openOcr([detector ?? (await createRecordedDetector(name)), ...files]);
      }
      const { text, pieces } = (await session.runTask(await fetchSample(name))).result as Recognition;
      const expected = reference.images[name];
      const sortTexts = (texts: readonly { text: string }[]) => texts.map(({ text }) => text).toSorted();
      if (sortTexts(pieces).join('\n') === sortTexts(expected).join('\n')) identical.push(name);
      for (const { box } of expected)
        overlaps.push(Math.max(...pieces.map(({ quad }) => computeQuadIou(quad, toQuad(box)))));
      // Line breaks count as spaces, because RapidOCR does not report which of its regions share a row.
      const joinRows = (text: string) => text.replaceAll('\n', ' ');
      const expectedText = joinRows(truth[name].join('\n'));
      errors += computeCharacterErrorRate(joinRows(text), expectedText);
      referenceErrors += computeCharacterErrorRate(expected.map(({ text }) => text).join(' '), expectedText);
    }
  } finally {
    session?.close();
  }
  return { identical, overlaps, errors, referenceErrors };
}

/** Computes the intersection over union of two convex quads with clockwise corners. */
function computeQuadIou(a: Quad, b: Quad): number {
  const intersection = computeArea(
    b.reduce((clipped, start, index) => clipPolygon(clipped, start, b[(index + 1) % 4]!), [...a] as Point[]),
  );
  return intersection / (computeArea(a) + computeArea(b) - intersection);
}

/** Clips a polygon to the right side of the line from `start` to `end` (Sutherland and Hodgman, 1974). */
function clipPolygon(polygon: readonly Point[], start: Point, end: Point): Point[] {
  const computeSide = ({ x, y }: Point) => (end.x - start.x) * (y - start.y) - (end.y - start.y) * (x - start.x);
  return polygon.flatMap((point, index) => {
    const next = polygon[(index + 1) % polygon.length]!;
    const [side, nextSide] = [computeSide(point), computeSide(next)];
    const fraction = side / (side - nextSide);
    const crossing = { x: point.x + fraction * (next.x - point.x), y: point.y + fraction * (next.y - point.y) };
    return [...(side >= 0 ? [point] : []), ...(side >= 0 !== nextSide >= 0 ? [crossing] : [])];
  });
}
