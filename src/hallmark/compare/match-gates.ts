import type { GateOutcome } from '#core/gate/gate-outcome.ts';
import { digestGateFile, parseGateFile, type GateFile } from '#gates/file/gate-file.ts';
import type { GateSetting } from '#gates/file/gate-setting.ts';
import { presetIds, presets } from '#gates/file/presets/index.ts';
import { createHallmarkError } from '../statement/hallmark-error.ts';
import type { HallmarkPredicate } from '../statement/statement.ts';

/**
 * The first gate whose outcome is not one of this gate file: it is missing or additional, or its severity, limit, metric or
 * number of samples differs. A digest alone proves nothing about the outcomes: the signer can enter any digest.
 * @returns `null` if every outcome is one of the file
 */
export function findDifferingGate(gates: readonly GateOutcome[], { settings }: GateFile): string | null {
  const missing = settings.find((setting) => !gates.some(({ gate }) => gate === setting.gate));
  if (missing) return missing.gate;
  const isUnmatched = (outcome: GateOutcome) => !settings.some((setting) => matchesSetting(outcome, setting));
  return gates.find(isUnmatched)?.gate ?? null;
}

/** Compares no unit and comparator: those of an outcome are checked against the gate's definition (`outcome-checks.ts`). */
function matchesSetting(
  outcome: GateOutcome,
  { gate, severity, limit, metric, percentile, minSamples = 1 }: GateSetting,
) {
  if (outcome.gate !== gate || outcome.severity !== severity || outcome.limit !== limit) return false;
  const named = metric ?? percentile;
  if (named !== undefined && outcome.metric !== named) return false;
  return !('measured' in outcome) || outcome.n >= minSamples;
}

/**
 * Rejects a statement with the digest of a preset and other gates.
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
