import { planCells } from '#bench/measure/bench-cells.ts';
import { readHeader } from '#bench/model/read-header.ts';
import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import type { Runtime, TensorSession } from '#core/engine/runtime.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import { restoreNodeNames } from './original-names.ts';
import { recordProfile } from './record-profile.ts';
import type { RecordedProfile } from './recorded-profile.ts';

/** Opens a model a second time with profiling, and records both sessions. The caller closes `plain`. */
export async function profileSession(
  plain: TensorSession,
  [runtime, model]: readonly [Runtime, ModelFiles],
  request: BenchRequest,
  onProgress: (progress: Progress) => void,
): Promise<RecordedProfile> {
  const { facts } = plain;
  onProgress({ phase: 'create', fraction: null, remainingMs: null });
  const header = await readHeader(model, request.dimensions);
  const [cell] = planCells(request, facts.inputs, null);
  if (!cell) throw new AppError('internal', { why: 'the request has no inputs to profile' });
  const profiled = await runtime.open(model, {
    ...pickEngineSettings(request),
    devices: [facts.device],
    threads: facts.threads,
    profile: true,
  });
  const nodes = header?.facts.nodes ?? [];
  try {
    const recordedProfile = await recordProfile(plain, profiled, cell.inputs, {
      nodes: nodes.map(({ name, operator, flops, weightBytes, activationBytes }) => ({
        name,
        operator,
        flops,
        weightBytes,
        activationBytes,
      })),
      now: () => performance.now(),
      onProgress: (fraction) =>
        onProgress({ phase: fraction === 0 ? 'warm-up' : 'steady', fraction, remainingMs: null }),
    });
    return { ...recordedProfile, events: restoreNodeNames(recordedProfile.events, nodes) };
  } finally {
    await profiled.close();
  }
}
