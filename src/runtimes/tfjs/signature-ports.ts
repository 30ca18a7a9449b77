import type { DataType as TfDataType, GraphModel } from '@tensorflow/tfjs';
import { AppError } from '#core/error.ts';
import type { TensorSpec } from '#core/tensor.ts';
import type { Signature, SignatureTensor } from './artifacts.ts';

/** One input or output: its name and its node. */
export interface SignaturePort {
  readonly node: string;
  readonly spec: TensorSpec;
}

/** Named by the graph's signature, or by its nodes where it has none. */
export function signatureTensorsOf(
  model: GraphModel,
  signature: Signature,
  id: string,
): { inputs: SignaturePort[]; outputs: SignaturePort[] } {
  const named = (tensors: Readonly<Record<string, SignatureTensor>>) =>
    Object.entries(tensors).map(([name, tensor]) => ({
      node: tensor.name.replace(/:0$/, ''),
      spec: { name, dtype: typeOf(tensor.dtype, name, id), shape: tensor.tensorShape?.dim?.map(sizeOf) ?? [null] },
    }));
  const nodes = (infos: GraphModel['inputs']) =>
    infos.map(({ name, dtype, shape }) => ({
      node: name,
      // Such a graph does not describe its outputs: one free dimension means any shape, and float32 is the
      // type it computes in where nothing else is said.
      spec: {
        name,
        dtype: typeOf(dtype ?? 'float32', name, id),
        shape: shape?.map((size) => (size < 0 ? null : size)) ?? [null],
      },
    }));
  return {
    inputs: signature.inputs ? named(signature.inputs) : nodes(model.inputs),
    outputs: signature.outputs ? named(signature.outputs) : nodes(model.outputs),
  };
}

function sizeOf({ size }: { size: string | number }): number | null {
  return Number(size) < 0 ? null : Number(size);
}

/** The library computes in four types; what TensorFlow has besides is carried as int32. */
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

function typeOf(name: string, port: string, model: string): TensorSpec['dtype'] {
  if (Object.hasOwn(types, name)) return types[name as keyof typeof types];
  throw new AppError('model-unsupported', { model, reason: 'value-type', value: port, type: name });
}
