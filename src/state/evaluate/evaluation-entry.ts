import { readHistoryEntry, replaceEntry } from '../shell/history-entry.ts';
import type { ModelSlot } from './models/model-slot.svelte.ts';

/**
 * Writes the setup of an evaluation into the history entry, which retains its result if the setup is unchanged, for
 * example when files are reopened after a reload.
 * @param previousHash the address of the page until now
 * @returns whether the setup is unchanged
 */
export function rememberSetup(
  slots: Record<'candidate' | 'baseline', ModelSlot>,
  previousHash: string,
  hash: string,
): boolean {
  const { gates, result, ...previous } = readHistoryEntry();
  const files = listFileNames(slots.candidate);
  const baselineFiles = listFileNames(slots.baseline);
  const isUnchanged =
    hash === previousHash &&
    JSON.stringify(files) === JSON.stringify(previous.files ?? []) &&
    JSON.stringify(baselineFiles) === JSON.stringify(previous.baselineFiles ?? []);
  const entry = {
    ...(files.length > 0 && { files }),
    ...(baselineFiles.length > 0 && { baselineFiles }),
    ...(gates !== undefined && { gates }),
    ...(isUnchanged && result !== undefined && { result }),
  };
  replaceEntry(entry, hash);
  return isUnchanged;
}

/** Writes the text of the gate file into the entry. */
export function rememberGates(gates: string): void {
  replaceEntry({ ...readHistoryEntry(), gates }, location.hash);
}

export function forgetResult(): void {
  const { result: _, ...entry } = readHistoryEntry();
  replaceEntry(entry, location.hash);
}

/** Lists the open files, or those that the user must choose again. */
function listFileNames({ files, modelToReopen }: ModelSlot): readonly string[] {
  return modelToReopen?.kind === 'files' ? modelToReopen.names : files.map(({ name }) => name);
}
