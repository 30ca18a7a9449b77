import { singleLine } from './single-line.ts';

interface Entry {
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** A table of paired pages or API keys: the name of each, and when it was created and last used. */
export function accessTable<T extends Entry>(entries: readonly T[], cellsOf: (entry: T) => readonly string[]): string {
  const rows = entries.map((entry) => [
    ...cellsOf(entry).map(singleLine),
    `since ${formatDate(entry.createdAt)}`,
    entry.lastUsedAt === null ? 'never used' : `last used ${formatDate(entry.lastUsedAt)}`,
  ]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function formatDate(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
