import type { ModelFacts } from '#core/model/model-facts.ts';
import { recommendTargets } from './recommended-targets.ts';
import { lacksFloat16 } from './candidate-setups.ts';
import type { DeviceProfile } from './device-profile.ts';
import { unknownMs, getWorkMs, type Candidate } from './rank-candidates.ts';

/** Size of an element of the key-value cache. */
const float16Bytes = 2;

/** A code with facts. Its text is in `src/words`. */
export interface RecommendationReason {
  readonly code:
    | 'only-engine' // that opens this format: {engine, format}
    | 'no-engine' // opens this format: {format}
    | 'fastest' // by forecast: {ms, nextMs}
    | 'safest' // a faster one is less certain to fit: {ms, fasterMs}
    | 'only-candidate' // that fits or may fit: {verdict}
    | 'nothing-fits' // {needBytes, limitBytes}
    | 'software-gpu' // the GPU is emulated and slower than wasm
    | 'no-gpu'
    | 'webgl-unmeasured' // its speed is only known after a run
    | 'one-thread' // cross-origin isolation would enable threads
    | 'needs-half' // the weights need 16-bit arithmetic that this GPU lacks
    | 'shorter-context' // would need less memory: {bytesPerToken}
    | 'smaller-weights' // a quantised variant would fit: {bitsPerWeight}
    | 'integers-in-wasm' // int8 weights save memory on wasm, not time: {kind}
    | 'disturbed-speeds' // the device was busy while it was measured, so its speeds do not rank the candidates
    | 'wide-range'; // a run on this device would narrow the forecast
  readonly facts: Readonly<Record<string, string | number>>;
}

export const createReason = (
  code: RecommendationReason['code'],
  facts: RecommendationReason['facts'] = {},
): RecommendationReason => ({ code, facts });

/** Lists why the best candidate is recommended, or why there is none. */
export function listReasons(
  best: Candidate | null,
  candidates: readonly Candidate[],
  { format }: Pick<ModelFacts, 'format'>,
  { isDisturbed }: Pick<DeviceProfile, 'isDisturbed'>,
): RecommendationReason[] {
  if (!best) {
    const { needLowBytes, limits: [limit] = [] } = candidates[0]?.fit ?? {};
    if (needLowBytes === undefined || !limit) return [];
    return [createReason('nothing-fits', { needBytes: needLowBytes, limitBytes: limit.bytes })];
  }
  const isOnlyEngine = candidates.every(({ engine }) => engine === best.engine);
  const reasons = isOnlyEngine ? [createReason('only-engine', { engine: best.engine, format })] : [];
  const otherCandidates = candidates.filter((other) => other !== best && other.fit.verdict !== 'does-not-fit');
  if (otherCandidates.length === 0) return [...reasons, createReason('only-candidate', { verdict: best.fit.verdict })];
  if (isDisturbed) return reasons;
  const nextFastest = otherCandidates.reduce((fastest, other) =>
    getWorkMs(other) < getWorkMs(fastest) ? other : fastest,
  );
  const [ms, nextMs] = [getWorkMs(best), getWorkMs(nextFastest)];
  if (ms === unknownMs || nextMs === unknownMs) return reasons;
  const isSlower = getWorkMs(nextFastest) < getWorkMs(best);
  return [
    ...reasons,
    isSlower ? createReason('safest', { ms, fasterMs: nextMs }) : createReason('fastest', { ms, nextMs }),
  ];
}

/** Lists changes that would lead to another recommendation. */
export function listChanges(
  best: Candidate | null,
  candidates: readonly Candidate[],
  facts: ModelFacts,
  profile: DeviceProfile,
): RecommendationReason[] {
  const changes: RecommendationReason[] = [];
  const usesGpu = recommendTargets(facts).some(({ device }) => device === 'webgpu');
  if (usesGpu && !profile.gpu) changes.push(createReason('no-gpu'));
  const hasWebgl = candidates.some(({ device, fit }) => device === 'webgl' && fit.verdict !== 'does-not-fit');
  if (hasWebgl && !profile.gpu?.software) changes.push(createReason('webgl-unmeasured'));
  if (usesGpu && profile.gpu?.software) changes.push(createReason('software-gpu'));
  if (lacksFloat16(facts, profile)) changes.push(createReason('needs-half'));
  if (profile.isDisturbed) changes.push(createReason('disturbed-speeds'));
  if (profile.threads === 1) changes.push(createReason('one-thread'));
  if (best?.fit.verdict !== 'fits') {
    const { cacheElementsPerToken } = facts.architecture;
    if (cacheElementsPerToken)
      changes.push(createReason('shorter-context', { bytesPerToken: float16Bytes * cacheElementsPerToken }));
    const { bitsPerWeight } = facts.quantisation;
    if (bitsPerWeight !== null && bitsPerWeight > 8) changes.push(createReason('smaller-weights', { bitsPerWeight }));
  }
  if (best?.device === 'wasm' && facts.quantisation.kind === 'qoperator') {
    changes.push(createReason('integers-in-wasm', { kind: facts.quantisation.kind }));
  }
  if (best?.forecast.known && best.forecast.basis === 'uncalibrated') changes.push(createReason('wide-range'));
  return changes;
}
