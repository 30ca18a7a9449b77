import type { DataType as TfDataType, GraphModel } from '@tensorflow/tfjs';
import { AppError } from '#core/errors/error.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import type { Signature, SignatureTensor } from './graph-artifacts.ts';

/** An input or output of the model and the graph node that it is bound to. */
export interface TensorBinding {
  readonly node: string;
  readonly spec: TensorSpec;
}

/**
 * Reads the inputs and outputs of a model from the graph's signature, or from its nodes if it has none.
 * @throws AppError model-unsupported
 */
export function readTensorBindings(
  model: GraphModel,
  signature: Signature,
  id: string,
): { inputs: TensorBinding[]; outputs: TensorBinding[] } {
  const bindSignature = (tensors: Readonly<Record<string, SignatureTensor>>) =>
    Object.entries(tensors).map(([name, tensor]) => ({
      node: tensor.name.replace(/:0$/, ''),
      spec: {
        name,
        dtype: toDtype(tensor.dtype, name, id),
        shape: tensor.tensorShape?.dim?.map(toSizeOrNull) ?? [null],
      },
    }));
  const bindNodes = (infos: GraphModel['inputs']) =>
    infos.map(({ name, dtype, shape }) => ({
      node: name,
      // A graph without a signature does not describe its outputs: they get one free dimension and the type float32.
      spec: {
        name,
        dtype: toDtype(dtype ?? 'float32', name, id),
        shape: shape?.map((size) => (size < 0 ? null : size)) ?? [null],
      },
    }));
  return {
    inputs: signature.inputs ? bindSignature(signature.inputs) : bindNodes(model.inputs),
    outputs: signature.outputs ? bindSignature(signature.outputs) : bindNodes(model.outputs),
  };
}

function toSizeOrNull({ size }: { size: string | number }): number | null {
  return Number(size) < 0 ? null : Number(size);
}

/** The library computes in four types; other TensorFlow types are converted to int32. */
const types = {
  DT_FLOAT: 'float32',
  float32: 'float32',
  DT_INT32: 'int32',
  DT_INT64: 'int32',
  DT_UINT8: 'int32',
  int32: 'int32',
  DT_BOOL: 'bool',
  bool: 'bool',
  DT_STRING: 'string',
  string: 'string',
} as const satisfies Record<string, TensorSpec['dtype'] & TfDataType>;

function toDtype(type: string, value: string, model: string): TensorSpec['dtype'] {
  if (Object.hasOwn(types, type)) return types[type as keyof typeof types];
  throw new AppError('model-unsupported', { model, reason: 'value-type', value, type });
}
