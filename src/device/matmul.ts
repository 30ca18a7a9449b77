import { devices } from '#core/engine/engines.ts';
import { createSeededRandom } from '#core/random.ts';
import type { Runtime, TensorSession } from '#core/engine/runtime.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import type { MatmulRequest, MatmulSpeed, MatmulType } from './measurement-worker.ts';

/**
 * The side of the weight matrix, the number of consecutive multiplications, and the maximum rows of the left matrix.
 * Heuristic, not measured.
 */
const side = 512;
const chainLength = 4;
const maxRows = 4096;
/**
 * The target duration of a run: far above the clock's step, but short enough for many runs. Heuristic, not measured.
 */
const targetRunMs = 40;

/** Returns the initial number of rows; fewer would leave most of a GPU idle. */
function findMinRows({ facts }: TensorSession): number {
  return devices[facts.device].isGpu ? 64 : 16;
}

/**
 * Creates a model of four consecutive multiplications, so transfers to the GPU have little influence: y = x·W·W·W·W
 * with x of [rows, 512].
 */
function createMatmulModel(type: MatmulType): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder('matmul');
  let value = graph.input('x', type, ['rows', side]);
  const weights = graph.initializer('W', createRandomMatrix(type, side));
  for (let step = 1; step < chainLength; step++) value = graph.node('MatMul', [value, weights]);
  graph.output(graph.node('MatMul', [value, weights], {}, 'y'), type, ['rows', side]);
  return writeOnnx(graph.model(17));
}

/** Creates seeded values of mean 0 and variance 1/512, so results neither grow nor vanish. */
function createRandomMatrix(type: MatmulType, rows: number): Tensor {
  const random = createSeededRandom(rows);
  const halfWidth = Math.sqrt(3 / side);
  const values = Float32Array.from({ length: rows * side }, () => (random() * 2 - 1) * halfWidth);
  const shape = [rows, side];
  if (type === 'float32') return { dtype: type, shape, data: values };
  return { dtype: type, shape, data: new Uint16Array(new Float16Array(values).buffer) };
}

/**
 * Opens the model and runs it once, because a GPU compiles its shaders in the first run.
 * @throws AppError engine-unavailable | model-unsupported | out-of-memory
 */
export async function openMatmul(runtime: Runtime, request: MatmulRequest): Promise<TensorSession> {
  const { device, threads, type } = request;
  const model = { id: 'matmul', entry: 'matmul.onnx', files: new Map([['matmul.onnx', createMatmulModel(type)]]) };
  const session = await runtime.open(model, { devices: [device], threads });
  await session.run({ x: createRandomMatrix(type, findMinRows(session)) });
  return session;
}

/**
 * Measures the speed by the fastest run, which excludes the browser's compilation. Increases the rows until a run is
 * long enough, then repeats it for the rest of `budgetMs`.
 */
export async function measureMatmul(session: TensorSession, type: MatmulType, budgetMs: number): Promise<MatmulSpeed> {
  const endMs = performance.now() + budgetMs;
  let rows = findMinRows(session);
  let inputs = { x: createRandomMatrix(type, rows) };
  let bestMs = Infinity;
  let runs = 0;
  while (runs < 2 || performance.now() < endMs) {
    const startMs = performance.now();
    await session.run(inputs);
    const durationMs = performance.now() - startMs;
    runs++;
    bestMs = Math.min(bestMs, durationMs);
    const moreRows = Math.min(maxRows, rows * 4);
    if (runs > 1 && bestMs * 2 < targetRunMs && moreRows > rows && performance.now() + bestMs * 8 < endMs) {
      rows = moreRows;
      inputs = { x: createRandomMatrix(type, rows) };
      bestMs = Infinity;
      runs = 0;
    }
  }
  const operations = 2 * chainLength * rows * side * side;
  return { gflops: operations / bestMs / 1e6, runs, rows, threads: session.facts.threads };
}
