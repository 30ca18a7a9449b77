/** How the tokens of a GGUF file are written: as byte-level BPE of GPT-2, or as SentencePiece does. */
export type TokenNotation = 'gpt2' | 'llama';

/**
 * The text of consecutive tokens.
 * @param tokens as the file writes them
 * @returns `null` if they begin or end within a character
 */
export function tokenText(tokens: readonly string[], notation: TokenNotation): string | null {
  const bytes = tokens.flatMap((token) => [...(notation === 'gpt2' ? fromBytePairs(token) : fromPieces(token))]);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

/**
 * GPT-2 writes every byte as a printable character: printable Latin-1 as itself, the other bytes in order from U+0100
 * (`bytes_to_unicode` of openai/gpt-2).
 */
const byteOf = new Map<string, number>();
for (let byte = 0, others = 0; byte < 256; byte++) {
  const isItself = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  byteOf.set(String.fromCodePoint(isItself ? byte : 256 + others++), byte);
}

const fromBytePairs = (token: string) => [...token].map((character) => byteOf.get(character) ?? 0xff);

const encoder = new TextEncoder();

/** SentencePiece writes a space as U+2581, and bytes that are no token of their own as `<0x0A>`. */
function fromPieces(token: string): Uint8Array | number[] {
  const [, byte] = /^<0x([0-9A-F]{2})>$/.exec(token) ?? [];
  return byte === undefined ? encoder.encode(token.replaceAll('\u2581', ' ')) : [parseInt(byte, 16)];
}
