/**
 * Decodes a text file in UTF-8 or, with a byte order mark, UTF-16; `null` if it is neither. Removes the byte order mark and
 * converts line ends to `\n`.
 */
export function decodeUnicode(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(detectEncoding(bytes), { fatal: true }).decode(bytes);
    return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
  } catch {
    return null;
  }
}

/** Detects the encoding by the byte order mark. */
export function detectEncoding([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
