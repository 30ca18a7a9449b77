/**
 * A rule of a grammar over bytes. Grammars are matched by their derivatives: what has to follow a byte is a set of stacks of
 * rules, of which any can be the right one (J. Brzozowski 1964, "Derivatives of Regular Expressions"; the stack adds nesting).
 */
export type Rule =
  | { readonly kind: 'set'; readonly contains: Uint8Array }
  | { readonly kind: 'choice'; readonly rules: readonly Rule[] }
  | { readonly kind: 'sequence'; readonly rules: readonly Rule[] }
  /** `rule` matches at least one byte. */
  | { readonly kind: 'repeat'; readonly rule: Rule; readonly min: number; readonly max: number }
  /** Resolved when it is reached, so that a rule can contain itself. */
  | { readonly kind: 'reference'; resolve(): Rule };

/** What has to follow; `null` is the end. */
export type Stack = { readonly rule: Rule; readonly rest: Stack } | null;

/** One byte of several; each range is two bytes, both included. */
export function createByteSet(...ranges: readonly (readonly [from: number, to: number])[]): Rule {
  const contains = new Uint8Array(256);
  for (const [from, to] of ranges) contains.fill(1, from, to + 1);
  return { kind: 'set', contains };
}

export const createChoice = (...rules: readonly Rule[]): Rule => ({ kind: 'choice', rules });
export const createSequence = (...rules: readonly Rule[]): Rule => ({ kind: 'sequence', rules });
export const createRepetition = (rule: Rule, min: number, max = Infinity): Rule => ({ kind: 'repeat', rule, min, max });
export const createOptional = (rule: Rule): Rule => createRepetition(rule, 0, 1);
export const createReference = (resolve: () => Rule): Rule => ({ kind: 'reference', resolve });

const singleBytes = Array.from({ length: 256 }, (_, byte) => createByteSet([byte, byte]));

/** The bytes of a text in UTF-8. */
export function createLiteral(text: string): Rule {
  return { kind: 'sequence', rules: Array.from(new TextEncoder().encode(text), (byte) => singleBytes[byte]!) };
}

/** What can follow a byte; empty if the byte cannot come next. */
export function advance(stacks: readonly Stack[], byte: number): readonly Stack[] {
  const next = new Set<Stack>();
  const visited = new Visited();
  for (const stack of stacks) addNext(stack, byte, next, visited);
  return [...next];
}

function addNext(stack: Stack, byte: number, next: Set<Stack>, visited: Visited): void {
  if (!stack) return;
  const { rule, rest } = stack;
  switch (rule.kind) {
    case 'set':
      if (rule.contains[byte]) next.add(rest);
      return;
    case 'choice':
      for (const each of rule.rules) addNext({ rule: each, rest }, byte, next, visited);
      return;
    case 'sequence':
      return addNext(pushAll(rule.rules, rest), byte, next, visited);
    case 'repeat':
      if (rule.max > 0)
        addNext({ rule: rule.rule, rest: { rule: decrementRepetition(rule), rest } }, byte, next, visited);
      if (rule.min <= 0 && rest && visited.add(rest.rule, rest.rest)) addNext(rest, byte, next, visited);
      return;
    case 'reference': {
      const target = rule.resolve();
      if (visited.add(target, rest)) addNext({ rule: target, rest }, byte, next, visited);
    }
  }
}

/** Whether the text can end here. */
export function canEnd(stacks: readonly Stack[]): boolean {
  const visited = new Visited();
  return stacks.some((stack) => isNullable(stack, visited));
}

function isNullable(stack: Stack, visited: Visited): boolean {
  if (!stack) return true;
  const { rule, rest } = stack;
  switch (rule.kind) {
    case 'set':
      return false;
    case 'choice':
      return rule.rules.some((each) => isNullable({ rule: each, rest }, visited));
    case 'sequence':
      return isNullable(pushAll(rule.rules, rest), visited);
    case 'repeat':
      return rule.min <= 0 && isNullable(rest, visited);
    case 'reference': {
      const target = rule.resolve();
      return visited.add(target, rest) && isNullable({ rule: target, rest }, visited);
    }
  }
}

/** The stacks reached before, so that alternatives with the same continuation are followed once. */
class Visited {
  readonly #rules = new Map<Stack, Set<Rule>>();

  /** Whether the stack was not visited before. */
  add(rule: Rule, rest: Stack): boolean {
    const rules = this.#rules.get(rest);
    if (rules?.has(rule)) return false;
    if (rules) rules.add(rule);
    else this.#rules.set(rest, new Set([rule]));
    return true;
  }
}

const pushAll = (rules: readonly Rule[], rest: Stack): Stack =>
  rules.reduceRight<Stack>((stack, rule) => ({ rule, rest: stack }), rest);

/** An unbounded repetition is the same rule again, which costs nothing for each character of a text. */
function decrementRepetition(rule: Extract<Rule, { kind: 'repeat' }>): Rule {
  return rule.min <= 0 && rule.max === Infinity ? rule : createRepetition(rule.rule, rule.min - 1, rule.max - 1);
}
