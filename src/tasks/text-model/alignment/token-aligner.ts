import { ByteLevelPreTokenizer, type Tokenizer } from '@huggingface/tokenizers';
import { readField } from '../../json-files.ts';
import { findTokenSpans, type TokenSpelling } from './token-spans.ts';
import { traceNormalisation, type TracedText } from './traced-text.ts';

/** A token and the part of the text that it stands for, which is empty for a token without a counterpart. */
export interface AlignedToken {
  readonly token: string;
  /** In UTF-16 code units of the text. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly isUnknown: boolean;
}

const bytePreTokenizer = new ByteLevelPreTokenizer({ type: 'ByteLevel', add_prefix_space: false, use_regex: false });

/** A space, as pre-tokenizers write it in text, in SentencePiece and in bytes. */
const spaces = /[\s\u2581\u0120\u010A\u0109]/;

/**
 * Finds the parts of a text that its tokens stand for, as the offsets of Hugging Face's own tokenizers, which its library for
 * JavaScript does not compute. It runs the stages of the library one by one: added tokens, normaliser, pre-tokenizer, model.
 */
export class TokenAligner {
  readonly #tokenizer: Tokenizer;
  readonly #spelling: TokenSpelling;
  /** Matches the added tokens; `null` if there are none. */
  readonly #added: RegExp | null;
  readonly #isByteLevel: boolean;
  /** Whether each word gets a prefix that is no part of the text, because the spaces between words were removed before. */
  readonly #prefixesWords: boolean;
  /** The post-processor that leaves spaces at the edges of tokens out of their ranges; `undefined` if there is none. */
  readonly #trimming: Stage | undefined;

  /** @param file the contents of `tokenizer.json` */
  constructor(file: object, tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
    const model = readField(file, 'model');
    const readText = (name: string) => String(readField(model, name) ?? '');
    this.#spelling = {
      continuingPrefix: readText('continuing_subword_prefix'),
      endOfWord: readText('end_of_word_suffix'),
      hasByteTokens: readField(model, 'byte_fallback') === true,
      unknown: tokenizer.model?.unk_token,
    };
    this.#added = createAddedTokenPattern(tokenizer);
    const preTokenizers = listStages(readField(file, 'pre_tokenizer'), 'pretokenizers');
    this.#isByteLevel = preTokenizers.some(({ type }) => type === 'ByteLevel');
    this.#prefixesWords = preTokenizers.some(({ type }) => type === 'WhitespaceSplit');
    this.#trimming = listStages(readField(file, 'post_processor'), 'processors').find(
      ({ type, trimsOffsets }) => (type === 'RobertaProcessing' || type === 'ByteLevel') && trimsOffsets,
    );
  }

  /** Whether tokens that continue a word are marked as such, as in WordPiece. */
  get marksContinuations(): boolean {
    return this.#spelling.continuingPrefix !== '';
  }

  /** The tokens of a text without special tokens around it, in its order. */
  align(text: string): readonly AlignedToken[] {
    const tokens: AlignedToken[] = [];
    let [from, section] = [0, 0];
    const alignUpTo = (to: number) => {
      if (to > from) tokens.push(...this.#alignSection(text.slice(from, to), section++, from));
    };
    for (const match of this.#added ? text.matchAll(this.#added) : []) {
      alignUpTo(match.index);
      from = match.index + match[0].length;
      const token = [match[0], match[0].trim()].find((each) => this.#tokenizer.token_to_id(each) !== undefined)!;
      const spaceBefore = this.#trimming ? match[0].length - match[0].trimStart().length : 0;
      tokens.push({ token, start: match.index + spaceBefore, end: from, isUnknown: false });
      section++;
    }
    alignUpTo(text.length);
    const trimming = this.#trimming;
    return trimming ? tokens.map((token, index) => trimSpaces(token, index, trimming)) : tokens;
  }

  /** @param offset of the section in the text */
  #alignSection(text: string, section: number, offset: number): readonly AlignedToken[] {
    const { normalizer, pre_tokenizer: preTokenizer, model } = this.#tokenizer;
    const traced = traceNormalisation(text, (part) => (normalizer ? normalizer(part) : part));
    if (traced.text === '' || !model) return [];
    const symbols = this.#isByteLevel ? toBytes(traced) : traced;
    const preTokens = preTokenizer ? preTokenizer(traced.text, { section_index: section }) : [traced.text];
    let position = 0;
    return preTokens.flatMap((preToken) => {
      const { at, prefix } = this.#locate(preToken, symbols.text, position);
      position = at + preToken.length - prefix;
      const tokens = model([preToken]);
      const spans = findTokenSpans(preToken, tokens, this.#spelling);
      return spans.map(([start, end], index) => {
        const [first, last] = [at + Math.max(0, start - prefix), at + Math.max(0, end - prefix) - 1];
        const from = symbols.starts[first] ?? text.length;
        const token = tokens[index]!;
        return {
          token,
          start: offset + from,
          end: offset + Math.max(from, symbols.ends[Math.max(first, last)] ?? from), // a prefix has the range of what follows
          isUnknown: token === this.#spelling.unknown || this.#tokenizer.token_to_id(token) === undefined,
        };
      });
    });
  }

  /**
   * Where a pre-token begins, after spaces that the pre-tokenizer removed.
   * @returns also the length of its prefix that is no part of the text
   */
  #locate(preToken: string, text: string, position: number): { readonly at: number; readonly prefix: number } {
    const hasPrefix = spaces.test(preToken[0] ?? '');
    const prefixes = hasPrefix ? (this.#prefixesWords ? [1] : [0, 1]) : [0];
    for (let at = position; at < text.length; at++) {
      const prefix = prefixes.find((length) => matchesAt(text, at, preToken.slice(length)));
      if (prefix !== undefined) return { at, prefix };
      if (!spaces.test(text[at]!)) break;
    }
    return { at: position, prefix: preToken.length };
  }
}

function matchesAt(text: string, at: number, preToken: string): boolean {
  return text.startsWith(preToken, at) || text.slice(at, at + preToken.length).replaceAll(' ', '\u2581') === preToken;
}

/** The bytes of a text in UTF-8, in the characters that byte-level tokenizers write them in. */
function toBytes({ text, starts, ends }: TracedText): TracedText {
  const bytes = { text: '', starts: [] as number[], ends: [] as number[] };
  let at = 0;
  for (const character of text) {
    const written = bytePreTokenizer.pre_tokenize_text(character).join('');
    bytes.text += written;
    for (let index = 0; index < written.length; index++) {
      bytes.starts.push(starts[at]!);
      bytes.ends.push(ends[at + character.length - 1]!);
    }
    at += character.length;
  }
  return bytes;
}

function createAddedTokenPattern(tokenizer: Tokenizer): RegExp | null {
  const tokens = [...tokenizer.get_added_tokens_decoder().values()].filter(({ content }) => content !== '');
  if (tokens.length === 0) return null;
  const longestFirst = tokens.toSorted((a, b) => b.content.length - a.content.length);
  const patterns = longestFirst.map(({ content, lstrip, rstrip }) => {
    const escaped = content.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
    return `${lstrip ? String.raw`\s*` : ''}${escaped}${rstrip ? String.raw`\s*` : ''}`;
  });
  return new RegExp(patterns.join('|'), 'g');
}

interface Stage {
  readonly type: unknown;
  readonly trimsOffsets: boolean;
  readonly addsPrefixSpace: boolean;
}

/** The stages of a part of `tokenizer.json`, which may be a sequence of several. */
function listStages(part: unknown, members: string): readonly Stage[] {
  const list = readField(part, members);
  if (Array.isArray(list)) return list.flatMap((stage: unknown) => listStages(stage, members));
  return part === null || part === undefined
    ? []
    : [
        {
          type: readField(part, 'type'),
          trimsOffsets: readField(part, 'trim_offsets') !== false,
          addsPrefixSpace: readField(part, 'add_prefix_space') !== false,
        },
      ];
}

/** Source: `process_offsets` in `byte_level.rs` of Hugging Face's tokenizers. */
function trimSpaces(token: AlignedToken, index: number, { addsPrefixSpace }: Stage): AlignedToken {
  const [before = ''] = /^\u0120*/.exec(token.token) ?? [];
  const [after = ''] = /\u0120*$/.exec(token.token) ?? [];
  const isPrefixed = addsPrefixSpace && before !== '' && (index === 0 || token.start === 0);
  const start = Math.min(token.end, token.start + before.length - Number(isPrefixed));
  const isSpace = after.length === token.token.length;
  return { ...token, start, end: isSpace ? start : Math.max(start, token.end - after.length) };
}
