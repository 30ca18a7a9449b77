import { text } from '#words/text.ts';

const textCellPattern = /^(pp|tg)(\d+)(?: @ d(\d+))?$/;
const batchPattern = /^batch-(\d+)$/;
const depthPattern = /^depth-(\d+)$/;

/** Formats the title of a cell, from its name in reports; an unknown name is shown unchanged. */
export function formatCellTitle(name: string): string {
  const words = text.report.cells;
  const { whole } = text.format;
  if (name === 'seeded' || name === 'pre' || name === 'inference' || name === 'post') return words[name];
  const formatContext = (depth: number) => (depth === 0 ? words.emptyContext : words.context(whole(depth)));
  const [, kind, tokens, depth = 0] = textCellPattern.exec(name) ?? [];
  if (kind && tokens) {
    const formatWork = kind === 'pp' ? words.prompt : words.generation;
    return words.after(formatWork(whole(Number(tokens))), formatContext(Number(depth)));
  }
  const [, size] = batchPattern.exec(name) ?? [];
  if (size) return words.batch(whole(Number(size)));
  const [, depthText] = depthPattern.exec(name) ?? [];
  return depthText === undefined ? name : formatContext(Number(depthText));
}
