import { expect } from 'vitest';
import { computeAgreement } from '#bench/agreement/tensor-agreement.ts';
import { planCells } from '#bench/measure/bench-cells.ts';
import { openSession } from '#bridge/session-handle.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';

/** Runs only one inference, which takes about 20 s on a software adapter. */
export async function expectEncoderAgreement(device: 'wasm' | 'webgpu'): Promise<void> {
  const request = {
    subject: { kind: 'workload', id: 'encoder' },
    engine: 'ort',
    device,
    effort: 'quick',
  } as const satisfies BenchRequest;
  const session = await openSession({ ...request, options: { devices: [device] } });
  try {
    const [cell] = planCells(request, session.opened.facts.inputs, null);
    const agreement = computeAgreement(cell!.references, await session.run(cell!.inputs));
    expect(agreement).toMatchObject({ verdict: 'expected', reference: expect.stringContaining('native CPU') });
  } finally {
    session.close();
  }
}
