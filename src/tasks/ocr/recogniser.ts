import type { ByteSource } from '#core/model/model.ts';
import type { Graph } from '#core/task/task.ts';
import { runInBatches } from './run-in-batches.ts';
import { listCharacterClasses, parseKeys } from './character-keys.ts';
import { decodeCtc, type DecodedText } from './ctc.ts';
import type { PixelBlock } from './pixel-block.ts';

/** Minimum width of the input, with which recognisers were trained; longer lines get the width that they need. */
const minWidth = 320;
/** Heights in pixels with which recognisers were trained, since most graphs leave it free. */
const inputHeights = { recurrent: 32, attention: 48 };

/** The texts of a batch, with the index of each line among all lines. */
export type RecognisedBatch = readonly (DecodedText & { readonly index: number })[];

export interface Recogniser {
  read(lines: readonly PixelBlock[]): AsyncIterable<RecognisedBatch>;
}

/**
 * Binds a recogniser to its graph and characters.
 * @param keyFile a key list; characters in the metadata of the graph take precedence
 * @throws AppError input-invalid if the characters do not match the graph's output
 */
export async function bindRecogniser(graph: Graph, keyFile: ByteSource | undefined): Promise<Recogniser> {
  const { metadata = {}, operators = {} } = (await graph.readHeader()) ?? {};
  const keyText = metadata['character'] ?? (keyFile && new TextDecoder().decode(await keyFile.arrayBuffer()));
  const keys = keyText === undefined ? null : parseKeys(keyText);
  const classDimension = graph.facts.outputs[0]!.shape[2];
  let classes = typeof classDimension === 'number' ? listCharacterClasses(classDimension, keys) : null;
  const height = 'LSTM' in operators || 'GRU' in operators ? inputHeights.recurrent : inputHeights.attention;
  return {
    async *read(lines) {
      const computeWidth = (maxAspect: number) => Math.max(minWidth, Math.trunc(height * maxAspect));
      for await (const batch of runInBatches(graph, lines, height, computeWidth)) {
        yield batch.map(({ index, values, classCount }) => {
          classes ??= listCharacterClasses(classCount, keys);
          const { text, score } = decodeCtc(values, classes);
          return { index, text, score };
        });
      }
    },
  };
}
