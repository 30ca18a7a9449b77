import { readFileSync } from 'node:fs';
import type { Architecture } from '#convert/decoder/decoder.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { readParts } from '#formats/file-parts.ts';
import type { ByteSource } from '#core/model/model.ts';
import { buildDecoderGraph } from '#convert/decoder/decoder-graph.ts';
import { readGgufDecoder } from '#convert/decoder/gguf-decoder.ts';
import type { MatrixFormId } from '#convert/decoder/matrix-forms.ts';
import { openNative } from '../optimise-tests/native-ort.fixture.ts';

/** Opens the decoder of a GGUF file in onnxruntime, which maps tokens to the logits after each. */
export async function openDecoder(file: ByteSource | Uint8Array<ArrayBuffer>, form: MatrixFormId) {
  const source = file instanceof Uint8Array ? toByteSource(file) : file;
  const { config, weights } = await readGgufDecoder(source);
  const graph = await buildDecoderGraph(config, weights, { form, maxContext: 512 });
  const session = await openNative(await readParts(encodeOnnx(graph)));
  const shape = [1, config.kvHeadCount, 0, config.headDim];
  let past: Record<string, Tensor> = {};
  for (let layer = 0; layer < config.layerCount; layer++)
    for (const part of ['key', 'value'])
      past[`past_key_values.${layer}.${part}`] = { dtype: 'float32', shape, data: new Float32Array() };
  let total = 0;
  return {
    /**
     * Runs the decoder on the next tokens.
     * @param logitCount the number of last tokens whose logits are returned; 0 for all
     */
    async run(tokens: readonly number[], logitCount = 0): Promise<readonly Float32Array[]> {
      total += tokens.length;
      const createIntegers = (values: readonly number[], shape: readonly number[]) =>
        ({ dtype: 'int64', shape, data: BigInt64Array.from(values, BigInt) }) as const;
      const results = await session.run({
        ...past,
        input_ids: createIntegers(tokens, [1, tokens.length]),
        attention_mask: createIntegers(
          Array.from({ length: total }, () => 1),
          [1, total],
        ),
        num_logits_to_keep: createIntegers([logitCount], []),
      });
      past = Object.fromEntries(
        Object.keys(past).map((name) => [name, results[name.replace('past_key_values', 'present')]!]),
      );
      const { data, shape: [, rows = 0, width = 0] = [] } = results['logits']!;
      return Array.from({ length: rows }, (_, row) => (data as Float32Array).subarray(row * width, (row + 1) * width));
    },
    close: () => session.close(),
  };
}

export function findMostLikely(logits: Float32Array): number {
  return logits.reduce((best, value, token) => (value > logits[best]! ? token : best), 0);
}

/** Computes the perplexity of tokens from the logits before each. */
export function computePerplexity(tokens: readonly number[], logits: readonly Float32Array[]): number {
  const losses = tokens.slice(1).map((token, index) => {
    const row = logits[index]!;
    const max = row.reduce((highest, value) => Math.max(highest, value), -Infinity);
    return max + Math.log(row.reduce((sum, value) => sum + Math.exp(value - max), 0)) - row[token]!;
  });
  return Math.exp(losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
}

/** llama.cpp's results, computed by `decoder-reference.ts`. */
export const reference = JSON.parse(readFileSync(new URL('decoder-reference.json', import.meta.url), 'utf8')) as {
  /** The logits after the last token, for models of `tiny-decoder.fixture.ts`. */
  readonly tiny: Readonly<
    Record<Architecture, { readonly tokens: readonly number[]; readonly logits: readonly number[] }>
  >;
  /** By file name: a text, its perplexity, and the most probable continuation. */
  readonly real: Readonly<
    Record<
      string,
      { readonly tokens: readonly number[]; readonly continued: readonly number[]; readonly perplexity: number }
    >
  >;
};
