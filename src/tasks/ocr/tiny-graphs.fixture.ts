import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

// Graphs with the signatures of PP-OCR that read a script of two letters on white paper: `a` is a bar in the upper half
// of a line, `b` is a bar in the lower half. A line with more bars in the lower half is upside down.

type Bytes = Uint8Array<ArrayBuffer>;

/** Classifies dark pixels, and pixels at most 30 pixels to their left or right, as text. */
function buildDetector(): Bytes {
  const graph = createGraphBuilder('detector');
  const image = graph.input('x', 'float32', ['images', 3, 'height', 'width']);
  const grey = graph.node('ReduceMean', [image], { axes: [1], keepdims: 1 });
  const dark = graph.node('MaxPool', [graph.node('Neg', [grey])], { kernel_shape: [1, 61], pads: [0, 30, 0, 30] });
  const steep = graph.node('Mul', [dark, graph.weights('steepness', [1], new Float32Array([4]))]);
  graph.output(graph.node('Sigmoid', [steep], {}, 'text'), 'float32', ['images', 1, 'height', 'width']);
  return writeOnnx(graph.model(17));
}

/** Compares the darkness of the upper and lower halves of lines of 48 x 192 pixels. */
function buildDirectionClassifier(): Bytes {
  const graph = createGraphBuilder('direction');
  const rows = graph.node('ReduceMean', [graph.input('x', 'float32', ['lines', 3, 'height', 'width'])], {
    axes: [1, 3],
    keepdims: 0,
  });
  const sums = computeHalfWeights(48).flatMap(([upper, lower]) => [100 * (lower - upper), 100 * (upper - lower)]);
  const scores = graph.node('MatMul', [rows, graph.weights('halves', [48, 2], Float32Array.from(sums))]);
  graph.output(graph.node('Softmax', [scores], { axis: 1 }, 'turned'), 'float32', ['lines', 2]);
  return writeOnnx(graph.model(17));
}

/** Recognises lines of 48 rows with the classes blank, upper bar and lower bar. */
function buildRecogniser(): Bytes {
  const graph = createGraphBuilder('recogniser');
  const grey = graph.node('ReduceMean', [graph.input('x', 'float32', ['lines', 3, 'height', 'width'])], {
    axes: [1],
    keepdims: 0,
  });
  const weights = [0, 1, 2].flatMap((classId) =>
    computeHalfWeights(48).map(([upper, lower]) => [0, lower - upper, upper - lower][classId]! * 60),
  );
  const bars = graph.node('MatMul', [graph.weights('halves', [3, 48], Float32Array.from(weights)), grey]);
  const steps = graph.node('Transpose', [bars], { perm: [0, 2, 1] });
  const scores = graph.node('Add', [steps, graph.weights('blank', [3], new Float32Array([15, 0, 0]))]);
  graph.output(graph.node('Softmax', [scores], { axis: 2 }, 'letters'), 'float32', ['lines', 'steps', 3]);
  return writeOnnx(graph.model(17));
}

/** The weight of each row of a line in the means of the upper and the lower half. */
function computeHalfWeights(height: number): [upper: number, lower: number][] {
  const fraction = 2 / height;
  return Array.from({ length: height }, (_, row) => (row < height / 2 ? [fraction, 0] : [0, fraction]));
}

/** Creates the files of the model, including the key list, as a user opens them together. */
export function createTinyModelFiles(): Record<string, Bytes> {
  return {
    'det.onnx': buildDetector(),
    'cls.onnx': buildDirectionClassifier(),
    'rec.onnx': buildRecogniser(),
    'letters.txt': new TextEncoder().encode('a\nb\n'),
  };
}

export const tinyImageSize = { width: 320, height: 160 };
/** The text of the tiny image; its second line is upside down. */
export const tinyText = 'aab\naba';

const [lineHeight, barWidth, step] = [20, 12, 28];
// Upside down, `aba` is a lower, an upper and a lower bar, from the left.
const bars = [
  { top: 30, upper: [true, true, false] },
  { top: 100, upper: [false, true, false] },
];

/** The grey level of a pixel of the tiny image: 0 for ink, 255 for paper. */
export function getTinyImagePixel(x: number, y: number): number {
  const line = bars.find(({ top }) => y >= top && y < top + lineHeight);
  if (!line) return 255;
  const [letter, offset] = [Math.floor((x - 100) / step), (x - 100) % step];
  const isUpper = line.upper[letter];
  if (isUpper === undefined || offset >= barWidth) return 255;
  return y < line.top + lineHeight / 2 === isUpper ? 0 : 255;
}
