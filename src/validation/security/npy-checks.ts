import type { Finding } from './finding.ts';
import { checkPickle } from './pickle-checks.ts';

/** The bytes `\x93NUMPY` (NEP 1). */
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Matches the header of an array of numbers or strings, as NumPy writes it. */
const plainHeaderPattern =
  /^\{'descr': '[<>|=]?[?biufcSUVmM]\d*(\[[\w ]+\])?', 'fortran_order': (True|False), 'shape': \([\d, ]*\),? ?\}\s*$/;

/** Whether the first bytes of a file are those of a NumPy array. */
export function isNpy(head: Uint8Array): boolean {
  return magic.every((byte, index) => head[index] === byte);
}

/**
 * Parses the header of a NumPy array.
 * @returns the end of the header, and whether the values are plain numbers or strings; `null` if `head` is shorter than
 *   the header
 */
export function parseNpyHeader(
  head: Uint8Array<ArrayBuffer>,
): { readonly end: number; readonly isPlain: boolean } | null {
  if (head.length < 12) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const start = head[6] === 1 ? 10 : 12;
  const end = start + (start === 10 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > head.length) return null;
  return { end, isPlain: plainHeaderPattern.test(new TextDecoder().decode(head.subarray(start, end))) };
}

/** Checks a NumPy array: if its values are objects, they are a pickle. */
export function checkNpy(bytes: Uint8Array<ArrayBuffer>): Finding[] {
  const header = parseNpyHeader(bytes);
  if (header?.isPlain) return [];
  return header
    ? checkPickle(bytes.subarray(header.end))
    : [{ code: 'not-scanned', severity: 'low', facts: { cause: 'unreadable' } }];
}
