import { afterEach, expect, inject, test } from 'vitest';
import { openSession, type SessionHandle } from '#bridge/handle.ts';
import { graphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write.ts';
import { characterErrorRate } from './error-rate.ts';
import { polygonArea, type Point, type Quad } from './geometry.ts';
import { golden, quadOf, recordedMap, sampleNames, truth } from './golden.fixture.ts';
import type { Recognition } from './recognition.ts';
import { tinyFiles, tinyGrey, tinySize, tinyText } from './tiny-graphs.fixture.ts';

type SampleName = (typeof sampleNames)[number];

const testData = inject('testData');
const [detectorName, ...otherNames] = [
  'ch_ppocr_mobile_v2.0_det_infer.onnx',
  'ch_ppocr_mobile_v2.0_cls_infer.onnx',
  'en_number_mobile_v2.0_rec_infer.onnx',
];
const sampleUrls = import.meta.glob<string>('./samples/*.{png,webp}', {
  query: '?url',
  import: 'default',
  eager: true,
});

let session: SessionHandle | undefined;
afterEach(() => {
  session?.close();
  session = undefined;
});

function open(files: readonly File[]): Promise<SessionHandle> {
  const options = { devices: ['wasm'], threads: 1 } as const;
  return openSession({ subject: { kind: 'files', files }, runtime: 'ort', task: 'ocr', options });
}

async function sample(name: string): Promise<Blob> {
  return (await fetch(sampleUrls[`./samples/${name}`]!)).blob();
}

/** A file of the folder of test data; null where it is not there. */
async function testFile(name: string): Promise<File | null> {
  const response = await fetch(`/@fs${testData}/onnx-ocr/${name}`);
  const isFile = response.ok && !response.headers.get('content-type')?.startsWith('text/html');
  return isFile ? new File([await response.blob()], name) : null;
}

/** A graph that gives the detector's recorded output for a picture, in place of the detector. */
async function recordedDetector(name: SampleName): Promise<File> {
  const { width, height, probabilities } = await recordedMap(name);
  const graph = graphBuilder('recorded');
  const mean = graph.node('ReduceMean', [graph.input('x', 'float32', ['n', 3, 'height', 'width'])], { keepdims: 1 });
  const nothing = graph.node('Mul', [mean, graph.weights('zero', [1], new Float32Array(1))]);
  const map = graph.node('Add', [nothing, graph.weights('map', [1, 1, height, width], probabilities)], {}, 'text');
  graph.output(map, 'float32', [1, 1, height, width]);
  return new File([writeOnnx(graph.model(17))], 'recorded.onnx');
}

test('three tiny graphs and a key list, given together, read a picture', async () => {
  const files = Object.entries(tinyFiles()).map(([name, bytes]) => new File([bytes], name));
  session = await open(files);
  const { width, height } = tinySize;
  const picture = new ImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    const grey = tinyGrey(at % width, Math.floor(at / width));
    picture.data.set([grey, grey, grey, 255], 4 * at);
  }
  const { result, graphRuns } = await session.runTask(picture);
  expect(result).toMatchObject({ text: tinyText });
  expect(graphRuns).toEqual({ detector: 1, direction: 1, recogniser: 1 });
});

test.skipIf(!testData)(
  'PP-OCR reads the ten samples as RapidOCR does, in the places where it does (needs ASSAY_TEST_DATA)',
  async ({ skip }) => {
    const files = (await Promise.all(otherNames.map(testFile))).filter((file) => file !== null);
    if (files.length < otherNames.length) skip('the folder has no onnx-ocr models');
    const detector = await testFile(detectorName!);
    const [overlaps, same]: [number[], SampleName[]] = [[], []];
    let [errors, peerErrors] = [0, 0];
    for (const name of sampleNames) {
      if (!session || !detector) {
        session?.close();
        session = await open([detector ?? (await recordedDetector(name)), ...files]);
      }
      const { text, pieces } = (await session.runTask(await sample(name))).result as Recognition;
      const wanted = golden.pictures[name];
      const sorted = (texts: readonly { text: string }[]) => texts.map(({ text }) => text).toSorted();
      if (sorted(pieces).join('\n') === sorted(wanted).join('\n')) same.push(name);
      for (const { box } of wanted) overlaps.push(Math.max(...pieces.map(({ quad }) => overlap(quad, quadOf(box)))));
      // Line breaks count as spaces: RapidOCR does not say which of its pieces share a row.
      const inOneRow = (text: string) => text.replaceAll('\n', ' ');
      const right = inOneRow(truth[name].join('\n'));
      errors += characterErrorRate(inOneRow(text), right);
      peerErrors += characterErrorRate(wanted.map(({ text }) => text).join(' '), right);
    }
    expect(same.length).toBeGreaterThanOrEqual(9);
    expect(overlaps.reduce((sum, share) => sum + share, 0) / overlaps.length).toBeGreaterThan(0.9);
    expect(errors).toBeLessThanOrEqual(peerErrors);
  },
  300_000,
);

/** Intersection over union of two convex quads with corners clockwise. */
function overlap(one: Quad, other: Quad): number {
  const shared = polygonArea(
    other.reduce((rest, start, at) => cut(rest, start, other[(at + 1) % 4]!), [...one] as Point[]),
  );
  return shared / (polygonArea(one) + polygonArea(other) - shared);
}

/** What of a polygon is on the right of the line from `start` to `end` (Sutherland and Hodgman, 1974). */
function cut(polygon: readonly Point[], start: Point, end: Point): Point[] {
  const side = ({ x, y }: Point) => (end.x - start.x) * (y - start.y) - (end.y - start.y) * (x - start.x);
  return polygon.flatMap((point, index) => {
    const next = polygon[(index + 1) % polygon.length]!;
    const [here, there] = [side(point), side(next)];
    const share = here / (here - there);
    const crossing = { x: point.x + share * (next.x - point.x), y: point.y + share * (next.y - point.y) };
    return [...(here >= 0 ? [point] : []), ...(here >= 0 !== there >= 0 ? [crossing] : [])];
  });
}
