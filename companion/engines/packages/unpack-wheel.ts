import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#core/errors/error.ts';
import { isSafePath } from '#core/model/safe-path.ts';
import { locatePackedBytes, readZip, type ZipMember } from '#validation/security/zip.ts';

/** Compression methods of a zip archive (APPNOTE.TXT, 4.4.5). */
const methodStored = 0;
const methodDeflated = 8;

/**
 * Unpacks the members of a wheel whose names match `keep` into a folder, as files that only the current user can read and
 * execute. Checks their sizes, not their checksums: the caller has verified the hash of the wheel.
 * @throws AppError engine-rejected if a member is damaged, is a link, or would be written outside the folder, which may then
 *   contain some files
 */
export async function unpackWheel(wheel: string, keep: RegExp, folder: string): Promise<void> {
  const archive = await openAsBlob(wheel);
  const directory = await readZip(archive);
  if (!directory?.isWhole) throw createWheelError(wheel, 'zip-damaged');
  for (const { name } of directory.members) {
    if (!isSafePath(name.replace(/\/$/, ''))) throw createWheelError(wheel, 'zip-unsafe', name);
  }
  for (const member of directory.members) {
    if (keep.test(member.name) && !member.name.endsWith('/')) await unpack(wheel, archive, member, folder);
  }
}

async function unpack(wheel: string, archive: Blob, member: ZipMember, folder: string): Promise<void> {
  if (member.isLink) throw createWheelError(wheel, 'zip-unsafe', member.name);
  const range = await locatePackedBytes(archive, member);
  if (!range || ![methodStored, methodDeflated].includes(member.method))
    throw createWheelError(wheel, 'zip-damaged', member.name);
  const compressed = archive.slice(range.start, range.end).stream();
  const unpackedStream =
    member.method === methodStored ? compressed : compressed.pipeThrough(new DecompressionStream('deflate-raw'));
  const path = join(folder, member.name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  let unpackedBytes = 0;
  const limitBytes = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      unpackedBytes += chunk.length;
      if (unpackedBytes > member.bytes) break; // ends decompression before it fills the disk; the size check below throws
      yield chunk;
    }
  };
  try {
    await pipeline(unpackedStream, limitBytes, createWriteStream(path, { mode: 0o700, flags: 'wx' }));
  } catch (thrown) {
    if (isDecompressionError(thrown)) throw createWheelError(wheel, 'zip-damaged', member.name);
    throw thrown;
  }
  if (unpackedBytes !== member.bytes) throw createWheelError(wheel, 'zip-damaged', member.name);
}

/** DecompressionStream throws a TypeError; in Node 20 it throws the error of zlib, such as `Z_DATA_ERROR`. */
function isDecompressionError(thrown: unknown): boolean {
  if (thrown instanceof TypeError) return true;
  return thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('Z_');
}

function createWheelError(wheel: string, reason: 'zip-damaged' | 'zip-unsafe', member?: string): AppError {
  return new AppError('engine-rejected', { file: wheel, reason, ...(member !== undefined && { member }) });
}
