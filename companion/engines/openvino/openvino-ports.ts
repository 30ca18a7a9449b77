import { AppError } from '#core/errors/error.ts';
import type { DataType, TensorSpec } from '#core/engine/tensor.ts';
import { readBytes, type Pointer } from '../ffi/memory.ts';
import type { OpenvinoApi } from './openvino-api.ts';

/**
 * The values of `ov_element_type_e` in OpenVINO 2026.4, which differ from earlier versions. The package has no headers, so
 * the values were checked with the types of real models.
 */
const typeCodes: Readonly<Partial<Record<DataType, number>>> = {
  bool: 1,
  float16: 3,
  float32: 4,
  float64: 5,
  int8: 7,
  int16: 8,
  int32: 9,
  int64: 10,
  uint8: 16,
  uint16: 17,
  uint32: 18,
  uint64: 19,
};

export function findTypeCode(dtype: DataType): number {
  const code = typeCodes[dtype];
  if (code === undefined) throw new AppError('internal', { why: `no OpenVINO type for ${dtype}` }); // no spec has such a type
  return code;
}

interface PartialShape {
  readonly rank: { readonly max: number | bigint };
  readonly dims: Pointer;
}

/**
 * Reads the specs of the inputs or outputs of a compiled model.
 * @throws AppError model-unsupported for types that Assay does not support
 */
export function readPortSpecs(
  api: OpenvinoApi,
  compiled: Pointer,
  direction: 'input' | 'output',
  model: string,
): TensorSpec[] {
  const count = Number(api.callForResult(`ov_compiled_model_${direction}s_size`, compiled));
  return Array.from({ length: count }, (_, index) => {
    const port = api.callForResult(`ov_compiled_model_${direction}_by_index`, compiled, index);
    try {
      return readSpec(api, port, model);
    } finally {
      api.callUnchecked('ov_output_const_port_free', port);
    }
  });
}

function readSpec(api: OpenvinoApi, port: Pointer, model: string): TensorSpec {
  const name = api.takeString(api.callForResult('ov_port_get_any_name', port));
  const code = Number(api.callForResult('ov_port_get_element_type', port));
  const dtype = (Object.keys(typeCodes) as DataType[]).find((type) => typeCodes[type] === code);
  if (!dtype)
    throw new AppError('model-unsupported', { model, reason: 'value-type', value: name, type: `type ${code}` });
  const shape = api.callForStructure<PartialShape>('ov_port_get_partial_shape', port);
  const rank = Number(shape.rank.max);
  const ranges = new BigInt64Array(readBytes(shape.dims, rank * 16).slice().buffer);
  api.callUnchecked('ov_partial_shape_free', shape);
  // The C API does not provide the names of free dimensions.
  const sizes = Array.from({ length: rank }, (_, axis) => {
    const [min, max] = [ranges[2 * axis], ranges[2 * axis + 1]];
    return min === max ? Number(min) : null;
  });
  return { name, dtype, shape: sizes };
}
