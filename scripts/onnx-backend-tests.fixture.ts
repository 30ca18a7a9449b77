import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';
import { createMessage } from '#formats/onnx/onnx-model.ts';
import { ProtoReader } from '#formats/onnx/protobuf.ts';
import { MessageReader, readOnnx } from '#formats/onnx/read-onnx.ts';
import { decodeTensorProto } from '#formats/onnx/tensor-proto.ts';

/** Number of models in ONNX's backend tests, at least one per operator: `find -name '*.onnx' | wc -l`. */
export const modelCount = 1437;

/** @param testData The folder of the test data. */
export function listBackendModels(testData: string): [file: string, bytes: Buffer][] {
  return listTarFiles(readArchive(testData), '.onnx');
}

/** A model of ONNX's backend tests with its first set of inputs and the outputs that ONNX expects. */
export interface BackendTest {
  readonly file: string;
  readonly bytes: Buffer;
  readonly inputs: Tensors;
  readonly outputs: Tensors;
}

/**
 * Reads the tests whose inputs and outputs are all tensors of types that `Tensor` supports: no sequences, optional
 * values, 4-bit or 8-bit floats.
 * @param testData The folder of the test data.
 * @param isSelected Whether to read the test in a file.
 */
export function readBackendTests(
  testData: string,
  isSelected: (file: string, index: number) => boolean,
): BackendTest[] {
  const tar = readArchive(testData);
  const values = new Map(listTarFiles(tar, '.pb'));
  const models = listTarFiles(tar, '.onnx').filter(([file], index) => isSelected(file, index));
  return models.flatMap(([file, bytes]) => {
    const graph = readOnnx(bytes).graph!;
    const initializerNames = new Set(graph.initializers.map(({ name }) => name));
    const read = (kind: string, names: readonly string[]) =>
      names.map((name, index) => {
        const content = values.get(`${path.posix.dirname(file)}/test_data_set_0/${kind}_${index}.pb`);
        return [name, content ? readTensorFile(content) : null] as const;
      });
    const inputs = read(
      'input',
      graph.inputs.map(({ name }) => name).filter((name) => !initializerNames.has(name)),
    );
    const outputs = read(
      'output',
      graph.outputs.map(({ name }) => name),
    );
    const isComplete = [...inputs, ...outputs].every(([, tensor]) => tensor);
    if (!isComplete || outputs.length === 0) return [];
    return [
      { file, bytes, inputs: Object.fromEntries(inputs) as Tensors, outputs: Object.fromEntries(outputs) as Tensors },
    ];
  });
}

/** Returns `null` if the file is not a tensor, or has a type that `Tensor` does not support. */
function readTensorFile(bytes: Uint8Array): Tensor | null {
  const proto = createMessage('TensorProto');
  try {
    new MessageReader(new ProtoReader(bytes), bytes.length).readMessage('TensorProto', proto, bytes.length, 0);
    return decodeTensorProto(proto);
  } catch {
    return null;
  }
}

function readArchive(testData: string): Buffer {
  const file = path.join(testData, 'peer/onnx-backend-test-data-v1.17.0.tar.xz');
  return execFileSync('xz', ['-dc', file], { maxBuffer: 2 ** 30 });
}

/**
 * Reads the files with this suffix in a tar archive, which has headers of 512 bytes, octal sizes, and contents padded
 * to 512 bytes.
 */
function listTarFiles(tar: Buffer, suffix: string): [name: string, bytes: Buffer][] {
  const files: [string, Buffer][] = [];
  for (let offset = 0; offset + 512 <= tar.length;) {
    const text = (start: number, length: number) =>
      tar.toString('utf8', offset + start, offset + start + length).replace(/\0.*$/, '');
    const size = Number.parseInt(text(124, 12), 8) || 0;
    const name = [text(345, 155), text(0, 100)].filter(Boolean).join('/');
    if (name.endsWith(suffix)) files.push([name, tar.subarray(offset + 512, offset + 512 + size)]);
    offset += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
