import { createSHA256 } from 'hash-wasm';
import type { HashCommand, HashReply } from '#storage/download/hash-worker-client.ts';

const hasherPromise = createSHA256();

/** Commands are processed in order. A failure reaches the page as the worker's `error` event. */
addEventListener('message', ({ data }: MessageEvent<HashCommand>) => {
  processCommand(data).catch(reportError);
});

async function processCommand(data: HashCommand): Promise<void> {
  const hasher = await hasherPromise;
  const reply = (message: HashReply) => postMessage(message);
  switch (data.command) {
    case 'start':
      hasher.init();
      return reply({ isLoaded: load(data.state) });
    case 'update':
      hasher.update(data.bytes);
      return postMessage({ spent: data.bytes.buffer } satisfies HashReply, [data.bytes.buffer]);
    case 'save':
      return reply({ state: hasher.save() });
    case 'end':
      return reply({ hex: hasher.digest() });
  }

  /** Loads a saved state. @returns whether it could be loaded: hash-wasm rejects states of other builds */
  function load(state: Uint8Array | null): boolean {
    try {
      if (state) hasher.load(state);
      return state !== null;
    } catch {
      hasher.init();
      return false;
    }
  }
}
