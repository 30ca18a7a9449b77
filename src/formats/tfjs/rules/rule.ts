import { numbersIn, type Value } from '#graph/value.ts';
import type { Attributes } from '../attributes.ts';

/** A node in the form that a rule needs. undefined: an input that no node produces. */
export interface NodeContext {
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
}

/** Outputs of a node, and the operations of one run; null: a size it needs is not known. */
export interface CostedOutputs {
  readonly outputs: readonly Value[];
  readonly flops: number | null;
}

export type Rule = (place: NodeContext) => CostedOutputs | null;

export function ruleTable(rule: Rule, names: string): Record<string, Rule> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, rule]));
}

/** Moves elements without computing. */
export function withoutCompute(outputs: readonly Value[]): CostedOutputs {
  return { outputs, flops: 0 };
}

export const dtypeOf = (input: Value | undefined): string => input?.dtype ?? 'unknown';

/** The one number that an input holds; null where it is not known. */
export const scalar = (input: Value | undefined): number | null => numbersIn(input?.content)?.[0] ?? null;
