import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { workloads } from '#bench/workloads/index.ts';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { median } from '#statistics/quantiles.ts';
import { EngineHost } from '../../../companion/engines/child-process/engine-host.ts';
import { createTensorRuntime } from '../../../companion/engines/child-process/remote-tensor-session.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const rounds = 12;
const runsPerRound = 10;
const maxRatio = 1.05;

/**
 * Compares a session in the engine's process, called from this one, with the library's binding in this process,
 * interleaved (R8). The session's time includes transport, which is measured with a small model and subtracted.
 */
export const benchmark: PerfBenchmark = {
  title: 'A native session in its process against the bare engine',
  target: `<= ${maxRatio} x, plus the transport`,
  async measure() {
    const bytes = workloads.conv.build();
    const [cell] = workloads.conv.cells;
    const inputs = cell!.createInputs();
    const host = new EngineHost('ort');
    try {
      const model = { id: 'conv', entry: 'conv.onnx', files: new Map([['conv.onnx', bytes]]) };
      const session = await createTensorRuntime(host).open(model, { devices: ['cpu'], threads: 1 });
      const bareSession = await InferenceSession.create(bytes, { intraOpNumThreads: 1 });
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { dtype, data, shape }]) => [
          name,
          new OrtTensor(dtype, data as never, shape),
        ]),
      );
      const works = { ours: () => session.run(inputs), bare: () => bareSession.run(feeds) };
      const times: Record<keyof typeof works, number[]> = { ours: [], bare: [] };
      for (let round = 0; round < rounds; round++) {
        for (const name of ['ours', 'bare', 'bare', 'ours'] as const) {
          for (let run = 0; run < runsPerRound; run++) {
            const startMs = performance.now();
            await works[name]();
            if (round > 0) times[name].push(performance.now() - startMs); // the first round is the warm-up
          }
        }
      }
      const [oursMs, bareMs] = [median(times.ours), median(times.bare)];
      const transportMs = await measureTransport(host, inputs);
      const value = (oursMs - transportMs) / bareMs;
      const details = { oursMs, bareMs, transportMs, n: times.ours.length };
      return { value, unit: 'x', isReached: value <= maxRatio, details };
    } finally {
      await host.close();
    }
  },
};

/** Measures a call with the same inputs and almost no work, by an operator that reads only their shape. */
async function measureTransport(host: EngineHost, inputs: Tensors): Promise<number> {
  const [[name, { dtype, shape }]] = Object.entries(inputs) as [[string, Tensor]];
  const graph = createGraphBuilder('shape');
  graph.node('Shape', [graph.input(name, dtype, [...shape])], {}, 'y');
  graph.output('y', 'int64', [shape.length]);
  const files = new Map([['shape.onnx', writeOnnx(graph.model(17))]]);
  const session = await createTensorRuntime(host).open(
    { id: 'shape', entry: 'shape.onnx', files },
    { devices: ['cpu'] },
  );
  const times: number[] = [];
  for (let run = 0; run < rounds * runsPerRound; run++) {
    const startMs = performance.now();
    await session.run(inputs);
    times.push(performance.now() - startMs);
  }
  return median(times);
}
