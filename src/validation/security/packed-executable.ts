/** The first bytes of compressed files and archives that are not unpacked, as Latin-1. */
const compressionMagics = [
  '\x1f\x8b',
  'BZh',
  '\xfd7zXZ\x00',
  '\x28\xb5\x2f\xfd',
  '7z\xbc\xaf\x27\x1c',
  'Rar!\x1a\x07',
  '\x04\x22\x4d\x18',
];
/** Offset of `ustar` in the header of a tar archive's first member. */
const tarOffset = 257;

/** Whether a file is compressed or an archive, other than a zip archive. */
export function isCompressed(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, tarOffset + 5));
  return compressionMagics.some((magic) => text.startsWith(magic)) || text.slice(tarOffset) === 'ustar';
}
