import { listPageTargets, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import type { ModelFacts, NodeFacts } from '#core/model/model-facts.ts';
import { isMissingInLitert } from '../engine-limits/litert.ts';
import { isMissingInTfjs } from '../engine-limits/tfjs.ts';
import type { Coverage, NodePlacement } from './coverage.ts';
import { coverOrt } from './ort-coverage.ts';

/** Engines that run every node on one device, or reject the model. */
const lacks: Readonly<Partial<Record<EngineId, (operator: string, device: DeviceId) => boolean>>> = {
  litert: isMissingInLitert,
  tfjs: isMissingInTfjs,
};

/**
 * The coverage of every target in the page that opens the format, from the header alone; empty if the file lists no
 * nodes, or the format's engine takes whole models.
 */
export function estimateCoverage(facts: ModelFacts): Coverage[] {
  if (facts.nodes.length === 0) return [];
  return listPageTargets(facts.format).flatMap(({ engine, device }) => {
    if (engine === 'ort') {
      if (device === 'wasm') return [coverOrt(facts, 'wasm')];
      return [coverOrt(facts, 'webgpu'), coverOrt(facts, 'webnn')];
    }
    const isMissing = lacks[engine];
    return isMissing ? [coverWhole(facts, engine, device, isMissing)] : [];
  });
}

function coverWhole(
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
