import { readFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import path from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { listFreeDimensions } from '#core/model/free-dimensions.ts';
import type { DataType, TensorSpec } from '#core/engine/tensor.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { readFacts } from '#formats/index.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { float32Convolutions } from '#optimise/passes/float32-convolutions.ts';
import { runSteps } from '#optimise/run-steps.ts';
import { forecastModel } from './forecast.ts';
import { createSampleProfile } from './sample-facts.fixture.ts';

const testData = process.env.ASSAY_TEST_DATA;
/** Suppresses warnings: thousands at once overflow a pipe, and the engine then fails to open the model. */
const quiet = { logSeverityLevel: 3 } as const;
/** Side length of the square matrices. */
const matrixSize = 512;
/** Method R3: wasm is compiled by the optimising tier while it runs. */
const warmUpMs = 1_000;
/** Rounds in which product and model are interleaved, so both are measured under the same load. */
const rounds = 4;
const roundMs = 100;
const minFractionInside = 0.8;

/**
 * Tests every ONNX model of the test data that runs with free dimensions of 1, on the bundled engine and in one process
 * with the matrix product that represents this device.
 */
test('at least 80% of the measured times of real models are within their forecast range', async ({ skip }) => {
  if (!testData) skip('needs ASSAY_TEST_DATA');
  env.wasm.numThreads = 1;
  const product = await InferenceSession.create(buildProductModel(), quiet);
  const productInputs = {
    x: new Tensor('float32', new Float32Array(matrixSize * matrixSize).fill(0.01), [matrixSize, matrixSize]),
  };
  const runProduct = () => product.run(productInputs);
  await measureMinMs(runProduct, warmUpMs);

  const rows: { file: string; isInside: boolean; ratio: number }[] = [];
  for (const file of globSync('onnx-*/*.onnx', { cwd: testData ?? '' }).sort()) {
    const bytes = new Uint8Array(await readFile(path.join(testData ?? '', file)));
    const facts = await readFacts(toByteSource(bytes), path.basename(file));
    const opened = await openSession(await rewriteAsOpened(bytes));
    if (!opened) continue;
    await measureMinMs(opened.run, warmUpMs);
    let [productMs, measuredMs] = [Infinity, Infinity];
    for (let round = 0; round < rounds; round++) {
      productMs = Math.min(productMs, await measureMinMs(runProduct, roundMs));
      measuredMs = Math.min(measuredMs, await measureMinMs(opened.run, roundMs));
    }
    await opened.release();
    const gflopsOneThread = (2 * matrixSize ** 3) / productMs / 1e6;
    const profile = createSampleProfile({ gflopsOneThread, copyBytesPerS: null });
    const actual = forecastModel(facts, profile, { engine: 'ort', device: 'wasm', threads: 1 });
    if (!actual.known) continue;
    const isInside = actual.lowMs <= measuredMs && measuredMs <= actual.highMs;
    rows.push({ file, isInside, ratio: measuredMs / actual.expectedMs });
  }
  const inside = rows.filter((row) => row.isInside);
  const outside = rows.filter((row) => !row.isInside).map(({ file, ratio }) => `${file} ${ratio.toFixed(2)}`);
  expect(rows.length).toBeGreaterThanOrEqual(15);
  expect(inside.length / rows.length, `outside: ${outside.join(', ')}`).toBeGreaterThanOrEqual(minFractionInside);
}, 300_000);

function buildProductModel(): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder('product');
  const x = graph.input('x', 'float32', [matrixSize, matrixSize]);
  graph.weights('w', [matrixSize, matrixSize], new Float32Array(matrixSize * matrixSize).fill(0.01));
  graph.output(graph.node('MatMul', [x, 'w'], {}, 'y'), 'float32', [matrixSize, matrixSize]);
  return writeOnnx(graph.model(17));
}

/** Rewrites the graph as Assay's adapter does before it passes it to the engine on wasm. */
async function rewriteAsOpened(bytes: Uint8Array): Promise<Uint8Array> {
  const model = readOnnx(bytes);
  await runSteps(model, [float32Convolutions]);
  return writeOnnx(model);
}

/** Returns `null` if no seeded value is valid for an input. */
async function openSession(bytes: Uint8Array) {
  try {
    const session = await InferenceSession.create(bytes, quiet);
    const specs = session.inputMetadata.flatMap((input): TensorSpec[] =>
      input.isTensor ? [{ name: input.name, dtype: input.type as DataType, shape: input.shape }] : [],
    );
    const ones = Object.fromEntries(listFreeDimensions(specs).map((name) => [name, 1]));
    const inputs = Object.fromEntries(
      Object.entries(createSeededInputs(specs, ones)).map(([name, { dtype, shape, data: values }]) => [
        name,
        new Tensor(dtype as 'float32', values as Float32Array, shape),
      ]),
    );
    const run = () => session.run(inputs);
    await run();
    return { run, release: () => session.release() };
  } catch {
    return null;
  }
}

/**
 * Measures the minimum CPU time of a run in milliseconds. On a shared machine, wall-clock time includes other work and
 * means include evicted caches. With a single thread, all of these are equal on an idle machine. Short runs are timed
 * in groups, because reading the clock has a cost.
 */
async function measureMinMs(run: () => Promise<unknown>, budgetMs: number): Promise<number> {
  const endMs = performance.now() + budgetMs;
  let [minMs, groupSize] = [Infinity, 1];
  do {
    const start = process.cpuUsage();
    for (let count = 0; count < groupSize; count++) await run();
    const { user, system } = process.cpuUsage(start);
    const spentMs = (user + system) / 1000;
    if (spentMs < 2) groupSize *= 2;
    else minMs = Math.min(minMs, spentMs / groupSize);
  } while (performance.now() < endMs || minMs === Infinity);
  return minMs;
}
