import { isJsonObject } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';
import type { GgufEntry } from '#formats/gguf/write-gguf.ts';
import { tokenTypes, type TokenType } from './tokenizer.ts';

type Json = Readonly<Record<string, unknown>>;

/** The files of a tokenizer, parsed; those that are missing are empty. */
export interface TokenizerFiles {
  /** `tokenizer.json` */
  readonly tokenizer: unknown;
  /** `tokenizer_config.json` */
  readonly settings: unknown;
  /** `config.json` of the model. */
  readonly config: unknown;
  /** `chat_template.jinja`; `null` if there is none. */
  readonly chatTemplate: string | null;
}

/**
 * The metadata of a GGUF file for a tokenizer that transformers wrote: byte-level BPE, or SentencePiece's BPE with bytes
 * for unknown characters.
 * @param vocabSize of the model, which may have tokens that the tokenizer lacks
 * @throws AppError model-unsupported for other tokenizers
 */
export function createTokenizerEntries(files: TokenizerFiles, vocabSize: number): readonly GgufEntry[] {
  const tokenizer = asObject(files.tokenizer);
  const model = asObject(tokenizer['model']);
  const vocabulary = asObject(model['vocab']);
  if (model['type'] !== 'BPE') throw createUnsupportedEntryError('model.type', model['type']);
  const isSentencePiece = model['byte_fallback'] === true;
  const merges = asList(model['merges']).map((merge) => (Array.isArray(merge) ? merge.join(' ') : String(merge)));
  const tokens = Array.from({ length: vocabSize }, (_, id): [string, TokenType] => [`[PAD${id}]`, tokenTypes.unused]);
  for (const [text, id] of Object.entries(vocabulary))
    tokens[Number(id)] = [text, classifyToken(text, isSentencePiece)];
  for (const added of asList(tokenizer['added_tokens']).map(asObject)) {
    const type = added['special'] === true ? tokenTypes.control : tokenTypes.userDefined;
    tokens[Number(added['id'])] = [
      String(added['content']),
      added['content'] === model['unk_token'] ? tokenTypes.unknown : type,
    ];
  }
  const texts = tokens.map(([text]) => text);
  return [
    ['tokenizer.ggml.model', 'text', isSentencePiece ? 'llama' : 'gpt2'],
    ['tokenizer.ggml.pre', 'text', isSentencePiece ? 'default' : findSplit(tokenizer['pre_tokenizer'])],
    ['tokenizer.ggml.tokens', 'texts', texts],
    ['tokenizer.ggml.token_type', 'i32s', tokens.map(([, type]) => type)],
    ...(isSentencePiece
      ? ([
          ['tokenizer.ggml.scores', 'f32s', computeScores(texts, merges)],
          [
            'tokenizer.ggml.add_space_prefix',
            'bool',
            JSON.stringify(tokenizer['normalizer'] ?? '').includes('Prepend'),
          ],
        ] as const)
      : ([['tokenizer.ggml.merges', 'texts', merges]] as const)),
    ...listSpecialTokens(files, texts),
  ];
}

function classifyToken(text: string, isSentencePiece: boolean): TokenType {
  return isSentencePiece && /^<0x[\dA-F]{2}>$/.test(text) ? tokenTypes.byte : tokenTypes.normal;
}

/** SentencePiece merges the piece with the highest score first: the order of the merges. No merge makes the others. */
function computeScores(texts: readonly string[], merges: readonly string[]): readonly number[] {
  const ranks = new Map<string, number>();
  for (const [rank, merge] of merges.entries()) {
    const separatorIndex = merge.indexOf(' ', 1);
    const piece = merge.slice(0, separatorIndex) + merge.slice(separatorIndex + 1);
    if (!ranks.has(piece)) ranks.set(piece, rank);
  }
  return texts.map((text) => -(ranks.get(text) ?? merges.length));
}

/** How llama.cpp splits a text first (`tokenizer.ggml.pre`), by the expressions of the tokenizer. */
function findSplit(preTokenizer: unknown): string {
  const steps =
    asObject(preTokenizer)['type'] === 'Sequence' ? asList(asObject(preTokenizer)['pretokenizers']) : [preTokenizer];
  const kinds = steps.map(asObject).map((step) => {
    const pattern = asObject(step['pattern'])['Regex'];
    return typeof pattern === 'string' ? pattern : String(step['type']);
  });
  const [first = '', ...others] = kinds;
  if (others.length === 0 && first === 'ByteLevel') return 'gpt-2';
  if (first === 'Digits' && others.join() === 'ByteLevel') return 'smollm';
  const withContractions = String.raw`[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}`;
  if (others.join() === 'ByteLevel' && first.includes(withContractions))
    return first.includes(String.raw`\p{N}{1,3}`) ? 'llama-bpe' : 'qwen2';
  throw createUnsupportedEntryError('pre_tokenizer', kinds);
}

function listSpecialTokens(
  { settings, config, tokenizer, chatTemplate }: TokenizerFiles,
  texts: readonly string[],
): GgufEntry[] {
  const fields = asObject(settings);
  const findTokenId = (name: string): number | null => {
    const [value] = [asObject(config)[`${name}_token_id`]].flat();
    if (typeof value === 'number') return value;
    const token = fields[`${name}_token`];
    const text = isJsonObject(token) ? token['content'] : token;
    const index = typeof text === 'string' ? texts.indexOf(text) : -1;
    return index < 0 ? null : index;
  };
  const [start, end] = [findTokenId('bos'), findTokenId('eos')];
  const addsStart = fields['add_bos_token'] ?? writesStart(asObject(tokenizer)['post_processor'], texts[start ?? -1]);
  const template = chatTemplate ?? fields['chat_template'];
  return [
    ...(start === null ? [] : ([['tokenizer.ggml.bos_token_id', 'u32', start]] as const)),
    ...(end === null ? [] : ([['tokenizer.ggml.eos_token_id', 'u32', end]] as const)),
    ['tokenizer.ggml.add_bos_token', 'bool', addsStart === true],
    ...(typeof template === 'string' ? ([['tokenizer.chat_template', 'text', template]] as const) : []),
  ];
}

function writesStart(processor: unknown, token: string | undefined): boolean {
  return token !== undefined && JSON.stringify(processor ?? null).includes(JSON.stringify(token));
}

const asObject = (value: unknown): Json => (isJsonObject(value) ? value : {});
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function createUnsupportedEntryError(field: string, value: unknown): AppError {
  return new AppError('model-unsupported', {
    model: 'tokenizer.json',
    why: `${field}: ${JSON.stringify(value ?? null)}`,
  });
}
