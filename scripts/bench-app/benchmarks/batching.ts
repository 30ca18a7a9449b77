import type { ModelFiles } from '#core/model/model.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createSeededRandom } from '#core/random.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { median } from '#statistics/quantiles.ts';
import { EngineHost } from '../../../companion/engines/child-process/engine-host.ts';
import { createTensorRuntime } from '../../../companion/engines/child-process/remote-tensor-session.ts';
import { defaultBatching } from '../../../companion/gateway/sessions/batching/batch-settings.ts';
import { OpenModel } from '../../../companion/gateway/sessions/open-model.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const rounds = 8;
const roundMs = 2_000;
const minGain = 1.3;

/**
 * Compares the requests per second of eight clients and of one client of the same session in the engine's process,
 * interleaved (R8). One model gains from batches, because reading its weights dominates its time; the other, a
 * convolution, gains little.
 */
export const benchmark: PerfBenchmark = {
  title: 'Dynamic batching: throughput of 8 clients against 1',
  target: `>= ${minGain} x for the model that gains, >= 1 x for the other`,
  async measure() {
    const [gaining, other] = [await measureGain(buildDenseModel()), await measureGain(buildConvolutionModel())];
    const value = gaining.gain;
    return {
      value,
      unit: 'x',
      isReached: value >= minGain && other.gain >= 1,
      details: { dense: gaining, convolution: other },
    };
  },
};

interface BatchableModel {
  readonly files: ModelFiles;
  readonly inputs: Tensors;
}

async function measureGain({ files, inputs }: BatchableModel) {
  const host = new EngineHost('ort');
  try {
    const session = await createTensorRuntime(host).open(files, { devices: ['cpu'], threads: 1 });
    const model = new OpenModel(session, files.id, 0, defaultBatching);
    const samples: Record<'one' | 'eight', number[]> = { one: [], eight: [] };
    for (let round = 0; round <= rounds; round++) {
      for (const name of ['one', 'eight', 'eight', 'one'] as const) {
        const perS = await measureThroughput(model, inputs, name === 'one' ? 1 : 8);
        if (round > 0) samples[name].push(perS); // the first round is the warm-up
      }
    }
    const [one, eight] = [median(samples.one), median(samples.eight)];
    return { gain: eight / one, perSForOne: one, perSForEight: eight, n: samples.one.length };
  } finally {
    await host.close();
  }
}

/** Measures the requests per second of clients that each send the next request after a response. */
async function measureThroughput(model: OpenModel, inputs: Tensors, clients: number): Promise<number> {
  const { signal } = new AbortController();
  const startMs = performance.now();
  let responses = 0;
  const client = async () => {
    while (performance.now() - startMs < roundMs) {
      await model.run(inputs, signal);
      responses++;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (1000 * responses) / (performance.now() - startMs);
}

const random = createSeededRandom(1);
const createValues = (length: number) => Float32Array.from({ length }, () => random() - 0.5);

/** Builds four layers of 1024 x 1024. */
function buildDenseModel(): BatchableModel {
  const width = 1024;
  const graph = createGraphBuilder('dense');
  let x = graph.input('x', 'float32', ['n', width]);
  for (let layer = 0; layer < 4; layer++) {
    const weights = graph.weights(`w${layer}`, [width, width], createValues(width * width));
    x = graph.node('MatMul', [x, weights], {}, layer === 3 ? 'y' : undefined);
  }
  graph.output('y', 'float32', ['n', width]);
  return toBatchableModel('dense', writeOnnx(graph.model(17)), [1, width]);
}

/** Builds a 3 x 3 convolution from 32 to 32 channels on 64 x 64 values. */
function buildConvolutionModel(): BatchableModel {
  const graph = createGraphBuilder('convolution');
  const x = graph.input('x', 'float32', ['n', 32, 64, 64]);
  const weights = graph.weights('w', [32, 32, 3, 3], createValues(32 * 32 * 9));
  graph.node('Conv', [x, weights], { pads: [1, 1, 1, 1] }, 'y');
  graph.output('y', 'float32', ['n', 32, 64, 64]);
  return toBatchableModel('convolution', writeOnnx(graph.model(17)), [1, 32, 64, 64]);
}

function toBatchableModel(id: string, bytes: Uint8Array<ArrayBuffer>, shape: readonly number[]): BatchableModel {
  const entry = `${id}.onnx`;
  const data = createValues(shape.reduce((product, size) => product * size, 1));
  return { files: { id, entry, files: new Map([[entry, bytes]]) }, inputs: { x: { dtype: 'float32', shape, data } } };
}
