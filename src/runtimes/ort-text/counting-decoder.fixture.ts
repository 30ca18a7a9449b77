import { buildDecoderGraph } from '#convert/decoder/decoder-graph.ts';
import { readGgufDecoder } from '#convert/decoder/gguf-decoder.ts';
import type { MatrixFormId } from '#convert/decoder/matrix-forms.ts';
import { convertGgufTokenizer } from '#convert/tokenizer/gguf-tokenizer.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { readParts } from '#formats/file-parts.ts';
import { encodeLlama } from '../wllama/counting-llama.fixture.ts';

/** Test model: a GGUF model as a language model in ONNX, with the files next to it. */
export async function decoderFiles(source: ByteSource, form: MatrixFormId = 'float32'): Promise<ModelFiles> {
  const { config, weights } = await readGgufDecoder(source);
  const graph = await readParts(encodeOnnx(await buildDecoderGraph(config, weights, { form, maxContext: 2048 })));
  const texts = Object.entries(await convertGgufTokenizer(source));
  const encoded = texts.map(([name, json]) => [name, new TextEncoder().encode(JSON.stringify(json))] as const);
  return { id: 'decoder', entry: 'model.onnx', files: new Map([['model.onnx', graph], ...encoded]) };
}

/** The model of the contract, `counting-llama.fixture.ts`, in ONNX. */
export function countingDecoder(): Promise<ModelFiles> {
  return decoderFiles(toByteSource(encodeLlama({ width: 64, hidden: 32, layers: 1 })));
}

export function withFile(model: ModelFiles, name: string, bytes: Uint8Array<ArrayBuffer> | null): ModelFiles {
  const files = new Map(model.files);
  if (bytes) files.set(name, bytes);
  else files.delete(name);
  return { ...model, files };
}

/** An interrupted download, and a file of a different type. */
export function corruptDecoders(model: ModelFiles): Record<string, ModelFiles> {
  const bytes = model.files.get(model.entry) as Uint8Array<ArrayBuffer>;
  const text = (value: string) => new TextEncoder().encode(value);
  return {
    truncated: withFile(model, model.entry, bytes.slice(0, bytes.length - 4096)),
    'not a model': withFile(model, model.entry, text('<!doctype html><title>404</title>')),
    empty: withFile(model, model.entry, new Uint8Array()),
    'without its graph': withFile(model, model.entry, null),
    'without its tokenizer': withFile(model, 'tokenizer.json', null),
    'with a tokenizer that is not JSON': withFile(model, 'tokenizer.json', text('<!doctype html>')),
  };
}
