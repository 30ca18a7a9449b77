import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import { devices, listDevices } from '#core/engine/engines.ts';
import { asAppError } from '#core/errors/error.ts';
import { loadOnce } from '#core/load-once.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredText } from '#core/report/measured-run.ts';
import type { ReferenceId } from '#core/report/tensor-report.ts';
import type { TextAgreement } from '#core/report/text-report.ts';
import type { OpenOptions } from '#core/engine/runtime.ts';
import type { TextFacts, TextSession } from '#core/engine/text-session.ts';
import { measureText } from './measure/measure-text.ts';
import { readWeightType } from './model/read-model-details.ts';
import type { BenchCallbacks } from './run-bench.ts';
import { computeTextAgreement, generateGreedySteps } from './agreement/text-agreement.ts';

/**
 * Measures the open language model as requested and closes it before the reference is opened, since a large model may
 * not fit twice.
 * @throws whatever `measureText` throws
 */
export async function runTextBench(
  request: BenchRequest,
  model: string,
  session: TextSession,
  { orderSeed, onProgress, reload }: BenchCallbacks<TextSession>,
): Promise<MeasuredText> {
  const measured = await measureText(session, model, request.effort, { orderSeed, onProgress });
  onProgress({ phase: 'check', fraction: null, remainingMs: null });
  const reloadOnce = loadOnce(reload);
  const agreement = await checkAgreement(request, model, session, reloadOnce);
  // The measurement is valid without it, so it is omitted if the files cannot be read again.
  const files = await reloadOnce().catch(() => undefined);
  const weightType = files && (await readWeightType(files[1]));
  return { ...measured, agreement, ...(weightType !== undefined && { modelDetails: { weightType } }) };
}

/** If the reference fails, the measured speed is still reported, marked as unchecked. */
async function checkAgreement(
  request: BenchRequest,
  model: string,
  session: TextSession,
  reload: BenchCallbacks<TextSession>['reload'],
): Promise<TextAgreement> {
  const reference = measureReference(session.facts);
  const steps = reference && (await generateGreedySteps(session, model));
  await session.close();
  if (!reference || !steps) return { verdict: 'not-measured', why: 'no-reference' };
  try {
    const [runtime, files] = await reload();
    const referenceSession = await runtime.open(files, { ...pickEngineSettings(request), ...reference.options });
    try {
      const isOther =
        referenceSession.facts.device !== session.facts.device ||
        referenceSession.facts.threads !== session.facts.threads;
      const expected = isOther ? await generateGreedySteps(referenceSession, model) : undefined;
      return expected
        ? computeTextAgreement(steps, expected, reference.name)
        : { verdict: 'not-measured', why: 'no-reference' };
    } finally {
      await referenceSession.close();
    }
  } catch (error) {
    const { facts, message } = asAppError(error);
    return { verdict: 'not-measured', why: `reference-failed: ${facts.reason ?? facts['why'] ?? message}` };
  }
}

/**
 * R22: the same model on the host's processor: wasm, or natively on one thread. A run that is there already is repeated
 * with another number of threads. `null` if the engine does not run on it.
 */
function measureReference({ engine, device, threads }: TextFacts): { name: ReferenceId; options: OpenOptions } | null {
  const { host } = devices[device];
  const processor = host === 'page' ? 'wasm' : 'cpu';
  if (!listDevices(engine, host).includes(processor)) return null;
  if (device === 'wasm' || device === 'cpu') {
    return threads > 1
      ? { name: `this-device-${device}-1-thread`, options: { devices: [device], threads: 1 } }
      : { name: `this-device-${device}-2-threads`, options: { devices: [device], threads: 2 } };
  }
  if (processor === 'wasm') return { name: 'this-device-wasm', options: { devices: ['wasm'] } };
  return { name: 'this-device-cpu-1-thread', options: { devices: ['cpu'], threads: 1 } };
}
