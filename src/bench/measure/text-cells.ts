import type { Effort } from '#core/report/bench-request.ts';
import type { TextCell } from '#core/report/text-report.ts';
import { maxTextSizeIndex, textSampleFraction, textSizes, type Plan, type TextSizes } from '../method.ts';

/** The work of one cell of a language model (R20). */
export type TextCellSpec = Pick<TextCell, 'name' | 'work' | 'tokens' | 'depth'>;

/** The measured speed of a device, and the context length of the opened model. */
interface TextLimits {
  readonly promptTokenMs: number;
  readonly generatedTokenMs: number;
  readonly contextLength: number;
}

export interface TextCells {
  readonly cells: readonly TextCellSpec[];
  /** Whether they are smaller than the default sizes of the effort. */
  readonly isReduced: boolean;
}

/**
 * R20: plans the largest sizes of an effort at which a sample takes at most its fraction of the cell's time and fits the
 * context, or the smallest sizes if none do. All cells have an empty context if that of the opened model is too short for
 * any depth, or if filling it would take longer than a cell.
 */
export function planTextCells(effort: Effort, { maxCellMs }: Plan, limits: TextLimits): TextCells {
  const maxIndex = maxTextSizeIndex[effort];
  const allowed = textSizes.slice(maxIndex);
  const isQuick = ({ prompt, generation }: TextSizes) =>
    Math.max(prompt * limits.promptTokenMs, generation * limits.generatedTokenMs) <= textSampleFraction * maxCellMs;
  const fits = (depth: number, { prompt, generation }: TextSizes) =>
    depth + Math.max(prompt, generation) + untimedTokens <= limits.contextLength;
  const minSizes = allowed.at(-1)!;
  const sizes = allowed.find((sizes) => isQuick(sizes) && fits(sizes.depth, sizes)) ?? minSizes;
  const isFilledInTime = sizes.depth * limits.promptTokenMs <= maxCellMs;
  const depths = isFilledInTime && fits(sizes.depth, sizes) ? [0, sizes.depth] : [0];
  const cells = depths.flatMap((depth) => [
    toCell('prompt', sizes.prompt, depth),
    toCell('generation', sizes.generation, depth),
  ]);
  return { cells, isReduced: sizes !== textSizes[maxIndex] };
}

/** Tokens in addition to the timed ones: the start of a prompt and the first generated token. */
const untimedTokens = 2;

/** Cells are named as in llama-bench. */
function toCell(work: TextCell['work'], tokens: number, depth: number): TextCellSpec {
  const prefix = work === 'prompt' ? 'pp' : 'tg';
  return { name: `${prefix}${tokens}${depth > 0 ? ` @ d${depth}` : ''}`, work, tokens, depth };
}
