import { oipTypes } from '#core/engine/oip-types.ts';
import { joinLines } from '../standalone-model.ts';

/**
 * Formats a JavaScript module that converts requests and responses of the Open Inference Protocol to and from
 * onnxruntime's tensors.
 */
export function formatTensorModule(): string {
  const types = Object.entries(oipTypes).map(([dtype, name]) => `  ${name}: '${dtype}',`);
  return joinLines(
    'const types = {',
    types,
    '};',
    '',
    'const arrays = {',
    '  BOOL: Uint8Array,',
    '  UINT8: Uint8Array,',
    '  UINT16: Uint16Array,',
    '  UINT32: Uint32Array,',
    '  UINT64: BigUint64Array,',
    '  INT8: Int8Array,',
    '  INT16: Int16Array,',
    '  INT32: Int32Array,',
    '  INT64: BigInt64Array,',
    '  FP32: Float32Array,',
    '  FP64: Float64Array,',
    '};',
    '',
    'export function readInputs(ort, request) {',
    '  const feeds = {};',
    '  for (const { name, shape, datatype, data } of request.inputs) {',
    '    const flat = data.flat(Infinity);',
    '    const array = arrays[datatype];',
    "    const convert = datatype === 'INT64' || datatype === 'UINT64' ? BigInt : Number;",
    '    feeds[name] = new ort.Tensor(types[datatype], array ? array.from(flat, convert) : flat, shape);',
    '  }',
    '  return feeds;',
    '}',
    '',
    'export function writeOutputs(results) {',
    '  const outputs = Object.entries(results).map(([name, { type, dims, data }]) => ({',
    '    name,',
    '    shape: [...dims],',
    '    datatype: Object.keys(types).find((datatype) => types[datatype] === type),',
    "    data: Array.from(data, (value) => (typeof value === 'bigint' ? Number(value) : value)),",
    '  }));',
    '  return { outputs };',
    '}',
  );
}
