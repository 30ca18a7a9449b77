import type { Shape } from '#graph/value.ts';
import type { JsonObject } from '../../json.ts';

interface LayerOutcome {
  readonly shape: Shape | null;
  readonly flops: number | null;
}
/** A Keras layer by its `config` and its input shapes, batch first. */
export type LayerRule = (config: JsonObject, inputs: readonly Shape[]) => LayerOutcome | null;

export function createRuleTable(rule: LayerRule, names: string): Record<string, LayerRule> {
  return Object.fromEntries(names.split(' ').map((name) => [name, rule]));
}
