import type { Tensors } from '#core/engine/tensor.ts';
import { dataTypeNumbers, message, type OnnxModel } from '#formats/onnx/model.ts';
import { encodeOnnx } from '#formats/onnx/write.ts';
import type { StepContext } from '../step.ts';
import { entropyRange, Histogram, mseRange, percentileRange, withZero, type Range } from './histogram.ts';

export const calibrationMethods = ['min-max', 'percentile', 'entropy', 'mse'] as const;
export type CalibrationMethod = (typeof calibrationMethods)[number];

/**
 * The range of each value over all samples; values that an engine does not return, or that are not finite, have none.
 * @param values names of float32 values in the main graph
 * @param context with an engine and samples; methods other than `min-max` read the samples twice
 */
export async function calibrate(
  model: OnnxModel,
  values: readonly string[],
  method: CalibrationMethod,
  { engine, samples, signal, onProgress }: StepContext & Required<Pick<StepContext, 'engine' | 'samples'>>,
): Promise<ReadonlyMap<string, Range>> {
  const session = await engine.open(encodeOnnx(withOutputs(model, values)));
  try {
    const ranges = new Map<string, Range>();
    const visit = async (look: (name: string, data: Float32Array) => void, share: number) => {
      for await (const inputs of samples()) {
        signal?.throwIfAborted();
        const outputs = await session.run(inputs);
        for (const [name, data] of floatsOf(values, inputs, outputs)) look(name, data);
      }
      onProgress?.(share);
    };
    await visit((name, data) => widen(ranges, name, data), 0.4);
    const finite = [...ranges].filter(([, { min, max }]) => Number.isFinite(min) && Number.isFinite(max));
    if (method === 'min-max') return new Map(finite.map(([name, range]) => [name, withZero(range)]));
    const histograms = new Map(finite.map(([name, range]) => [name, new Histogram(range)]));
    await visit((name, data) => histograms.get(name)?.add(data), 0.8);
    return new Map([...histograms].map(([name, histogram]) => [name, rangeOf(histogram, method)]));
  } finally {
    await session.close();
  }
}

function rangeOf(histogram: Histogram, method: Exclude<CalibrationMethod, 'min-max'>): Range {
  if (method === 'percentile') return percentileRange(histogram);
  return method === 'entropy' ? entropyRange(histogram) : mseRange(histogram, 256);
}

/** The model with more outputs. Inputs of the graph are known without. */
function withOutputs(model: OnnxModel, values: readonly string[]): OnnxModel {
  const { graph = message('Graph') } = model;
  const known = new Set([...graph.outputs, ...graph.inputs].map(({ name }) => name));
  const tensor = message('TensorType', { elementType: dataTypeNumbers.float32 });
  const added = values.filter((name) => !known.has(name));
  const infos = added.map((name) => message('ValueInfo', { name, type: message('Type', { tensor }) }));
  return { ...model, graph: { ...graph, outputs: [...graph.outputs, ...infos] } };
}

function* floatsOf(values: readonly string[], ...found: readonly Tensors[]): Generator<[string, Float32Array]> {
  for (const name of values) {
    const tensor = found.find((tensors) => Object.hasOwn(tensors, name))?.[name];
    if (tensor?.dtype === 'float32' && tensor.data.length > 0) yield [name, tensor.data];
  }
}

function widen(ranges: Map<string, Range>, name: string, data: Float32Array): void {
  let { min, max } = ranges.get(name) ?? { min: Infinity, max: -Infinity };
  for (const value of data) {
    if (!(value >= min)) min = value;
    if (!(value <= max)) max = value;
  }
  ranges.set(name, { min, max });
}
