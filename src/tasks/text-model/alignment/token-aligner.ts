import { ByteLevelPreTokenizer, type Tokenizer } from '@huggingface/tokenizers';
import { readField } from '../../json-files.ts';
import { findTokenSpans, type TokenSpelling } from './token-spans.ts';
import { traceNormalisation, type TracedText } from './traced-text.ts';

/** A token with its range in the text, which is empty for a token without a counterpart. */
export interface AlignedToken {
  readonly token: string;
  /** In UTF-16 code units of the text. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly isUnknown: boolean;
}

const bytePreTokenizer = new ByteLevelPreTokenizer({ type: 'ByteLevel', add_prefix_space: false, use_regex: false });

/** Matches white space as it occurs in text, in SentencePiece and in byte-level tokens. */
const spacePattern = /[\s\u2581\u0120\u010A\u0109]/;

/**
 * Finds the range of each token in its text: the `offsets` of Hugging Face's Rust tokenizers, which its JavaScript
 * library does not compute. It runs the stages of the library one by one: added tokens, normalizer, pre-tokenizer,
 * model.
 */
export class TokenAligner {
  readonly #tokenizer: Tokenizer;
  readonly #spelling: TokenSpelling;
  /** Matches the added tokens; `null` if there are none. */
  readonly #addedTokenPattern: RegExp | null;
  readonly #isByteLevel: boolean;
  /** Whether every word gets a prefix that is not in the text, because the spaces between words were removed before. */
  readonly #hasWordPrefixes: boolean;
  /** The post-processor that removes spaces from the ends of ranges; `undefined` if there is none. */
  readonly #trimmingStage: Stage | undefined;

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
    this.#addedTokenPattern = createAddedTokenPattern(tokenizer);
    const preTokenizers = listStages(readField(file, 'pre_tokenizer'), 'pretokenizers');
    this.#isByteLevel = preTokenizers.some(({ type }) => type === 'ByteLevel');
    this.#hasWordPrefixes = preTokenizers.some(({ type }) => type === 'WhitespaceSplit');
    this.#trimmingStage = listStages(readField(file, 'post_processor'), 'processors').find(
      ({ type, trimsOffsets }) => (type === 'RobertaProcessing' || type === 'ByteLevel') && trimsOffsets,
    );
  }

  /** Whether tokens that continue a word are marked as such, as in WordPiece. */
  get hasContinuationMarks(): boolean {
    return this.#spelling.continuingPrefix !== '';
  }

  /** Tokenises a text, without special tokens at its start and end, and finds the range of each token. */
  align(text: string): readonly AlignedToken[] {
    const tokens: AlignedToken[] = [];
    let [from, section] = [0, 0];
    const alignSectionUpTo = (to: number) => {
      if (to > from) tokens.push(...this.#alignSection(text.slice(from, to), section++, from));
    };
    for (const match of this.#addedTokenPattern ? text.matchAll(this.#addedTokenPattern) : []) {
      alignSectionUpTo(match.index);
      from = match.index + match[0].length;
      const token = [match[0], match[0].trim()].find(
        (candidate) => this.#tokenizer.token_to_id(candidate) !== undefined,
      )!;
      const spaceBefore = this.#trimmingStage ? match[0].length - match[0].trimStart().length : 0;
      tokens.push({ token, start: match.index + spaceBefore, end: from, isUnknown: false });
      section++;
    }
    alignSectionUpTo(text.length);
    const trimmingStage = this.#trimmingStage;
    return trimmingStage ? tokens.map((token, index) => trimSpaces(token, index, trimmingStage)) : tokens;
  }

  /**
   * @param section index of the section between added tokens
   * @param offset start of the section in the text
   */
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
          end: offset + Math.max(from, symbols.ends[Math.max(first, last)] ?? from), // a prefix has the range of the next character
          isUnknown: token === this.#spelling.unknown || this.#tokenizer.token_to_id(token) === undefined,
        };
      });
    });
  }

  /**
   * Finds the start of a pre-token, after spaces that the pre-tokenizer removed.
   * @returns the start, and the length of the pre-token's prefix that is not in the text
   */
  #locate(preToken: string, text: string, position: number): { readonly at: number; readonly prefix: number } {
    const hasPrefix = spacePattern.test(preToken[0] ?? '');
    const prefixes = hasPrefix ? (this.#hasWordPrefixes ? [1] : [0, 1]) : [0];
    for (let at = position; at < text.length; at++) {
      const prefix = prefixes.find((length) => matchesAt(text, at, preToken.slice(length)));
      if (prefix !== undefined) return { at, prefix };
      if (!spacePattern.test(text[at]!)) break;
    }
    return { at: position, prefix: preToken.length };
  }
}

function matchesAt(text: string, offset: number, preToken: string): boolean {
  return (
    text.startsWith(preToken, offset) ||
    text.slice(offset, offset + preToken.length).replaceAll(' ', '\u2581') === preToken
  );
}

/** Converts a text to the characters in which byte-level tokenizers write its UTF-8 bytes. */
function toBytes({ text, starts, ends }: TracedText): TracedText {
  const bytes = { text: '', starts: [] as number[], ends: [] as number[] };
  let at = 0;
  for (const character of text) {
    const byteCharacters = bytePreTokenizer.pre_tokenize_text(character).join('');
    bytes.text += byteCharacters;
    for (let index = 0; index < byteCharacters.length; index++) {
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

/** Lists the stages of a component of `tokenizer.json`, which may be a sequence. */
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

/** Removes spaces from the ends of a range, as `process_offsets` in `byte_level.rs` of Hugging Face's tokenizers. */
function trimSpaces(token: AlignedToken, index: number, { addsPrefixSpace }: Stage): AlignedToken {
  const [before = ''] = /^\u0120*/.exec(token.token) ?? [];
  const [after = ''] = /\u0120*$/.exec(token.token) ?? [];
  const isPrefixed = addsPrefixSpace && before !== '' && (index === 0 || token.start === 0);
  const start = Math.min(token.end, token.start + before.length - Number(isPrefixed));
  const isSpace = after.length === token.token.length;
  return { ...token, start, end: isSpace ? start : Math.max(start, token.end - after.length) };
}
