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
 * Measures an open language model, and closes it before the reference is opened, since two instances of a large model
 * may exceed the memory.
 * @throws errors from `measureText`
 */
export async function runTextBench(
  request: BenchRequest,
  model: string,
  session: TextSession,
  { orderSeed, onProgress, reload }: BenchCallbacks<TextSession>,
): Promise<MeasuredText> {
  const measuredText = await measureText(session, model, request.effort, { orderSeed, onProgress });
  onProgress({ phase: 'check', fraction: null, remainingMs: null });
  const reloadOnce = loadOnce(reload);
  const agreement = await checkAgreement(request, model, session, reloadOnce);
  // Omitted if the files cannot be reloaded, since the measurement is valid without it.
  const files = await reloadOnce().catch(() => undefined);
  const weightType = files && (await readWeightType(files[1]));
  return { ...measuredText, agreement, ...(weightType !== undefined && { modelDetails: { weightType } }) };
}

/** If the reference fails, the measured speed is reported without agreement. */
async function checkAgreement(
  request: BenchRequest,
  model: string,
  session: TextSession,
  reload: BenchCallbacks<TextSession>['reload'],
): Promise<TextAgreement> {
  const reference = findTextReference(session.facts);
  const steps = reference && (await generateGreedySteps(session, model));
  await session.close();
  if (!reference || !steps) return { verdict: 'not-measured', why: 'no-reference' };
  try {
    const [runtime, files] = await reload();
    const referenceSession = await runtime.open(files, { ...pickEngineSettings(request), ...reference.options });
    try {
      const differs =
        referenceSession.facts.device !== session.facts.device ||
        referenceSession.facts.threads !== session.facts.threads;
      const expected = differs ? await generateGreedySteps(referenceSession, model) : undefined;
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
 * R22: finds the reference: the same model on the processor of the host, in wasm or natively on one thread. A run on the
 * processor is repeated with another number of threads. `null` if the engine does not support the processor.
 */
function findTextReference({ engine, device, threads }: TextFacts): { name: ReferenceId; options: OpenOptions } | null {
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
