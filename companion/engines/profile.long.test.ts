import { afterAll, expect, test } from 'vitest';
import type { OpenOptions } from '#core/engine/runtime.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { analyseProfile } from '#profile/analyse-profile.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import { toModelFiles } from '#runtimes/ort/contract-model.fixture.ts';
import { EngineHost } from './child-process/engine-host.ts';
import { createTensorRuntime } from './child-process/remote-tensor-session.ts';
import { findSkipReason } from './engine-under-test.fixture.ts';

const side = 384;

/** Builds three multiplications of 384 x 384 matrices, slow enough for a clock with microsecond resolution. */
function buildProducts(): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder('products');
  let value = graph.input('x', 'float32', [side, side]);
  const weights = graph.weights('w', [side, side], new Float32Array(side * side).fill(0.01));
  for (let step = 0; step < 3; step++) value = graph.node('MatMul', [value, weights]);
  graph.output(graph.node('Softmax', [value], {}, 'y'), 'float32', [side, side]);
  return writeOnnx(graph.model(17));
}

const hosts = { ort: new EngineHost('ort'), openvino: new EngineHost('openvino') };
afterAll(() => Promise.all(Object.values(hosts).map((host) => host.close())));

async function profile(engine: keyof typeof hosts): Promise<RecordedProfile> {
  const options: OpenOptions = { devices: ['cpu'], threads: 1 };
  const session = await createTensorRuntime(hosts[engine]).open(toModelFiles('products', buildProducts()), options);
  const request: BenchRequest = { subject: { kind: 'model', id: 'products' }, engine, effort: 'quick', threads: 1 };
  const recorded = await session.profile(request, { signal: new AbortController().signal, onProgress: () => {} });
  await session.close();
  return recorded;
}

// The expected operation count of each product is 2 x 384^3.
for (const [engine, operatorName] of [
  ['ort', 'MatMul'],
  ['openvino', 'FullyConnected'],
] as const) {
  test.skipIf(await findSkipReason(engine))(`${engine} reports the time of every product of a graph`, async () => {
    const recorded = await profile(engine);
    expect(recorded).toMatchObject({ engine, device: 'cpu', threads: 1 });
    const report = analyseProfile(recorded, recorded.roofs!);
    const productNodes = report.nodes.filter(({ operator }) => operator === operatorName);
    expect(productNodes).toHaveLength(3);
    for (const { ms, flops } of productNodes) {
      expect(ms).toBeGreaterThan(0.02); // 113 MFLOP in less time would exceed 5.6 TFLOP/s, too fast for a CPU core
      expect(flops).toBe(2 * side ** 3);
    }
    expect(report.nodesFraction).toBeGreaterThan(0.1); // other programs can lengthen the time between nodes
    expect(report.nodesFraction).toBeLessThanOrEqual(1.05);
    expect(report.roofs.cpu.gflops).toBeGreaterThan(1);
    expect(report.roofs.cpu.bytesPerS).toBeGreaterThan(1e8);
  });
}
