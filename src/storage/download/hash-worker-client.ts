import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import type { BufferPool } from './buffer-pool.ts';

/** Commands to a hash worker, and its replies: one for every command, in order. */
export type HashCommand =
  | { readonly command: 'start'; readonly state: Uint8Array | null }
  | { readonly command: 'update'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly command: 'save' }
  | { readonly command: 'end' };
export type HashReply =
  | { readonly isLoaded: boolean }
  | { readonly spent: ArrayBuffer }
  | { readonly state: Uint8Array }
  | { readonly hex: string };

/** The maximum bytes queued for the hash: enough to keep it busy, but small for any device. Heuristic, not measured. */
const maxQueuedBytes = 8 << 20;

/** Computes SHA-256 in a separate worker, in parallel with the download, which takes about as long. */
export class HashWorkerClient {
  readonly #worker = new Worker(new URL('../../../workers/hash.worker.ts', import.meta.url), { type: 'module' });
  readonly #replies: PromiseWithResolvers<HashReply>[] = [];
  readonly #pool: BufferPool | null;
  #queuedBytes = 0;
  #error: AppError | null = null;

  /** @param pool receives the buffers of hashed bytes */
  constructor(pool: BufferPool | null = null) {
    this.#pool = pool;
    this.#worker.addEventListener('message', ({ data }: MessageEvent<HashReply>) =>
      this.#replies.shift()?.resolve(data),
    );
    this.#worker.addEventListener('error', ({ message }) => {
      const facts: ErrorFacts = message ? { why: message } : { reason: 'worker-script-not-loaded' };
      this.#error = new AppError('worker-died', { engine: 'sha256', ...facts });
      for (const { reject } of this.#replies.splice(0)) reject(this.#error);
    });
  }

  /** Starts from a saved state, or from the beginning for `null`. Returns whether this build can read the state. */
  async start(state: Uint8Array | null): Promise<boolean> {
    const reply = await this.#send({ command: 'start', state });
    return 'isLoaded' in reply && reply.isLoaded;
  }

  /** Hashes the bytes and transfers their buffer. Resolves when the queue accepts more. */
  async update(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { byteLength } = bytes.buffer;
    this.#queuedBytes += byteLength;
    const hashed = this.#send({ command: 'update', bytes }, [bytes.buffer]).then((reply) => {
      this.#queuedBytes -= byteLength;
      if ('spent' in reply) this.#pool?.give(reply.spent);
    });
    if (this.#queuedBytes > maxQueuedBytes) await hashed;
    else hashed.catch(() => {}); // the next awaited call throws the error
  }

  /** Returns the state after all previous updates. */
  async save(): Promise<Uint8Array> {
    const reply = await this.#send({ command: 'save' });
    if ('state' in reply) return reply.state;
    throw new AppError('internal', { why: 'the hash returned no state' });
  }

  /** Finishes the hash and returns it in lower-case hexadecimal. */
  async finish(): Promise<string> {
    const reply = await this.#send({ command: 'end' });
    if ('hex' in reply) return reply.hex;
    throw new AppError('internal', { why: 'the hash returned no result' });
  }

  close(): void {
    this.#worker.terminate();
  }

  #send(command: HashCommand, transfer: Transferable[] = []): Promise<HashReply> {
    if (this.#error) return Promise.reject(this.#error);
    const reply = Promise.withResolvers<HashReply>();
    this.#replies.push(reply);
    this.#worker.postMessage(command, transfer);
    return reply.promise;
  }
}

/**
 * Computes the SHA-256 of a file in lower-case hexadecimal, chunk by chunk, so memory use does not grow with its size.
 */
export async function hashFile(file: Blob): Promise<string> {
  const hash = new HashWorkerClient();
  try {
    await hash.start(null);
    for await (const chunk of file.stream()) await hash.update(chunk);
    return await hash.finish();
  } finally {
    hash.close();
  }
}
