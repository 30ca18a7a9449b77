import { expect, test } from 'vitest';
import type { TensorSession } from '#core/engine/runtime.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { analyseProfile } from '#profile/analyse-profile.ts';
import { recordProfile } from '#profile/record-profile.ts';
import { createContractModel } from './tfjs/contract-model.fixture.ts';
import { loadRuntime } from './index.ts';

/** Three multiplications of 384 x 384 matrices, which take much longer than a step of the clock. */
function createProducts(): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder('products');
  const side = 384;
  let value = graph.input('x', 'float32', [side, side]);
  const weights = graph.weights('w', [side, side], new Float32Array(side * side).fill(0.01));
  for (let step = 0; step < 3; step++) value = graph.node('MatMul', [value, weights]);
  graph.output(graph.node('Relu', [value], {}, 'y'), 'float32', [side, side]);
  return writeOnnx(graph.model(17));
}

const unknown = { gflops: null, bytesPerS: null };
const options = { nodes: [], now: () => performance.now(), onProgress: () => {} };

/** Opens a model without and with profiling. */
async function openSessions(
  engine: 'ort' | 'tfjs',
  model: Parameters<Awaited<ReturnType<typeof loadRuntime>>['open']>[0],
) {
  const runtime = await loadRuntime(engine);
  const open = (profile: boolean): Promise<TensorSession> =>
    runtime.open(model, { devices: ['wasm'], threads: 1, ...(profile && { profile }) });
  return [await open(false), await open(true)] as const;
}

// On an idle machine, the nodes took 0.97 of a run. Other programs lengthen the time between nodes.
test('onnxruntime records every node, and the node times sum to the time of a run', async () => {
  const bytes = createProducts();
  const [plain, profiled] = await openSessions('ort', {
    id: 'p',
    entry: 'p.onnx',
    files: new Map([['p.onnx', bytes]]),
  });
  const x = { dtype: 'float32', shape: [384, 384], data: new Float32Array(384 * 384).fill(1) } as const;
  const recorded = await recordProfile(plain, profiled, { x }, options);
  await Promise.all([plain.close(), profiled.close()]);
  const report = analyseProfile(recorded, { cpu: unknown, gpu: unknown });
  expect(report.nodes.map(({ operator }) => operator).sort()).toEqual(['MatMul', 'MatMul', 'MatMul', 'Relu']);
  expect(report.runs).toBe(recorded.plainRunsMs.length);
  expect(report.nodesFraction).toBeGreaterThan(0.9);
  expect(report.nodesFraction).toBeLessThanOrEqual(1.05);
});

test('an engine without profiling reports that it cannot profile', async () => {
  const [plain, profiled] = await openSessions('tfjs', createContractModel());
  await expect(recordProfile(plain, profiled, {}, options)).rejects.toMatchObject({
    code: 'engine-unavailable',
    facts: { reason: 'no-profile' },
  });
  await Promise.all([plain.close(), profiled.close()]);
});
