import { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '#core/errors/error.ts';
import { asArray, asString, type JsonObject } from '#formats/json.ts';
import { JsonConstraint } from '../sampling/json-schema/json-constraint.ts';
import { createSchemaRule } from '../sampling/json-schema/schema-rule.ts';
import { listTokenBytes } from '../sampling/json-schema/token-bytes.ts';
import { TokenStream } from '../sampling/token-stream.ts';
import type { TextFiles } from './text-files.ts';

/** Prompt tokens that the first generated token is decoded with. Heuristic, not measured. */
const decodingContext = 8;

/** Encodes and decodes text with the tokenizer files of a model. */
export class Tokeniser {
  /** The beginning-of-sequence token that the tokenizer adds; `null` if it adds none. */
  readonly startToken: number | null;
  /** End-of-sequence tokens, which end an answer. */
  readonly endTokens: ReadonlySet<number>;
  /** Special tokens by their names in chat templates, such as `bos_token`. */
  readonly specialTokens: Readonly<Record<string, string>>;
  /** Starts an empty prompt if the tokenizer adds no start token. */
  readonly #fallbackStartToken: number | null;
  readonly #tokenizer: Tokenizer;
  /** The contents of `tokenizer.json`. */
  readonly #file: JsonObject;
  /** See `listTokenBytes`; computed for the first answer with a schema. */
  #tokenBytes: readonly (Uint8Array | null)[] | null = null;

  /** @throws AppError model-unsupported if the library does not support the tokenizer */
  constructor({ tokenizer, tokenizerConfig, config, generationConfig }: TextFiles) {
    this.#tokenizer = createTokenizer(tokenizer, tokenizerConfig);
    this.#file = tokenizer;
    this.specialTokens = readSpecialTokens(tokenizerConfig);
    const { bos_token: bos = '', eos_token: eos = '' } = this.specialTokens;
    const findTokenId = (token: string) => this.#tokenizer.token_to_id(token) ?? null;
    this.startToken = this.#tokenizer.encode('').ids[0] ?? null;
    this.endTokens = new Set([
      ...[generationConfig, config].flatMap(({ eos_token_id: ids }) => (Array.isArray(ids) ? ids : [ids])),
      findTokenId(eos),
    ].filter((id) => typeof id === 'number')); // prettier-ignore
    this.#fallbackStartToken = findTokenId(bos) ?? findTokenId(eos);
  }

  /**
   * Encodes a text to continue, with the start token.
   * @throws AppError input-invalid if there is no token
   */
  encodePrompt(text: string): readonly number[] {
    const start = this.startToken ?? (text === '' ? this.#fallbackStartToken : null);
    const tokens = [...(start === null ? [] : [start]), ...this.encode(text)];
    if (tokens.length === 0) throw new AppError('input-invalid', { name: 'prompt', reason: 'empty' });
    return tokens;
  }

  /** Encodes a text without adding special tokens. */
  encode(text: string): readonly number[] {
    return text === '' ? [] : this.#tokenizer.encode(text, { add_special_tokens: false }).ids;
  }

  /** Decodes the tokens after a prompt individually. Special tokens have no text. */
  createStream(prompt: readonly number[]): TokenStream {
    const decode = (tokens: readonly number[]) =>
      tokens.length === 0
        ? ''
        : this.#tokenizer.decode([...tokens], { skip_special_tokens: true, clean_up_tokenization_spaces: false });
    return new TokenStream(decode, prompt.slice(-decodingContext));
  }

  /**
   * Constrains the tokens of an answer to the JSON texts that satisfy a schema.
   * @throws AppError input-invalid if the schema is invalid or not supported
   */
  constrain(schema: object): JsonConstraint {
    const rule = createSchemaRule(schema);
    this.#tokenBytes ??= listTokenBytes(this.#file, this.getVocabulary());
    return new JsonConstraint(rule, this.#tokenBytes, this.endTokens);
  }

  /** Token texts by id. */
  getVocabulary(): readonly string[] {
    const tokens: string[] = [];
    for (const [token, id] of this.#tokenizer.get_vocab(true)) tokens[id] = token;
    return Array.from(tokens, (token) => token ?? '');
  }
}

function createTokenizer(file: JsonObject, config: JsonObject): Tokenizer {
  try {
    return new Tokenizer(file, config);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('model-unsupported', { model: 'tokenizer.json', reason: 'tokenizer-not-supported', why });
  }
}

/** Each value is the token's text, or an object with it as `content`. */
function readSpecialTokens(config: JsonObject): Record<string, string> {
  const tokens = Object.entries(config).flatMap(([name, value]) => {
    const text = name.endsWith('_token')
      ? (asString(value) ?? asString((value as JsonObject | null)?.['content']))
      : null;
    return text === null ? [] : [[name, text] as const];
  });
  return Object.fromEntries(tokens);
}

/** Finds the model's chat template, or its `default` one if it has several; `null` if it has none. */
export function findChatTemplate({ chatTemplate, tokenizerConfig }: TextFiles): string | null {
  if (chatTemplate !== null) return chatTemplate;
  const { chat_template: template } = tokenizerConfig;
  const namedTemplates = asArray(template) as readonly JsonObject[];
  return asString(template) ?? asString(namedTemplates.find(({ name }) => name === 'default')?.['template']);
}
