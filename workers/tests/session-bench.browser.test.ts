import { afterEach, expect, test } from 'vitest';
import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import type { TensorEngineId } from '#core/engine/engines.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import { createDoublingModel } from './doubling-model.fixture.ts';

let session: SessionHandle;
afterEach(() => session?.close());

async function run(request: BenchRequest & { readonly engine: TensorEngineId }) {
  const { subject, engine, device, threads } = request;
  const options = { devices: device ? [device] : [], ...(threads && { threads }) };
  session = await openSession({ subject, engine, options });
  return session.bench(request);
}

test('R22: a user-supplied model runs on seeded inputs and is compared with its unoptimised graph', async () => {
  const subject = { kind: 'files', files: [createDoublingModel()] } as const;
  const request = { subject, engine: 'ort', device: 'wasm', threads: 1, effort: 'quick' } as const;
  const dimensions = { length: 64 };
  const measured = await run({ ...request, dimensions });
  expect(measured.cells[0]?.name).toBe('seeded');
  expect(measured.modelDetails).toEqual({ weightType: 'float32', placement: { CPUExecutionProvider: 1 } }); // R19
  const reference = 'this-device-wasm-unoptimised';
  expect(measured.cells[0]?.agreement).toMatchObject({ verdict: 'identical', reference });
  await expect(session.bench(request)).rejects.toMatchObject({ code: 'input-invalid', facts: { name: 'length' } });
});
