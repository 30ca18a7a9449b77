import type { NodeFacts, ValueFacts } from '#core/model/model-facts.ts';
import { sumCosts } from '#graph/cost.ts';
import { findPeakActivations } from '#graph/peak-activations.ts';
import { countBytes, unknownValue, createValue, type Value } from '#graph/value.ts';
import { asArray, asString, asObjectArray, type JsonObject } from '../json.ts';
import { Attributes } from './tfjs-attributes.ts';
import type { Costs } from './tfjs-costs.ts';
import { sortTopologically } from './topological-order.ts';
import { elementwise } from './rules/elementwise-rules.ts';
import { foldingRules } from './rules/folding.ts';
import { layout } from './rules/layout-rules.ts';
import { products } from './rules/product-rules.ts';
import type { Rule } from './rules/operator-rule.ts';
import type { StoredWeight } from './tfjs-weights.ts';

const rules: ReadonlyMap<string, Rule> = new Map(
  Object.entries({ ...elementwise, ...foldingRules, ...layout, ...products }),
);
/** Operators that are constant or compute nothing. */
const costFreeOperators: ReadonlySet<string> = new Set(['Const', 'NoOp', 'Placeholder', 'PlaceholderWithDefault']);

export const hasGraphRule = (operator: string): boolean => costFreeOperators.has(operator) || rules.has(operator);

export interface Constants {
  readonly stored: ReadonlyMap<string, StoredWeight>;
  /** Elements of the small integer constants, by name. */
  readonly contents: ReadonlyMap<string, readonly number[]>;
}

/** Output shapes and costs of every node of a frozen graph, from the shapes of inputs and constants. */
export function computeGraphCosts(
  topology: JsonObject,
  inputs: readonly ValueFacts[],
  outputs: readonly string[],
  { stored, contents }: Constants,
): Costs {
  const values = new Map<string, Value>();
  const constants = new Set<string>();
  for (const { name, dtype, shape } of inputs) values.set(name, createValue(dtype, shape));
  const valueBytes = (name: string) => countBytes(values.get(name) ?? unknownValue);
  const nodes: NodeFacts[] = [];
  const steps: { inputs: string[]; outputs: string[] }[] = [];
  for (const node of sortTopologically(asObjectArray(topology.node).filter(({ name }) => typeof name === 'string'))) {
    const [name, operator] = [String(node.name), asString(node.op) ?? ''];
    const weight = stored.get(name);
    if (operator === 'Const' && weight) {
      constants.add(name);
      values.set(
        name,
        createValue(weight.dtype === 'int32' ? 'int32' : 'float32', weight.shape, contents.get(name) ?? null),
      );
    }
    if (costFreeOperators.has(operator)) continue;
    const read = asArray(node.input).flatMap(parseInputReference);
    const outcome = rules.get(operator)?.({
      inputs: read.map((reference) => values.get(reference)),
      attributes: new Attributes(node),
    });
    const made = outcome?.outputs ?? [unknownValue];
    const names = made.map((_, index) => (index === 0 ? name : `${name}:${index}`));
    for (const [index, output] of made.entries()) values.set(names[index] ?? name, output);
    const moving = [...read.filter((reference) => !constants.has(reference)), ...names];
    steps.push({ inputs: read, outputs: names });
    nodes.push({
      name,
      operator,
      flops: outcome?.flops ?? null,
      weightBytes: read.reduce((sum, reference) => sum + (stored.get(reference)?.bytes ?? 0), 0),
      activationBytes: sumCosts(moving.map(valueBytes)),
      outputShape: made[0]?.shape ?? null,
    });
  }
  const peakActivationBytes = findPeakActivations(steps, {
    start: inputs.map(({ name }) => name),
    end: outputs,
    countTensorBytes: (name) => (constants.has(name) ? 0 : valueBytes(name)),
  });
  return { nodes, peakActivationBytes, shapes: new Map([...values].map(([name, { shape }]) => [name, shape])) };
}

/**
 * The value that a node's input refers to: `node`, `node:0` (the same) or `node:1`. `^node` is a control dependency
 * without a value.
 */
export function parseInputReference(input: unknown): string[] {
  return typeof input !== 'string' || input.startsWith('^') ? [] : [input.replace(/:0$/, '')];
}
