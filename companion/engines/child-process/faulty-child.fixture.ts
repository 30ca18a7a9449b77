import { writeSync } from 'node:fs';
import koffi from 'koffi';
import type { Session, SessionFacts } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import type { NativeEngine, NativeSession } from '../native-engine.ts';
import { serveEngine } from './serve-engine.ts';

// A child process whose engine adds 1 to each value. The runs of a model that is named after a fault have that fault.
const loadMemset = () => koffi.load(null).func('void *memset(uintptr_t, int, size_t)');

const faults: Readonly<Record<string, (signal: AbortSignal | undefined) => Promise<void> | void>> = {
  segfault: () => void loadMemset()(16, 0, 64),
  abort: () => process.abort(),
  exit: () => process.exit(3),
  'a broken message': () => void writeSync(3, '\u0003\0\0\0[1,'),
  'endless loop': () => {
    for (;;);
  },
  'slow answer': (signal) =>
    new Promise((resolve, reject) => {
      setTimeout(resolve, 60_000).unref();
      signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    }),
};

const facts: Omit<SessionFacts, 'device'> = {
  engine: 'ort',
  engineVersion: '0.0.0',
  build: 'faulty',
  threads: 1,
  failedDevices: [],
  inputs: [{ name: 'x', dtype: 'float32', shape: ['n'] }],
  outputs: [{ name: 'y', dtype: 'float32', shape: ['n'] }],
  createMs: 0,
};

/** Repeats the words of the prompt, one after another, until it is stopped. */
const echoModel: TextSession = {
  kind: 'text',
  facts: {
    engine: 'wllama',
    engineVersion: '0.0.0',
    build: 'faulty',
    device: 'cpu',
    threads: 1,
    failedDevices: [],
    createMs: 0,
    contextLength: 64,
    trainedContextLength: null,
    kvCacheBytes: null,
    hasChatTemplate: false,
    timed: { sampling: 'inside', tokenising: 'outside' },
  },
  async *generate({ prompt }, stop) {
    const words = String(prompt).split(' ');
    let tokens = 0;
    for (const word of words) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (stop.aborted) break;
      if (word === 'exit') process.exit(3);
      tokens++;
      yield word;
    }
    const ended = tokens < words.length ? 'stopped' : 'model';
    return { promptTokens: words.length, tokens, ttftMs: 1, prefillTokensPerS: null, decodeTokensPerS: null, ended };
  },
  time: async () => ({ reusedTokens: 0, promptTokens: 1, promptMs: 1, decodeTokens: 1, decodeMs: 1 }),
  getVocabulary: async () => ['a', 'b'],
  memory: async () => ({}),
  close: async () => {},
};

const engine: NativeEngine<Session> = {
  id: 'ort',
  version: '0.0.0',
  listDevices: () => [],
  open: async (model) => (model.id === 'talker' ? echoModel : createAdder(model.id)),
};

function createAdder(id: string): NativeSession {
  return {
    kind: 'tensor',
    facts: { ...facts, device: 'cpu' },
    memory: async () => ({}),
    close: async () => {},
    run: async ({ x }, { signal } = {}) => {
      await faults[id]?.(signal);
      return { y: { dtype: 'float32', shape: x!.shape, data: (x!.data as Float32Array).map((value) => value + 1) } };
    },
  };
}

console.log('secret in the environment:', process.env['ASSAY_SECRET'] ?? 'none');
serveEngine(async () => engine);
