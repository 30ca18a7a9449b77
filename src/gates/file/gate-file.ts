import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { AppError } from '#core/errors/error.ts';
import type { GateFileFault } from '#core/errors/gate-file-fault.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';
import { findDuplicateKey } from '#core/encoding/duplicate-key.ts';
import { readSetting, formatValue, type GateSetting } from './gate-setting.ts';
import { gateIds, getGate } from '../index.ts';
import { findNearMatches } from './near-matches.ts';

/** The enabled gates, in the order of the index, with explicit defaults. */
export interface GateFile {
  readonly settings: readonly GateSetting[];
}

/** The version of the file format. It changes only if the meaning of existing files would change. */
const version = 1;

const fields = new Set(['$schema', 'version', 'gates']);

/**
 * Reads a gate file.
 * @throws AppError gates-invalid, with the first fault
 */
export function parseGateFile(text: string): GateFile {
  const { settings, faults } = readGateFile(text);
  const [fault] = faults;
  if (fault) throw new AppError('gates-invalid', fault);
  return { settings };
}

/** Reads the valid entries of a gate file, and reports all faults. */
export function readGateFile(text: string): GateFile & { readonly faults: readonly GateFileFault[] } {
  const createInvalid = (...faults: readonly GateFileFault[]) => ({ settings: [], faults });
  let file: unknown;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return createInvalid({ reason: 'gates-not-json', why: error instanceof Error ? error.message : String(error) });
  }
  const field = findDuplicateKey(text);
  if (field !== null) return createInvalid({ reason: 'gates-field-twice', field });
  if (!isJsonObject(file)) return createInvalid({ reason: 'gates-not-object' });
  if (file['version'] !== version) {
    return createInvalid({ reason: 'gates-version', value: formatValue(file['version']), expected: version });
  }
  const entries = file['gates'];
  if (!isJsonObject(entries)) return createInvalid({ reason: 'gates-missing' });
  const faults: GateFileFault[] = Object.keys(file)
    .filter((field) => !fields.has(field))
    .map((field) => ({ reason: 'gates-field-unknown', field, known: [...fields].join(', ') }));
  const knownGates = new Set<string>(gateIds);
  for (const gate of Object.keys(entries).filter((id) => !knownGates.has(id))) {
    const near = findNearMatches(gate, [...knownGates]).join(', ');
    faults.push({ reason: 'gate-unknown', gate, near, known: [...knownGates].join(', ') });
  }
  const settings = gateIds
    .filter((id) => Object.hasOwn(entries, id))
    .flatMap((id) => readSetting(id, entries[id], (fault) => faults.push(fault)) ?? []);
  if (faults.length === 0 && settings.length === 0) faults.push({ reason: 'gates-all-off' });
  return { settings, faults };
}

/** Returns the JSON of a gate file with explicit defaults. */
export function toGateFileJson({ settings }: GateFile) {
  const entries = settings.map(({ gate, ...setting }) => [gate, { ...setting, unit: getGate(gate).unit }] as const);
  return { version, gates: Object.fromEntries(entries) };
}

/**
 * Computes the SHA-256 of the canonical JSON of `toGateFileJson`, in hex. It identifies the requirements: spaces,
 * order, `$schema`, disabled gates and explicit defaults do not change it.
 */
export function digestGateFile(file: GateFile): Promise<string> {
  return computeSha256Hex(new TextEncoder().encode(toCanonicalJson(toGateFileJson(file))));
}
