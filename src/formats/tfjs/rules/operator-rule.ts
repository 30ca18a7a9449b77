import { readNumbers, type Value } from '#graph/value.ts';
import type { Attributes } from '../tfjs-attributes.ts';

/** A node in the form that a rule needs. An input is `undefined` if no node produces it. */
export interface NodeContext {
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
}

/** Outputs of a node, and the operations of one run; `null` if a required size is not known. */
export interface CostedOutputs {
  readonly outputs: readonly Value[];
  readonly flops: number | null;
}

export type Rule = (context: NodeContext) => CostedOutputs | null;

export function createRuleTable(rule: Rule, names: string): Record<string, Rule> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, rule]));
}

/** The result of an operator that moves elements without computing. */
export function createCostFreeOutputs(outputs: readonly Value[]): CostedOutputs {
  return { outputs, flops: 0 };
}

export const getDtype = (input: Value | undefined): string => input?.dtype ?? 'unknown';

/** The value of a scalar input; `null` if it is not known. */
export const readScalar = (input: Value | undefined): number | null => readNumbers(input?.content)?.[0] ?? null;
