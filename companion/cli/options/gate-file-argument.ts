import { existsSync, readFileSync } from 'node:fs';
import { readGateFile } from '#gates/file/gate-file.ts';
import { presetIds, presets } from '#gates/file/presets/index.ts';
import { checkFile } from './check-options.ts';
import { UsageError } from '../command.ts';
import { formatReason } from '../print/print-error.ts';

/**
 * Reads the text of a gate file.
 * @param name the value of `--gates`: a file or the name of a preset
 * @throws UsageError if it is neither, or if the gate file is not valid
 */
export function readGateFileArgument(name: string): string {
  const preset = findPreset(name);
  if (preset !== null) return preset;
  if (!existsSync(name)) {
    throw new UsageError(`--gates "${name}" is neither a file nor one of the presets ${presetIds.join(', ')}`);
  }
  checkFile(name, 'expected a gate file');
  const text = readFileSync(name, 'utf8');
  const reasons = readGateFile(text).faults.map((fault) => formatReason(fault));
  const [first, ...others] = reasons;
  if (first !== undefined)
    throw new UsageError(`--gates "${name}" cannot be used:${others.length > 0 ? '\n ' : ''} ${reasons.join('\n  ')}`);
  return text;
}

/** Finds the text of the preset with this name; `null` if there is none, or if a file has the same name. */
export function findPreset(name: string): string | null {
  const preset = presetIds.find((id) => id === name);
  return preset && !existsSync(name) ? JSON.stringify(presets[preset]) : null;
}
