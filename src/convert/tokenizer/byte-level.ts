import { createUnsupportedKeyError, type GgufTokenizer } from './tokenizer.ts';
import { listAddedTokens, createPostProcessor, toVocabulary } from './special-tokens.ts';

/**
 * Creates the `tokenizer.json` of byte-level BPE, as in GPT-2 and its successors, which differ in their pre-tokenizer.
 */
export function createByteLevelTokenizer(tokenizer: GgufTokenizer): object {
  const { tokens, merges, pre } = tokenizer;
  const patterns = splitPatterns[pre];
  if (!patterns) throw createUnsupportedKeyError('tokenizer.ggml.pre', pre);
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };
  return {
    added_tokens: listAddedTokens(tokens),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        ...patterns.map((pattern) => ({
          type: 'Split',
          pattern: { Regex: pattern },
          behavior: 'Isolated',
          invert: false,
        })),
        byteLevel,
      ],
    },
    post_processor: createPostProcessor(tokenizer),
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: pre === 'llama-bpe',
      vocab: toVocabulary(tokens),
      merges: merges.map(splitMerge),
    },
  };
}

/** Splits a merge at its first space. The left token may begin with a space. */
function splitMerge(merge: string): readonly [left: string, right: string] {
  const index = merge.indexOf(' ', 1);
  return [merge.slice(0, index), merge.slice(index + 1)];
}

const gpt2 = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)`;
const threeDigits = '[0-9][0-9][0-9]';
/** @param digitQuantifier the regex quantifier of the digits in one segment */
const createSplitPattern = (digitQuantifier: string) =>
  String.raw`(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}${digitQuantifier}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
const singleDigits = [String.raw`\p{N}`, gpt2];

/** The patterns that split a text in turn, by `tokenizer.ggml.pre` (`llm_tokenizer_bpe` in llama-vocab.cpp). */
const splitPatterns: Readonly<Record<string, readonly string[]>> = {
  default: [String.raw`[\p{P}\$\+<=>\^~\|]+`, gpt2, String.raw`\p{N}+`, threeDigits],
  'gpt-2': [gpt2],
  falcon: ['[\\p{P}\\$\\+<=>\\^~\\|`]+', gpt2, threeDigits],
  'llama-bpe': [createSplitPattern('{1,3}')],
  qwen2: [createSplitPattern('')],
  smollm: singleDigits,
  starcoder: singleDigits,
  refact: singleDigits,
  'command-r': singleDigits,
};
