import { expect, test, vi } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { runTextBench } from './run-text-bench.ts';

vi.mock('./measure/measure-text.ts', () => ({ measureText: async () => ({ kind: 'text' }) }));

const model: ModelFiles = { id: 'm', entry: 'm.gguf', files: new Map() };
const request = { subject: { kind: 'files', files: [] }, engine: 'wllama', effort: 'quick' } satisfies BenchRequest;

/** A session that always generates token 7. */
function createSession(threads: number): TextSession {
  const steps = Array.from({ length: 32 }, () => ({ token: 7, topTokens: [] }));
  const session = {
    facts: { engine: 'wllama', device: 'wasm', threads },
    getVocabulary: async () => [...'abcdefghijklmnopqrstuvwxyz'],
    time: async () => ({ steps }),
    close: async () => {},
  };
  return session as unknown as TextSession; // other members are not used
}

test('R22: the model is loaded once for the reference and the weight type, after timing', async () => {
  const runtime = { open: async () => createSession(1) } as unknown as Runtime<TextSession>;
  const reload = vi.fn(async () => [runtime, model] as const);
  const measured = await runTextBench(request, 'm', createSession(2), { orderSeed: 1, onProgress: () => {}, reload });
  expect(measured.agreement).toMatchObject({ verdict: 'identical', same: 32 });
  expect(reload).toHaveBeenCalledTimes(1);
});

test('R22: the speed of a model that cannot be reloaded is reported without agreement', async () => {
  const reload = () => Promise.reject(new Error('the file was moved'));
  const measured = await runTextBench(request, 'm', createSession(2), { orderSeed: 1, onProgress: () => {}, reload });
  expect(measured.agreement).toMatchObject({ verdict: 'not-measured' });
  expect(measured.modelDetails).toBeUndefined();
});

test.each([
  ['cpu', 4, 1, 'this-device-cpu-1-thread'],
  ['cpu', 1, 2, 'this-device-cpu-2-threads'],
  ['gpu', 8, 1, 'this-device-cpu-1-thread'],
] as const)(
  'R22: a native run on %s with %i threads is compared with one on %i',
  async (device, threads, other, name) => {
    const createNativeSession = (facts: Partial<TextSession['facts']>) => {
      const session = createSession(1);
      return Object.assign(session, { facts: { ...session.facts, engine: 'llama', ...facts } });
    };
    const open = vi.fn(async () => createNativeSession({ device: 'cpu', threads: other }));
    const reload = async () => [{ open } as unknown as Runtime<TextSession>, model] as const;
    const options = { orderSeed: 1, onProgress: () => {}, reload };
    const measured = await runTextBench(request, 'm', createNativeSession({ device, threads }), options);
    expect(open).toHaveBeenCalledWith(model, { devices: ['cpu'], threads: other });
    expect(measured.agreement).toMatchObject({ verdict: 'identical', reference: name });
  },
);
