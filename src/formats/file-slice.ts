import type { ByteSource } from '#core/model/model.ts';

/** A part of a file, read on demand. */
export class FileSlice implements ByteSource {
  readonly file: ByteSource;
  /** Offset in the file. */
  readonly start: number;
  readonly size: number;

  constructor(file: ByteSource, start: number, size: number) {
    this.file = file;
    this.start = start;
    this.size = size;
  }

  slice(start = 0, end = this.size): ByteSource {
    return this.file.slice(this.start + start, this.start + Math.min(end, this.size));
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.slice().arrayBuffer();
  }
}
