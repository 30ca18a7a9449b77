/**
 * A rule of a grammar over bytes. Grammars are matched by derivatives (J. Brzozowski 1964, "Derivatives of Regular
 * Expressions"): after each byte, the rest of the text must match one of several stacks of rules. The stacks allow
 * nesting, which regular expressions lack.
 */
export type Rule =
  | { readonly kind: 'set'; readonly contains: Uint8Array }
  | { readonly kind: 'choice'; readonly rules: readonly Rule[] }
  | { readonly kind: 'sequence'; readonly rules: readonly Rule[] }
  /** `rule` matches at least one byte. */
  | { readonly kind: 'repeat'; readonly rule: Rule; readonly min: number; readonly max: number }
  /** Resolved when it is reached, so that a rule can contain itself. */
  | { readonly kind: 'reference'; resolve(): Rule };

/** The rules that the rest of the text must match, in order; `null` at the end. */
export type Stack = { readonly rule: Rule; readonly rest: Stack } | null;

/** Creates the rule of one byte from these ranges, whose ends are inclusive. */
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

/** Creates the rule of the UTF-8 bytes of a text. */
export function createLiteral(text: string): Rule {
  return { kind: 'sequence', rules: Array.from(new TextEncoder().encode(text), (byte) => singleBytes[byte]!) };
}

/** Returns the stacks that can follow a byte; empty if the byte cannot come next. */
export function advance(stacks: readonly Stack[], byte: number): readonly Stack[] {
  const next = new Set<Stack>();
  follow(stacks, (stack) => {
    if (stack?.rule.contains[byte]) next.add(stack.rest);
  });
  return [...next];
}

/** Whether the text can end at this point. */
export function canEnd(stacks: readonly Stack[]): boolean {
  let isEnd = false;
  follow(stacks, (stack) => {
    isEnd ||= stack === null;
  });
  return isEnd;
}

type ByteStack = { readonly rule: Extract<Rule, { kind: 'set' }>; readonly rest: Stack };

/**
 * Follows the rules up to the next byte. The stacks that are still to be followed are in a list, because a recursion
 * through thousands of optional properties would exceed the call stack of a worker.
 * @param reach called for each set of bytes that can come next, and with `null` if the text can end
 */
function follow(stacks: readonly Stack[], reach: (stack: ByteStack | null) => void): void {
  const visited = new Visited();
  const pending = [...stacks];
  for (let stack = pending.pop(); stack !== undefined; stack = pending.pop()) {
    if (stack === null) {
      reach(null);
      continue;
    }
    const { rule, rest } = stack;
    switch (rule.kind) {
      case 'set':
        reach({ rule, rest });
        break;
      case 'choice':
        for (const each of rule.rules) pending.push({ rule: each, rest });
        break;
      case 'sequence':
        pending.push(pushAll(rule.rules, rest));
        break;
      case 'repeat':
        if (rule.max > 0) pending.push({ rule: rule.rule, rest: { rule: decrementRepetition(rule), rest } });
        if (rule.min <= 0 && (!rest || visited.add(rest.rule, rest.rest))) pending.push(rest);
        break;
      case 'reference': {
        const target = rule.resolve();
        if (visited.add(target, rest)) pending.push({ rule: target, rest });
      }
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

/**
 * Returns the repetition that remains after one match. An unbounded one is the same object, so that characters of a
 * text allocate nothing.
 */
function decrementRepetition(rule: Extract<Rule, { kind: 'repeat' }>): Rule {
  return rule.min <= 0 && rule.max === Infinity ? rule : createRepetition(rule.rule, rule.min - 1, rule.max - 1);
}
