import { oipTypes } from '#core/engine/oip-types.ts';
import type { DataType } from '#core/engine/tensor.ts';
import type { ValueFacts } from '#core/model/model-facts.ts';
import type { StandaloneModel } from './standalone-model.ts';

/** An input or output with a type of the Open Inference Protocol; -1 is a free dimension. */
interface TensorValue {
  readonly name: string;
  readonly dtype: DataType;
  readonly dims: readonly number[];
}

/** Returns the inputs or outputs as servers declare them; `null` if one is not a tensor of known type and rank. */
export function toTensorValues(values: readonly ValueFacts[]): readonly TensorValue[] | null {
  const tensors = values.map(({ name, dtype, shape }) => {
    if (!shape || !Object.hasOwn(oipTypes, dtype)) return null;
    return { name, dtype: dtype as DataType, dims: shape.map((size) => (typeof size === 'number' ? size : -1)) };
  });
  return tensors.includes(null) ? null : (tensors as readonly TensorValue[]);
}

export const hasTensorsOnly = ({ inputs, outputs }: StandaloneModel): boolean =>
  toTensorValues(inputs) !== null && toTensorValues(outputs) !== null;
