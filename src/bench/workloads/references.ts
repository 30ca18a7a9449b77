import type { WorkloadId } from '#core/model.ts';
import { AppError } from '#core/error.ts';
import type { Tensors } from '#core/tensor.ts';
import stored from './references.json' with { type: 'json' };

/** What a workload's cell must come to: values of its first output, as an engine of another kind computed them. */
export interface Reference {
  /** The output's name. */
  readonly output: string;
  readonly shape: readonly number[];
  /** Which elements `values` are: every `stride`-th from the first. */
  readonly stride: number;
  readonly values: readonly number[];
  /** The engine, e.g. `onnxruntime 1.31.1 native CPU`. */
  readonly source: string;
}

/** @throws AppError internal where the workload has no such cell */
export function reference(workload: WorkloadId, cell: string): Reference {
  const cells: Readonly<Record<string, Omit<Reference, 'source'>>> = stored.workloads[workload].cells;
  const found = cells[cell];
  if (!found) throw new AppError('internal', { why: `no reference for ${workload} ${cell}` });
  return { ...found, source: stored.source };
}

/**
 * The values of `outputs` that `reference.values` are to be compared with, in the same order.
 * @throws AppError internal where the output is missing or its length is another
 */
export function sampleOutput(outputs: Tensors, { output, shape, stride }: Reference): Float64Array {
  const tensor = outputs[output];
  const count = shape.reduce((product, size) => product * size, 1);
  if (tensor?.dtype !== 'float32' || tensor.data.length !== count)
    throw new AppError('internal', { why: `${output} is not float32[${shape.join(',')}]` });
  return Float64Array.from(
    { length: Math.ceil(count / stride) },
    (_, index) => tensor.data[index * stride] ?? Number.NaN,
  );
}
