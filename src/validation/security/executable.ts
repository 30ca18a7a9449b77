import type { ExecutableKind } from './finding.ts';

/** Bytes that {@link recogniseExecutable} needs to see. */
export const executableHeadBytes = 1024;

/** Mach-O: thin files of 32 and 64 bits in both byte orders (`mach-o/loader.h`). */
const machO = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);
/** Universal Mach-O binaries, and Java classes, which have a version of at least 45 where those have few architectures. */
const fatMachO = 0xcafebabe;
const maxArchitectures = 40;

/**
 * The kind of program that starts with these bytes; `null` if none does. More than a magic number of two bytes is
 * checked, since weights contain those by chance.
 */
export function recogniseExecutable(head: Uint8Array): ExecutableKind | null {
  if (head.length < 8) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const magic = view.getUint32(0);
  // The fifth byte is the class: 32 or 64 bits.
  if (magic === 0x7f454c46 && (head[4] === 1 || head[4] === 2)) return 'elf';
  if (machO.has(magic) || (magic === fatMachO && view.getUint32(4) < maxArchitectures)) return 'mach-o';
  if (magic === 0x0061736d && view.getUint32(4, true) === 1) return 'wasm';
  if (magic === 0x6465780a && head[7] === 0) return 'dex';
  if (isPortableExecutable(view)) return 'pe';
  return isScript(head) ? 'script' : null;
}

/** `MZ`, and `PE` where the field at 0x3c points. */
function isPortableExecutable(view: DataView): boolean {
  if (view.getUint16(0) !== 0x4d5a || view.byteLength < 0x40) return false;
  const offset = view.getUint32(0x3c, true);
  return offset + 4 <= view.byteLength && view.getUint32(offset) === 0x50450000;
}

/** `#!` and the path of an interpreter. */
function isScript(head: Uint8Array): boolean {
  const line = String.fromCharCode(...head.subarray(0, 64)).split('\n')[0] ?? '';
  return /^#! ?\/[\x20-\x7e]+\r?$/.test(line);
}
