import { toSingleLine } from './terminal-text.ts';

/** Times are in milliseconds since 1970. `lastUsedAt` is `null` before the first use. */
interface Entry {
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/**
 * Formats paired pages or API keys as a table, with the times of their creation and last use.
 * @param toCells returns the first cells of a row
 */
export function formatAccessTable<T extends Entry>(
  entries: readonly T[],
  toCells: (entry: T) => readonly string[],
): string {
  const rows = entries.map((entry) => [
    ...toCells(entry).map(toSingleLine),
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

function formatDate(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ');
}
