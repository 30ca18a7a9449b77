import type { GateOutcome } from '#core/gate/gate-outcome.ts';
import { digestGateFile, toGateFileJson, parseGateFile, type GateFile } from '#gates/file/gate-file.ts';
import type { GateSetting } from '#gates/file/gate-setting.ts';
import { gateIds, getGate } from '#gates/index.ts';
import { presetIds, presets } from '#gates/file/presets/index.ts';
import type { HallmarkStatement } from './statement.ts';

/**
 * Finds the gate file of a hallmark, which contains only the file's digest and limits: a preset, or a file that sets
 * these limits and otherwise has defaults.
 * @returns its text, with the digest in the hallmark; `null` if the user must provide the file
 */
export async function findGateFile({ predicate }: HallmarkStatement): Promise<string | null> {
  const { sha256 } = predicate.gateFile.digest;
  const files: GateFile[] = presetIds.map((id) => parseGateFile(JSON.stringify(presets[id])));
  for (const hasMetric of [false, true]) {
    for (const hasSource of [true, false]) {
      files.push({ settings: predicate.run.gates.flatMap((gate) => toSetting(gate, hasMetric, hasSource) ?? []) });
    }
  }
  for (const file of files) {
    if ((await digestGateFile(file)) === sha256) return JSON.stringify(toGateFileJson(file), null, 2);
  }
  return null;
}

/**
 * Restores the setting of an outcome.
 * @param hasMetric whether the file names metrics and percentiles
 * @param hasSource whether a default limit has its source
 */
function toSetting(
  { gate, severity, limit, metric }: GateOutcome,
  hasMetric: boolean,
  hasSource: boolean,
): GateSetting | null {
  const id = gateIds.find((gateId) => gateId === gate);
  if (!id) return null; // the gate is of another version
  const { limit: defaultLimit, minSamples, options = [] } = getGate(id);
  return {
    gate: id,
    severity,
    limit,
    ...(hasSource && limit === defaultLimit.value && { source: defaultLimit.source }),
    ...(minSamples !== undefined && { minSamples }),
    ...(hasMetric && metric !== undefined && { [options.includes('percentile') ? 'percentile' : 'metric']: metric }),
  };
}
