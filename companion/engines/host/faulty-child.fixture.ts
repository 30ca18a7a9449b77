import koffi from 'koffi';
import type { SessionFacts } from '#core/runtime.ts';
import type { NativeEngine } from '../native-engine.ts';
import { serveEngine } from './serve-engine.ts';

// A child whose engine adds 1 to each value, except for models named after a fault, which each run has.
const memset = () => koffi.load(null).func('void *memset(uintptr_t, int, size_t)');

const faults: Readonly<Record<string, (signal: AbortSignal | undefined) => Promise<void> | void>> = {
  segfault: () => void memset()(16, 0, 64),
  abort: () => process.abort(),
  exit: () => process.exit(3),
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
  runtime: 'ort',
  runtimeVersion: '0.0.0',
  build: 'faulty',
  threads: 1,
  refused: [],
  inputs: [{ name: 'x', dtype: 'float32', shape: ['n'] }],
  outputs: [{ name: 'y', dtype: 'float32', shape: ['n'] }],
  createMs: 0,
};

const engine: NativeEngine = {
  id: 'ort',
  version: '0.0.0',
  devices: () => [],
  open: async (model) => ({
    kind: 'tensor',
    facts: { ...facts, device: 'cpu' },
    memory: async () => ({}),
    close: async () => {},
    run: async ({ x }, { signal } = {}) => {
      await faults[model.id]?.(signal);
      return { y: { dtype: 'float32', shape: x!.shape, data: (x!.data as Float32Array).map((value) => value + 1) } };
    },
  }),
};

console.log('secret in the environment:', process.env['ASSAY_SECRET'] ?? 'none');
serveEngine(async () => engine);
