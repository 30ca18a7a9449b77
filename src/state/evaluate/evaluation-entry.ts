import { historyEntry, replaceEntry } from '../shell/history-entry.ts';
import type { ModelSlot } from './models/model-slot.svelte.ts';

/**
 * Writes the setup of an evaluation into the history entry. The entry keeps its result if the setup is the same, such
 * as when files are reopened after a reload.
 * @param before the address of the page until now
 * @returns whether it is the same
 */
export function rememberSetup(
  slots: Record<'candidate' | 'baseline', ModelSlot>,
  before: string,
  hash: string,
): boolean {
  const { gates, result, ...named } = historyEntry();
  const files = listNames(slots.candidate);
  const baselineFiles = listNames(slots.baseline);
  const isSame =
    hash === before &&
    JSON.stringify(files) === JSON.stringify(named.files ?? []) &&
    JSON.stringify(baselineFiles) === JSON.stringify(named.baselineFiles ?? []);
  const entry = {
    ...(files.length > 0 && { files }),
    ...(baselineFiles.length > 0 && { baselineFiles }),
    ...(gates !== undefined && { gates }),
    ...(isSame && result !== undefined && { result }),
  };
  replaceEntry(entry, hash);
  return isSame;
}

/** Writes the text of the gate file into the entry. */
export function rememberGates(gates: string): void {
  replaceEntry({ ...historyEntry(), gates }, location.hash);
}

export function forgetResult(): void {
  const { result: _, ...entry } = historyEntry();
  replaceEntry(entry, location.hash);
}

/** The open files, or those that the user must choose again. */
function listNames({ files, toReopen }: ModelSlot): readonly string[] {
  return toReopen?.kind === 'files' ? toReopen.names : files.map(({ name }) => name);
}
