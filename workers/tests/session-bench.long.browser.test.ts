import { expect, test } from 'vitest';
import { openSession } from '#bridge/session-handle.ts';
import { webgpuMissing } from '#runtimes/webgpu-adapter.ts';
import { twice } from './bench-twice.fixture.ts';

test('R22: a user-supplied model on another device is compared with wasm', async (context) => {
  const missing = await webgpuMissing();
  if (missing) context.skip(missing.reason);
  const subject = { kind: 'files', files: [twice()] } as const;
  const session = await openSession({ subject, engine: 'ort', options: { devices: ['webgpu'] } });
  try {
    const dimensions = { length: 64 };
    const measured = await session.bench({ subject, engine: 'ort', device: 'webgpu', effort: 'quick', dimensions });
    expect(measured.cells[0]?.agreement).toMatchObject({ verdict: 'identical', reference: 'this-device-wasm' });
  } finally {
    session.close();
  }
});
