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
/** Operators without computation. */
const costFreeOperators: ReadonlySet<string> = new Set(['Const', 'NoOp', 'Placeholder', 'PlaceholderWithDefault']);

export const hasGraphRule = (operator: string): boolean => costFreeOperators.has(operator) || rules.has(operator);

export interface Constants {
  readonly stored: ReadonlyMap<string, StoredWeight>;
  /** Elements of the small integer constants, by name. */
  readonly contents: ReadonlyMap<string, readonly number[]>;
}

/** Computes the output shape and cost of every node of a frozen graph from the shapes of inputs and constants. */
export function computeGraphCosts(
  topology: JsonObject,
  inputs: readonly ValueFacts[],
  outputs: readonly string[],
  { stored, contents }: Constants,
): Costs {
  const values = new Map<string, Value>();
  const constants = new Set<string>();
  for (const { name, dtype, shape } of inputs) values.set(name, createValue(dtype, shape));
  const countValueBytes = (name: string) => countBytes(values.get(name) ?? unknownValue);
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
    const references = asArray(node.input).flatMap(parseInputReference);
    const costed = rules.get(operator)?.({
      inputs: references.map((reference) => values.get(reference)),
      attributes: new Attributes(node),
    });
    const outputValues = costed?.outputs ?? [unknownValue];
    const names = outputValues.map((_, index) => (index === 0 ? name : `${name}:${index}`));
    for (const [index, output] of outputValues.entries()) values.set(names[index] ?? name, output);
    const activations = [...references.filter((reference) => !constants.has(reference)), ...names];
    steps.push({ inputs: references, outputs: names });
    nodes.push({
      name,
      operator,
      flops: costed?.flops ?? null,
      weightBytes: references.reduce((sum, reference) => sum + (stored.get(reference)?.bytes ?? 0), 0),
      activationBytes: sumCosts(activations.map(countValueBytes)),
      outputShape: outputValues[0]?.shape ?? null,
    });
  }
  const peakActivationBytes = findPeakActivations(steps, {
    start: inputs.map(({ name }) => name),
    end: outputs,
    countTensorBytes: (name) => (constants.has(name) ? 0 : countValueBytes(name)),
  });
  return { nodes, peakActivationBytes, shapes: new Map([...values].map(([name, { shape }]) => [name, shape])) };
}

/**
 * Parses a node's reference to an input: `node`, the equivalent `node:0`, or `node:1`. `^node` is a control dependency
 * without a value.
 */
export function parseInputReference(input: unknown): string[] {
  return typeof input !== 'string' || input.startsWith('^') ? [] : [input.replace(/:0$/, '')];
}
