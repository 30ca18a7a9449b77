import { text } from '#words/text.ts';

const textCell = /^(pp|tg)(\d+)(?: @ d(\d+))?$/;
const batch = /^batch-(\d+)$/;
const workloadDepth = /^depth-(\d+)$/;

/** The title of a cell, from its name in reports; an unknown name is shown unchanged. */
export function formatCellTitle(name: string): string {
  const words = text.report.cells;
  const { whole } = text.format;
  if (name === 'seeded' || name === 'pre' || name === 'inference' || name === 'post') return words[name];
  const context = (depth: number) => (depth === 0 ? words.emptyContext : words.context(whole(depth)));
  const [, kind, tokens, depth = 0] = textCell.exec(name) ?? [];
  if (kind && tokens) {
    const work = kind === 'pp' ? words.prompt : words.generation;
    return words.after(work(whole(Number(tokens))), context(Number(depth)));
  }
  const [, size] = batch.exec(name) ?? [];
  if (size) return words.batch(whole(Number(size)));
  const [, before] = workloadDepth.exec(name) ?? [];
  return before === undefined ? name : context(Number(before));
}
