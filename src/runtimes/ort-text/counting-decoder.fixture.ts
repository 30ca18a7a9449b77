import { buildDecoderGraph } from '#convert/decoder/decoder-graph.ts';
import { readGgufDecoder } from '#convert/decoder/gguf-decoder.ts';
import type { MatrixFormId } from '#convert/decoder/matrix-forms.ts';
import { convertGgufTokenizer } from '#convert/tokenizer/gguf-tokenizer.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { readParts } from '#formats/file-parts.ts';
import { encodeLlama } from '../wllama/counting-llama.fixture.ts';

/** Converts a GGUF model to a language model in ONNX, with its tokenizer files. */
export async function createDecoderFiles(source: ByteSource, form: MatrixFormId = 'float32'): Promise<ModelFiles> {
  const { config, weights } = await readGgufDecoder(source);
  const graph = await readParts(encodeOnnx(await buildDecoderGraph(config, weights, { form, maxContext: 2048 })));
  const texts = Object.entries(await convertGgufTokenizer(source));
  const encoded = texts.map(([name, json]) => [name, new TextEncoder().encode(JSON.stringify(json))] as const);
  return { id: 'decoder', entry: 'model.onnx', files: new Map([['model.onnx', graph], ...encoded]) };
}

/** The contract's model (`counting-llama.fixture.ts`) in ONNX. */
export function createCountingDecoder(): Promise<ModelFiles> {
  return createDecoderFiles(toByteSource(encodeLlama({ width: 64, hidden: 32, layers: 1 })));
}

export function replaceFile(model: ModelFiles, name: string, bytes: Uint8Array<ArrayBuffer> | null): ModelFiles {
  const files = new Map(model.files);
  if (bytes) files.set(name, bytes);
  else files.delete(name);
  return { ...model, files };
}

/** Incomplete models, and files of a different type. */
export function createCorruptDecoders(model: ModelFiles): Record<string, ModelFiles> {
  const bytes = model.files.get(model.entry) as Uint8Array<ArrayBuffer>;
  const encodeText = (value: string) => new TextEncoder().encode(value);
  return {
    truncated: replaceFile(model, model.entry, bytes.slice(0, bytes.length - 4096)),
    'not a model': replaceFile(model, model.entry, encodeText('<!doctype html><title>404</title>')),
    empty: replaceFile(model, model.entry, new Uint8Array()),
    'without its graph': replaceFile(model, model.entry, null),
    'without its tokenizer': replaceFile(model, 'tokenizer.json', null),
    'with a tokenizer that is not JSON': replaceFile(model, 'tokenizer.json', encodeText('<!doctype html>')),
  };
}
