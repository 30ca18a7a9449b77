import { existsSync, readFileSync } from 'node:fs';
import { readGateFile } from '#gates/file/gate-file.ts';
import { presetIds, presets } from '#gates/file/presets/index.ts';
import { checkFile } from './check-options.ts';
import { UsageError } from '../command.ts';
import { reasonText } from '../print/print-error.ts';

/**
 * The text of the gate file given by `--gates`: a file, or the name of a preset.
 * @throws UsageError if it is neither, or not valid
 */
export function readGateFileArgument(name: string): string {
  const preset = findPreset(name);
  if (preset !== null) return preset;
  if (!existsSync(name)) {
    throw new UsageError(`--gates "${name}" is neither a file nor one of the presets ${presetIds.join(', ')}`);
  }
  checkFile(name, 'expected a gate file');
  const text = readFileSync(name, 'utf8');
  const reasons = readGateFile(text).faults.map((fault) => reasonText(fault));
  const [first, ...others] = reasons;
  if (first !== undefined)
    throw new UsageError(`--gates "${name}" cannot be used:${others.length > 0 ? '\n ' : ''} ${reasons.join('\n  ')}`);
  return text;
}

/** The text of the preset with this name, unless a file has the same name; `null` if there is none. */
export function findPreset(name: string): string | null {
  const preset = presetIds.find((id) => id === name);
  return preset && !existsSync(name) ? JSON.stringify(presets[preset]) : null;
}
