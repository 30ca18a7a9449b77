import { oipTypes } from '#core/engine/oip-types.ts';
import type { ValueFacts } from '#core/model/model-facts.ts';
import { joinLines, type StandaloneTemplate } from '../standalone-model.ts';
import { readOrtOptions } from '../ort-options.ts';
import { hasTensorsOnly, toTensorValues } from '../values.ts';

/** Optimisation levels: the README of Triton's ONNX Runtime backend states that all are the default. */
const graphLevels = { disabled: 2, basic: -1, extended: 1, all: null } as const;

/** A model repository for the Triton Inference Server. */
export const triton: StandaloneTemplate = {
  supports: (model) => model.format === 'onnx' && hasTensorsOnly(model),
  getModelFolder: ({ name }) => `model_repository/${name}/1`,
  write(model) {
    const { threads, level, isParallel, interOpThreads, usesGpu, usesOpenvino } = readOrtOptions(model);
    const graphLevel = graphLevels[level];
    const formatParameter = (key: string, value: number | null) =>
      value === null ? [] : [`parameters { key: "${key}" value: { string_value: "${value}" } }`];
    return {
      [`model_repository/${model.name}/config.pbtxt`]: joinLines(
        `name: ${quote(model.name)}`,
        'backend: "onnxruntime"',
        `default_model_filename: ${quote(model.files[0])}`,
        'max_batch_size: 0',
        listValues('input', model.inputs),
        listValues('output', model.outputs),
        `instance_group [ { kind: ${usesGpu ? 'KIND_GPU' : 'KIND_CPU'} count: 1 } ]`,
        formatParameter('intra_op_thread_count', threads),
        formatParameter('inter_op_thread_count', interOpThreads),
        formatParameter('execution_mode', isParallel ? 1 : null),
        graphLevel === null ? [] : [`optimization { graph { level: ${graphLevel} } }`],
        usesOpenvino
          ? ['optimization { execution_accelerators { cpu_execution_accelerator: [ { name: "openvino" } ] } }']
          : [],
      ),
    };
  },
};

function listValues(kind: 'input' | 'output', values: readonly ValueFacts[]): string[] {
  const entries = (toTensorValues(values) ?? []).map(
    ({ name, dtype, dims }) =>
      `  { name: ${quote(name)} data_type: TYPE_${toTritonType(dtype)} dims: [ ${dims.join(', ')} ] }`,
  );
  return [`${kind} [`, entries.join(',\n'), ']'];
}

/** Triton's names in `model_config.proto` differ from the protocol's only for strings. */
const toTritonType = (dtype: keyof typeof oipTypes) => (dtype === 'string' ? 'STRING' : oipTypes[dtype]);

/** A string of protobuf's text format, whose escapes JSON has as well. */
const quote = (text: string): string => JSON.stringify(text);
