import { createSHA256 } from 'hash-wasm';
import type { HashCommand, HashReply } from '#storage/download/hash-worker-client.ts';

const starting = createSHA256();

/** Commands are answered one by one, in order. A failure reaches the page as the worker's `error` event. */
addEventListener('message', ({ data }: MessageEvent<HashCommand>) => {
  answer(data).catch(reportError);
});

async function answer(data: HashCommand): Promise<void> {
  const hasher = await starting;
  const reply = (answer: HashReply) => postMessage(answer);
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

  /** Whether the state could be loaded: hash-wasm rejects a state that another build saved. */
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
