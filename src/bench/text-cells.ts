import type { RunLength, TextCell } from '#core/report.ts';
import { maxTextSizeIndex, textSampleShare, textSizes, type Plan, type TextSizes } from './method.ts';

/** What one cell of a language model times (R20). */
export type TextCellSpec = Pick<TextCell, 'name' | 'work' | 'tokens' | 'depth'>;

/** What a device was seen to take, and what the opened model holds. */
interface TextLimits {
  readonly promptTokenMs: number;
  readonly generatedTokenMs: number;
  readonly contextLength: number;
}

export interface TextCells {
  readonly cells: readonly TextCellSpec[];
  /** They are smaller than the effort's own. */
  readonly isReduced: boolean;
}

/**
 * R20: the largest sizes of an effort of which a sample takes no more than its share of the cell's time and which the
 * context holds; where even the smallest take longer, those. A context too short for any depth has cells without one.
 */
export function textCellsFor(effort: RunLength, { cellCapMs }: Plan, limits: TextLimits): TextCells {
  const largest = maxTextSizeIndex[effort];
  const able = textSizes.slice(largest);
  const isQuick = ({ prompt, generation }: TextSizes) =>
    Math.max(prompt * limits.promptTokenMs, generation * limits.generatedTokenMs) <= textSampleShare * cellCapMs;
  const fits = (depth: number, { prompt, generation }: TextSizes) =>
    depth + Math.max(prompt, generation) + endMargin <= limits.contextLength;
  const smallest = able.at(-1)!;
  const sizes = able.find((sizes) => isQuick(sizes) && fits(sizes.depth, sizes)) ?? smallest;
  const depths = [0, sizes.depth].filter((depth) => depth === 0 || fits(depth, sizes));
  const cells = depths.flatMap((depth) => [
    cellOf('prompt', sizes.prompt, depth),
    cellOf('generation', sizes.generation, depth),
  ]);
  return { cells, isReduced: sizes !== textSizes[largest] };
}

/** Tokens that a prompt's beginning and the first generated token take beside those that are timed. */
const endMargin = 2;

/** As llama-bench writes it. */
function cellOf(work: TextCell['work'], tokens: number, depth: number): TextCellSpec {
  const short = work === 'prompt' ? 'pp' : 'tg';
  return { name: `${short}${tokens}${depth > 0 ? ` @ d${depth}` : ''}`, work, tokens, depth };
}
