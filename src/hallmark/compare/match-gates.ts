import type { GateOutcome } from '#core/gate/gate-outcome.ts';
import { digestGateFile, parseGateFile, type GateFile } from '#gates/file/gate-file.ts';
import type { GateSetting } from '#gates/file/gate-setting.ts';
import { presetIds, presets } from '#gates/file/presets/index.ts';
import { createHallmarkError } from '../statement/hallmark-error.ts';
import type { HallmarkPredicate } from '../statement/statement.ts';

/**
 * Finds the first gate whose outcome does not match this gate file: it is missing or additional, or its severity,
 * limit, metric or number of samples differs. A digest alone proves nothing about the outcomes: the signer can enter
 * any digest.
 * @returns `null` if every outcome matches the file
 */
export function findDifferingGate(gates: readonly GateOutcome[], { settings }: GateFile): string | null {
  const missing = settings.find((setting) => !gates.some(({ gate }) => gate === setting.gate));
  if (missing) return missing.gate;
  const isUnmatched = (outcome: GateOutcome) => !settings.some((setting) => matchesSetting(outcome, setting));
  return gates.find(isUnmatched)?.gate ?? null;
}

/**
 * Does not compare unit and comparator: `outcome-checks.ts` checks those of an outcome against the gate's definition.
 */
function matchesSetting(
  outcome: GateOutcome,
  { gate, severity, limit, metric, percentile, minSamples = 1 }: GateSetting,
) {
  if (outcome.gate !== gate || outcome.severity !== severity || outcome.limit !== limit) return false;
  const requiredMetric = metric ?? percentile;
  if (requiredMetric !== undefined && outcome.metric !== requiredMetric) return false;
  return !('measured' in outcome) || outcome.n >= minSamples;
}

/**
 * Rejects a statement with the digest of a preset but other gates.
 * @throws AppError hallmark-invalid
 */
export async function checkPreset({ gateFile, run }: Pick<HallmarkPredicate, 'gateFile' | 'run'>): Promise<void> {
  for (const id of presetIds) {
    const file = parseGateFile(JSON.stringify(presets[id]));
    if ((await digestGateFile(file)) !== gateFile.digest.sha256) continue;
    const gate = findDifferingGate(run.gates, file);
    if (gate !== null) throw createHallmarkError({ reason: 'gates-differ-from-file', file: id, gate });
  }
}
