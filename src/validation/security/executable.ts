import type { ExecutableKind } from './finding.ts';

/** Number of bytes from the start of a file that {@link recogniseExecutable} needs. */
export const executableHeadBytes = 1024;

/** The magic numbers of single-architecture Mach-O files: 32 and 64 bits in both byte orders (`mach-o/loader.h`). */
const machOMagics = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);
/**
 * The magic number of universal Mach-O binaries and Java classes. The next field is the number of architectures, which
 * is small, or the version of the class file, which is at least 45.
 */
const universalMachO = 0xcafebabe;
const maxArchitectures = 40;

/**
 * Recognises a program by its first bytes; `null` for other files. A magic number of two bytes is not enough, because
 * weights contain it by chance.
 */
export function recogniseExecutable(head: Uint8Array): ExecutableKind | null {
  if (head.length < 8) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const magic = view.getUint32(0);
  // The fifth byte is the class: 1 for 32 bits, 2 for 64 bits.
  if (magic === 0x7f454c46 && (head[4] === 1 || head[4] === 2)) return 'elf';
  if (machOMagics.has(magic) || (magic === universalMachO && view.getUint32(4) < maxArchitectures)) return 'mach-o';
  if (magic === 0x0061736d && view.getUint32(4, true) === 1) return 'wasm';
  if (magic === 0x6465780a && head[7] === 0) return 'dex';
  if (isPortableExecutable(view)) return 'pe';
  return isScript(head) ? 'script' : null;
}

/** Whether the file starts with `MZ` and has `PE` at the offset in the field at 0x3c. */
function isPortableExecutable(view: DataView): boolean {
  if (view.getUint16(0) !== 0x4d5a || view.byteLength < 0x40) return false;
  const offset = view.getUint32(0x3c, true);
  return offset + 4 <= view.byteLength && view.getUint32(offset) === 0x50450000;
}

/** Whether the file starts with `#!` and the path of an interpreter. */
function isScript(head: Uint8Array): boolean {
  const line = String.fromCharCode(...head.subarray(0, 64)).split('\n')[0] ?? '';
  return /^#! ?\/[\x20-\x7e]+\r?$/.test(line);
}
