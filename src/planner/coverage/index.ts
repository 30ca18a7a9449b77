import { listPageTargets, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import type { ModelFacts, NodeFacts } from '#core/model/model-facts.ts';
import { isMissingInLitert } from '../engine-limits/litert.ts';
import { isMissingInTfjs } from '../engine-limits/tfjs.ts';
import type { Coverage, NodePlacement } from './coverage.ts';
import { coverOrt } from './ort-coverage.ts';

/** Engines that run every node on one device, or reject the model. */
const missingChecks: Readonly<Partial<Record<EngineId, (operator: string, device: DeviceId) => boolean>>> = {
  litert: isMissingInLitert,
  tfjs: isMissingInTfjs,
};

/**
 * Estimates the coverage of every page target that opens the format, from the header alone. Empty if the file lists no
 * nodes, or if the format's engines run only whole models.
 */
export function estimateCoverage(facts: ModelFacts): Coverage[] {
  if (facts.nodes.length === 0) return [];
  return listPageTargets(facts.format).flatMap(({ engine, device }) => {
    if (engine === 'ort') {
      if (device === 'wasm') return [coverOrt(facts, 'wasm')];
      return [coverOrt(facts, 'webgpu'), coverOrt(facts, 'webnn')];
    }
    const isMissing = missingChecks[engine];
    return isMissing ? [coverOnOneDevice(facts, engine, device, isMissing)] : [];
  });
}

function coverOnOneDevice(
  { nodes }: ModelFacts,
  engine: EngineId,
  device: DeviceId,
  isMissing: (operator: string, device: DeviceId) => boolean,
): Coverage {
  const placeNode = ({ name, operator }: NodeFacts): NodePlacement =>
    isMissing(operator, device)
      ? { name, operator, place: null, reason: { code: 'operator' } }
      : { name, operator, place: device };
  return { target: { engine, place: device }, nodes: nodes.map(placeNode), copies: null, basis: 'tested' };
}
