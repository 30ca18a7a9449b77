import { advance, canEnd, type Rule, type Stack } from './rule.ts';

/** Constrains the tokens of one answer to the texts of a rule. */
export class JsonConstraint {
  readonly #tokenBytes: readonly (Uint8Array | null)[];
  readonly #endTokens: ReadonlySet<number>;
  #stacks: readonly Stack[];

  /** @param tokenBytes see `listTokenBytes` */
  constructor(rule: Rule, tokenBytes: readonly (Uint8Array | null)[], endTokens: ReadonlySet<number>) {
    this.#stacks = [{ rule, rest: null }];
    this.#tokenBytes = tokenBytes;
    this.#endTokens = endTokens;
  }

  /** Whether a complete text has been written, which may continue. */
  get isComplete(): boolean {
    return canEnd(this.#stacks);
  }

  /** Whether the token can come next. An end token can if the text is complete. */
  readonly isAllowed = (token: number): boolean => {
    if (this.#endTokens.has(token)) return this.isComplete;
    return this.#advance(token).length > 0;
  };

  /** Continues after a token that {@link isAllowed}. */
  accept(token: number): void {
    this.#stacks = this.#advance(token);
  }

  #advance(token: number): readonly Stack[] {
    const bytes = this.#tokenBytes[token];
    if (!bytes || bytes.length === 0) return [];
    let stacks = this.#stacks;
    for (const byte of bytes) {
      stacks = advance(stacks, byte);
      if (stacks.length === 0) break;
    }
    return stacks;
  }
}
