import { readNumbers, type Value } from '#graph/value.ts';
import type { Attributes } from '../tfjs-attributes.ts';

/** The inputs of a rule. An input is `undefined` if no node produces it. */
export interface NodeContext {
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
}

/** Outputs of a node, and the operations of one run; `null` if a required size is unknown. */
export interface CostedOutputs {
  readonly outputs: readonly Value[];
  readonly flops: number | null;
}

export type Rule = (context: NodeContext) => CostedOutputs | null;

export function createRuleTable(rule: Rule, names: string): Record<string, Rule> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, rule]));
}

/** Creates the result of an operator that only moves elements. */
export function createCostFreeOutputs(outputs: readonly Value[]): CostedOutputs {
  return { outputs, flops: 0 };
}

export const getDtype = (input: Value | undefined): string => input?.dtype ?? 'unknown';

/** The value of a scalar input; `null` if unknown. */
export const readScalar = (input: Value | undefined): number | null => readNumbers(input?.content)?.[0] ?? null;
