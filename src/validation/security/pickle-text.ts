/** Stands for a text that is computed or that Python rejects. */
export const unknownText = '?';

/** Decodes UTF-8; a byte order mark is part of the text, as in Python. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const decodeLatin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
/** Maximum bytes of a decoded text; no name of a module or function is longer. */
const maxTextBytes = 1024;

/** The escapes of single characters in Python's byte strings. */
const characterByEscape: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * Decodes the text that an opcode of a pickle pushes, as Python does.
 * @param opcode the byte of the opcode
 */
export function decodePickleText(opcode: number, bytes: Uint8Array): string {
  if (bytes.length > maxTextBytes) return unknownText;
  if (opcode === 0x53) return decodeQuotedText(decodeLatin1(bytes));
  if (opcode === 0x56) return decodeEscapedText(decodeLatin1(bytes));
  return utf8.decode(bytes);
}

/** Decodes `STRING` of protocol 0: a literal in quotes with the escapes of Python's byte strings. */
function decodeQuotedText(line: string): string {
  const literal = /^(['"])(.*)\1\s*$/s.exec(line)?.[2];
  if (literal === undefined) return unknownText;
  return literal.replace(/\\(?:x([\da-f]{2})|([0-7]{1,3})|([^]))/gi, (whole, hex, octal, single) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 255);
    return characterByEscape[single] ?? whole;
  });
}

/** Decodes `UNICODE` of protocol 0: Latin-1 with the escapes `\u` and `\U`, unless the backslash is itself escaped. */
function decodeEscapedText(line: string): string {
  return line.replace(/(\\\\)|\\u([\da-f]{4})|\\U([\da-f]{8})/gi, (whole, pair, short, long) => {
    if (pair !== undefined) return whole;
    const code = parseInt(short ?? long, 16);
    return code > 0x10ffff ? unknownText : String.fromCodePoint(code);
  });
}
