import type { Duplex } from 'node:stream';

/** The maximum length of a message in bytes. Control messages contain no tensors and are far shorter. */
const maxBytes = 64 * 1024 * 1024;

/** Sends a message as JSON, preceded by its length in bytes as an unsigned 32-bit little-endian integer. */
export function sendMessage(channel: Duplex, message: unknown): void {
  const json = Buffer.from(JSON.stringify(message));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  channel.write(Buffer.concat([length, json]));
}

/**
 * Calls `receive` with each message of a channel, in order. A channel that sends anything else is destroyed with an error.
 */
export function receiveMessages(channel: Duplex, receive: (message: unknown) => void): void {
  let chunks: Buffer[] = [];
  let availableBytes = 0;
  const takeBytes = (length: number): Buffer => {
    const buffered = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    chunks = [buffered.subarray(length)];
    availableBytes -= length;
    return buffered.subarray(0, length);
  };
  let length: number | null = null;
  channel.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    availableBytes += chunk.length;
    for (;;) {
      if (length === null) {
        if (availableBytes < 4) return;
        length = takeBytes(4).readUInt32LE();
        if (length > maxBytes) channel.destroy(new Error(`message of ${length} bytes`));
      }
      if (channel.destroyed || availableBytes < length) return;
      const json = takeBytes(length).toString();
      length = null;
      const message = parseObject(json);
      if (message === null) channel.destroy(new Error('not a message'));
      else receive(message);
    }
  });
}

function parseObject(json: string): object | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
