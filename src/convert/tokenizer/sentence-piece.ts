import { tokenTypes, type GgufTokenizer } from './tokenizer.ts';
import { listAddedTokens, createPostProcessor, toVocabulary } from './special-tokens.ts';

/** SentencePiece represents a space as U+2581. */
const spaceSymbol = '\u2581';

/**
 * Creates the `tokenizer.json` of SentencePiece BPE, which merges the neighbours whose concatenation has the highest
 * score. A list of merges in the order of these scores is equivalent (`generate_merges` of transformers'
 * convert_slow_tokenizer.py).
 */
export function createSentencePieceTokenizer(tokenizer: GgufTokenizer): object {
  const { tokens, addsSpacePrefix } = tokenizer;
  const replace = { type: 'Replace', pattern: { String: ' ' }, content: spaceSymbol };
  const unknown = tokens.find(({ type }) => type === tokenTypes.unknown)?.text ?? null;
  return {
    added_tokens: listAddedTokens(tokens),
    normalizer: {
      type: 'Sequence',
      normalizers: [...(addsSpacePrefix ? [{ type: 'Prepend', prepend: spaceSymbol }] : []), replace],
    },
    pre_tokenizer: null,
    post_processor: createPostProcessor(tokenizer),
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: spaceSymbol }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        ...(addsSpacePrefix ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []),
      ],
    },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: unknown,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: tokens.some(({ type }) => type === tokenTypes.byte),
      ignore_merges: false,
      vocab: toVocabulary(tokens),
      merges: deriveMerges(tokenizer),
    },
  };
}

/** Lists every pair of tokens whose concatenation is a token, highest score first. */
function deriveMerges({ tokens, scores }: GgufTokenizer): readonly (readonly [left: string, right: string])[] {
  const mergeable = tokens.filter(({ type }) => type !== tokenTypes.byte && type !== tokenTypes.control);
  const ids = new Map(mergeable.map(({ id, text }) => [text, id]));
  const merges: { readonly pair: readonly [string, string]; readonly score: number; readonly pairKey: number }[] = [];
  for (const { id, text } of mergeable) {
    for (let index = 1; index < text.length; index++) {
      if (isLowSurrogate(text, index)) continue;
      const pair = [text.slice(0, index), text.slice(index)] as const;
      const [left, right] = pair.map((part) => ids.get(part));
      if (left === undefined || right === undefined) continue;
      merges.push({ pair, score: scores[id] ?? 0, pairKey: left * tokens.length + right });
    }
  }
  return merges.sort((a, b) => b.score - a.score || a.pairKey - b.pairKey).map(({ pair }) => pair);
}

const isLowSurrogate = (text: string, offset: number) => (text.charCodeAt(offset) & 0xfc00) === 0xdc00;
