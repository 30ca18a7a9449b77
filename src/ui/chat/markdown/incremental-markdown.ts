import { parseMarkdown, type ParsedBlock } from './parse.ts';

/**
 * The blocks of an answer as it grows. Only the last blocks can change when text is added, so the others are not parsed
 * again.
 */
export class IncrementalMarkdown {
  #source = '';
  #blocks: readonly ParsedBlock[] = [];

  parse(source: string): readonly ParsedBlock[] {
    if (source === this.#source) return this.#blocks;
    const settled = source.startsWith(this.#source) ? this.#settledBlocks() : [];
    const offset = settled.reduce((sum, { raw }) => sum + raw.length, 0);
    this.#blocks = [...settled, ...parseMarkdown(source.slice(offset))];
    this.#source = source;
    return this.#blocks;
  }

  /** The blocks before the last non-empty one. More text can continue that one: a list even after an empty line. */
  #settledBlocks(): readonly ParsedBlock[] {
    const last = this.#blocks.findLastIndex(({ raw }) => raw.trim() !== '');
    const settled = this.#blocks.slice(0, Math.max(0, last));
    // The parser normalises line endings, after which lengths do not match the source.
    return this.#source.startsWith(settled.map(({ raw }) => raw).join('')) ? settled : [];
  }
}
