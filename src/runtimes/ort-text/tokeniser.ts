import { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '#core/errors/error.ts';
import { asArray, asString, type JsonObject } from '#formats/json.ts';
import { TokenStream } from '../sampling/token-stream.ts';
import type { TextFiles } from './text-files.ts';

/** Tokens before a text that its first token is decoded with. */
const decodedBefore = 8;

/** The tokens of a model, by the files next to its graph. */
export class Tokeniser {
  /** The token that the model expects at the beginning of a text; `null` if it expects none. */
  readonly startToken: number | null;
  /** Tokens that end an answer. */
  readonly endTokens: ReadonlySet<number>;
  /** Special tokens by their names in chat templates, such as `bos_token`. */
  readonly specialTokens: Readonly<Record<string, string>>;
  /** Begins a text of a model that expects no particular token, if the text has none of its own. */
  readonly #anyToken: number | null;
  readonly #tokenizer: Tokenizer;

  /** @throws AppError model-unsupported if the library does not support the tokenizer */
  constructor({ tokenizer, tokenizerConfig, config, generationConfig }: TextFiles) {
    this.#tokenizer = createTokenizer(tokenizer, tokenizerConfig);
    this.specialTokens = readSpecialTokens(tokenizerConfig);
    const { bos_token: bos = '', eos_token: eos = '' } = this.specialTokens;
    const tokenId = (token: string) => this.#tokenizer.token_to_id(token) ?? null;
    this.startToken = this.#tokenizer.encode('').ids[0] ?? null;
    this.endTokens = new Set([
      ...[generationConfig, config].flatMap(({ eos_token_id: ids }) => (Array.isArray(ids) ? ids : [ids])),
      tokenId(eos),
    ].filter((id) => typeof id === 'number')); // prettier-ignore
    this.#anyToken = tokenId(bos) ?? tokenId(eos);
  }

  /**
   * The tokens of a text to continue, which are at least one.
   * @throws AppError input-invalid if there is none
   */
  prompt(text: string): readonly number[] {
    const start = this.startToken ?? (text === '' ? this.#anyToken : null);
    const tokens = [...(start === null ? [] : [start]), ...this.encode(text)];
    if (tokens.length === 0) throw new AppError('input-invalid', { name: 'prompt', reason: 'empty' });
    return tokens;
  }

  /** The tokens of a text, without special tokens around it. */
  encode(text: string): readonly number[] {
    return text === '' ? [] : this.#tokenizer.encode(text, { add_special_tokens: false }).ids;
  }

  /** The text of tokens that follow a prompt, one by one; special tokens have none. */
  stream(prompt: readonly number[]): TokenStream {
    const decode = (tokens: readonly number[]) =>
      tokens.length === 0
        ? ''
        : this.#tokenizer.decode([...tokens], { skip_special_tokens: true, clean_up_tokenization_spaces: false });
    return new TokenStream(decode, prompt.slice(-decodedBefore));
  }

  vocabulary(): readonly string[] {
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

/** Each is its text, or an object with it. */
function readSpecialTokens(config: JsonObject): Record<string, string> {
  const tokens = Object.entries(config).flatMap(([name, value]) => {
    const text = name.endsWith('_token')
      ? (asString(value) ?? asString((value as JsonObject | null)?.['content']))
      : null;
    return text === null ? [] : [[name, text] as const];
  });
  return Object.fromEntries(tokens);
}

/** The model's own chat template; `null` if it has none. Of several named ones, `default`. */
export function findChatTemplate({ chatTemplate, tokenizerConfig }: TextFiles): string | null {
  if (chatTemplate !== null) return chatTemplate;
  const { chat_template: template } = tokenizerConfig;
  const named = asArray(template) as readonly JsonObject[];
  return asString(template) ?? asString(named.find(({ name }) => name === 'default')?.['template']);
}
