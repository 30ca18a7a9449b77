/** How a tokenizer writes its tokens. */
export interface TokenSpelling {
  /** Written before a token that continues a word, such as `##` of WordPiece; empty if there is none. */
  readonly continuingPrefix: string;
  /** Written after the last token of a word, such as `</w>`; empty if there is none. */
  readonly endOfWord: string;
  /** Whether unknown characters become tokens of their bytes, such as `<0xE2>`. */
  readonly hasByteTokens: boolean;
  /** The token of unknown text; `undefined` if there is none. */
  readonly unknown: string | undefined;
}

const byteTokenPattern = /^<0x[\dA-F]{2}>$/;

/**
 * Finds the ranges of the tokens of a pre-token, in UTF-16 code units. The byte tokens of one character have the same
 * range; an unknown token extends to the next known one.
 */
export function findTokenSpans(
  preToken: string,
  tokens: readonly string[],
  spelling: TokenSpelling,
): readonly (readonly [start: number, end: number])[] {
  const { continuingPrefix, endOfWord, hasByteTokens, unknown } = spelling;
  const readSurface = (token: string) => {
    const start = continuingPrefix !== '' && token.startsWith(continuingPrefix) ? continuingPrefix.length : 0;
    return token.slice(start, endOfWord !== '' && token.endsWith(endOfWord) ? -endOfWord.length : undefined);
  };
  const countCharacterUnits = (at: number) => String.fromCodePoint(preToken.codePointAt(at) ?? 0).length;
  const isByte = (token: string) => hasByteTokens && byteTokenPattern.test(token);
  const findEndOfUnknown = (at: number, next: string | undefined) => {
    if (next === undefined) return preToken.length;
    const end = next === unknown || isByte(next) ? -1 : preToken.indexOf(readSurface(next), at + 1);
    return end === -1 ? Math.min(preToken.length, at + countCharacterUnits(at)) : end;
  };

  let position = 0;
  let bytes = { start: 0, remaining: 0 };
  return tokens.map((token, index) => {
    const start = position;
    if (isByte(token)) {
      if (bytes.remaining === 0) {
        position = Math.min(preToken.length, position + countCharacterUnits(position));
        bytes = { start, remaining: new TextEncoder().encode(preToken.slice(start, position)).length };
      }
      bytes.remaining--;
      return [bytes.start, position];
    }
    // The first token of a word can itself begin with the continuation prefix.
    const surface = [token, readSurface(token)].find((candidate) => preToken.startsWith(candidate, position));
    if (token === unknown || surface === undefined) position = findEndOfUnknown(position, tokens[index + 1]);
    else position += surface.length;
    return [start, position];
  });
}
