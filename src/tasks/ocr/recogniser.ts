import type { ByteSource } from '#core/model/model.ts';
import type { Graph } from '#core/task/task.ts';
import { runInBatches } from './batches.ts';
import { listCharacterClasses, parseKeys } from './character-keys.ts';
import { decodeCtc, type DecodedText } from './ctc.ts';
import type { PixelBlock } from './pixel-block.ts';

/** Width of the lines that recognisers were trained on; longer lines get the width that they need. */
const minWidth = 320;
/** Rows of a line, which most graphs leave open: recurrent versions of PP-OCR were trained on 32, later ones on 48. */
const rows = { recurrent: 32, attention: 48 };

/** Texts of a batch of lines, each with the line's index among all. */
export type RecognisedBatch = readonly (DecodedText & { readonly index: number })[];

export interface Recogniser {
  read(lines: readonly PixelBlock[]): AsyncIterable<RecognisedBatch>;
}

/**
 * @param keyFile A key list that came with the graph; characters in the graph's own metadata take precedence
 * @throws AppError input-invalid if the characters do not match the graph's output
 */
export async function bindRecogniser(graph: Graph, keyFile: ByteSource | undefined): Promise<Recogniser> {
  const { metadata = {}, operators = {} } = (await graph.readHeader()) ?? {};
  const named = metadata['character'] ?? (keyFile && new TextDecoder().decode(await keyFile.arrayBuffer()));
  const keys = named === undefined ? null : parseKeys(named);
  const declared = graph.facts.outputs[0]!.shape[2];
  let classes = typeof declared === 'number' ? listCharacterClasses(declared, keys) : null;
  const height = 'LSTM' in operators || 'GRU' in operators ? rows.recurrent : rows.attention;
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
