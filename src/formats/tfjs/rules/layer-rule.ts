import type { Shape } from '#graph/value.ts';
import type { JsonObject } from '../../json.ts';

interface LayerCost {
  readonly shape: Shape | null;
  readonly flops: number | null;
}
/** Computes the output shape and cost of a Keras layer from its `config` and its input shapes, batch first. */
export type LayerRule = (config: JsonObject, inputs: readonly Shape[]) => LayerCost | null;

export function createRuleTable(rule: LayerRule, names: string): Record<string, LayerRule> {
  return Object.fromEntries(names.split(' ').map((name) => [name, rule]));
}
