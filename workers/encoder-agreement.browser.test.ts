import { expect, test } from 'vitest';
import { agreementWith } from '#bench/agreement.ts';
import { cellsFor } from '#bench/cells.ts';
import { openSession } from '#bridge/handle.ts';
import type { BenchRequest } from '#core/report.ts';
import { webgpuMissing } from '#runtimes/webgpu-adapter.ts';

// One inference each: a software adapter takes some 20 s for it, and a measurement many.
test.for(['wasm', 'webgpu'] as const)(
  'the encoder on %s agrees with the stored reference of the native runtime',
  { timeout: 120_000 },
  async (device, context) => {
    const missing = device === 'webgpu' ? await webgpuMissing() : null;
    if (missing) context.skip(missing.reason);
    const request = {
      subject: { kind: 'workload', id: 'encoder' },
      runtime: 'ort',
      device,
      effort: 'quick',
    } as const satisfies BenchRequest;
    const session = await openSession({ ...request, options: { devices: [device] } });
    try {
      const [cell] = cellsFor(request, session.opened.facts.inputs, null);
      const agreement = agreementWith(cell!.references, await session.run(cell!.inputs));
      expect(agreement).toMatchObject({ verdict: 'expected', reference: expect.stringContaining('native CPU') });
    } finally {
      session.close();
    }
  },
);
