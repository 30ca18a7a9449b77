import type { ByteSource } from '#core/model/model.ts';

/** A file of a zip archive, as its central directory describes it. */
export interface ZipMember {
  readonly name: string;
  readonly packedBytes: number;
  /** Declared size after unpacking, which can be wrong. */
  readonly bytes: number;
  /** Compression method: 0 is stored, 8 is deflate. */
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Whether it is a symbolic link of Unix. */
  readonly isLink: boolean;
  /** Offset of its local header in the source. */
  readonly offset: number;
}

interface ZipDirectory {
  readonly members: readonly ZipMember[];
  /** Offset of the first member in the source: 0 unless other bytes precede it. */
  readonly start: number;
  /** Whether the directory could be read to its end. */
  readonly isWhole: boolean;
}

/** Signatures, little-endian (APPNOTE.TXT 6.3.10, sections 4.3 and 4.5). */
const [endSignature, directorySignature, localSignature] = [0x06054b50, 0x02014b50, 0x04034b50];
const [end64Signature, locator64Signature] = [0x06064b50, 0x07064b50];
const endBytes = 22;
const maxCommentBytes = 65_535;
const locatorBytes = 20;
const maxDirectoryBytes = 64 * 1024 * 1024;
/** Maximum number of end records that are tried; a hostile comment can contain thousands. */
const maxEndRecords = 8;
/** The file type bits of a Unix mode, and their value for a symbolic link. */
const [modeType, modeLink] = [0o170000, 0o120000];

const decoder = new TextDecoder();

/**
 * Reads the directory of the archive with which `source` ends. As in unpackers, the directory is found from the end, so
 * that the archive can be preceded by another format and followed by other bytes. `null` if there is no archive.
 */
export async function readZip(source: ByteSource): Promise<ZipDirectory | null> {
  const tailStart = Math.max(0, source.size - endBytes - maxCommentBytes - locatorBytes);
  const tail = await readView(source, tailStart, source.size);
  let endCount = 0;
  for (let index = tail.byteLength - endBytes; index >= 0 && endCount < maxEndRecords; index--) {
    if (tail.getUint32(index, true) !== endSignature) continue;
    endCount++;
    const directory = await readDirectory(source, tail, index, tailStart);
    if (directory) return directory;
  }
  // With so many end records, one that was not tried may have the directory that unpackers read.
  return endCount === maxEndRecords ? { members: [], start: 0, isWhole: false } : null;
}

/** Reads the directory that the end record at `recordOffset` describes; `null` if it is not at the stated offset. */
async function readDirectory(
  source: ByteSource,
  tail: DataView<ArrayBuffer>,
  recordOffset: number,
  tailStart: number,
): Promise<ZipDirectory | null> {
  let [size, offset] = [tail.getUint32(recordOffset + 12, true), tail.getUint32(recordOffset + 16, true)];
  let end = tailStart + recordOffset;
  if (recordOffset >= locatorBytes && tail.getUint32(recordOffset - locatorBytes, true) === locator64Signature) {
    const record = await readZip64End(source, Number(tail.getBigUint64(recordOffset - locatorBytes + 8, true)), end);
    if (record) ({ size, offset, end } = record);
  }
  const directoryStart = end - size;
  /**
   * The number to add to the declared offsets: 0 also for an archive whose offsets count from the start of the source.
   */
  const shift = directoryStart - offset;
  if (size > maxDirectoryBytes || directoryStart < 0 || shift < 0) return null;
  const directory = await readView(source, directoryStart, end);
  const members: ZipMember[] = [];
  let position = 0;
  while (position + 46 <= directory.byteLength && directory.getUint32(position, true) === directorySignature) {
    const { member, next } = readEntry(directory, position, shift);
    members.push(member);
    position = next;
  }
  if (members.length === 0) return null;
  const start = members.reduce((lowest, member) => Math.min(lowest, member.offset), directoryStart);
  return { members, start, isWhole: position === directory.byteLength };
}

/**
 * Reads the zip64 end record at the declared offset or, if other bytes precede the archive, directly before its
 * locator.
 */
async function readZip64End(source: ByteSource, declaredValue: number, end: number) {
  const locator = end - locatorBytes;
  for (const index of [declaredValue, locator - 56]) {
    if (!(index >= 0 && index + 56 <= locator)) continue;
    const view = await readView(source, index, index + 56);
    if (view.getUint32(0, true) !== end64Signature) continue;
    return { size: Number(view.getBigUint64(40, true)), offset: Number(view.getBigUint64(48, true)), end: index };
  }
  return null;
}

function readEntry(view: DataView<ArrayBuffer>, position: number, shift: number): { member: ZipMember; next: number } {
  const [nameBytes, extraBytes] = [view.getUint16(position + 28, true), view.getUint16(position + 30, true)];
  const extraStart = position + 46 + nameBytes;
  const next = extraStart + extraBytes + view.getUint16(position + 32, true);
  const zip64Numbers = readZip64Numbers(view, extraStart, Math.min(extraStart + extraBytes, view.byteLength));
  const readNumber = (offset: number) => {
    const declaredValue = view.getUint32(position + offset, true);
    return declaredValue === 0xffffffff ? (zip64Numbers.shift() ?? declaredValue) : declaredValue;
  };
  // The zip64 fields are in this order.
  const [bytes, packedBytes, local] = [readNumber(24), readNumber(20), readNumber(42)];
  const member = {
    name: decoder.decode(
      new Uint8Array(view.buffer, position + 46, Math.max(0, Math.min(nameBytes, view.byteLength - position - 46))),
    ),
    packedBytes,
    bytes,
    method: view.getUint16(position + 10, true),
    isEncrypted: (view.getUint16(position + 8, true) & 1) === 1,
    isLink: ((view.getUint32(position + 38, true) >>> 16) & modeType) === modeLink,
    offset: shift + local,
  };
  return { member, next };
}

/** Reads the 64-bit numbers of the zip64 extra field. */
function readZip64Numbers(view: DataView, start: number, end: number): number[] {
  for (let offset = start; offset + 4 <= end; offset += 4 + view.getUint16(offset + 2, true)) {
    if (view.getUint16(offset, true) !== 1) continue;
    const count = Math.floor(Math.min(view.getUint16(offset + 2, true), end - offset - 4) / 8);
    return Array.from({ length: count }, (_, index) => Number(view.getBigUint64(offset + 4 + index * 8, true)));
  }
  return [];
}

/**
 * Locates the packed bytes of a member in `source`; `null` if it is encrypted or its local header is damaged.
 */
export async function locatePackedBytes(
  source: ByteSource,
  { offset, packedBytes, isEncrypted }: ZipMember,
): Promise<{ readonly start: number; readonly end: number } | null> {
  if (isEncrypted || offset + 30 > source.size) return null;
  const local = await readView(source, offset, offset + 30);
  if (local.getUint32(0, true) !== localSignature) return null;
  const start = offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const end = start + packedBytes;
  return end > source.size ? null : { start, end };
}

/**
 * Unpacks the first `maxBytes` of a member, or all of it if it is shorter; `null` if it is encrypted, damaged, or
 * neither stored nor deflated.
 */
export async function readMember(
  source: ByteSource,
  member: ZipMember,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { packedBytes, method } = member;
  const range = await locatePackedBytes(source, member);
  if (!range) return null;
  const { start } = range;
  // Deflate never makes a file larger by more than a few bytes per 16 KiB.
  const packed = new Uint8Array(
    await source.slice(start, start + Math.min(packedBytes, maxBytes + (maxBytes >> 10) + 64)).arrayBuffer(),
  );
  if (method === 0) return packed.subarray(0, maxBytes);
  return method === 8 ? inflate(packed, maxBytes) : null;
}

async function inflate(packed: Uint8Array<ArrayBuffer>, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const writer = writable.getWriter();
  // Only the start of a member may have been read: the bytes that were unpacked from it count.
  const written = writer.write(packed).then(() => writer.close());
  written.catch(() => undefined);
  const reader = readable.getReader();
  const unpacked = new Uint8Array(maxBytes);
  let length = 0;
  try {
    while (length < maxBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = value.subarray(0, maxBytes - length);
      unpacked.set(part, length);
      length += part.length;
    }
    await reader.cancel();
  } catch {
    if (length === 0) return null;
  }
  return unpacked.subarray(0, length);
}

async function readView(source: ByteSource, start: number, end: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await source.slice(start, end).arrayBuffer());
}
