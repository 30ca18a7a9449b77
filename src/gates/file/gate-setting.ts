import type { GateFileFault } from '#core/errors/gate-file-fault.ts';
import type { GateSeverity } from '#core/gate/gate-outcome.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import { percentiles, type GateOptions } from '../gate.ts';
import { getGate, type GateId } from '../index.ts';
import { isAlwaysMet, limitRanges } from './limit-ranges.ts';

/** What a gate file requires of one gate. */
export interface GateSetting extends GateOptions {
  readonly gate: GateId;
  readonly severity: GateSeverity;
  /** The limit in the unit of the gate. */
  readonly limit: number;
  /** Why this limit: an id of `limitSources`, or the user's own words; absent if the file sets a limit without giving one. */
  readonly source?: string;
  /** Items or samples needed for a verdict; absent if the gate has none. */
  readonly minSamples?: number;
}

export const severities = ['off', 'warn', 'error'] as const;

/** Unicode code points, as JSON Schema counts them. */
export const maxSourceCharacters = 300;

/** The ids of metrics: characters that look alike or change the order of a line have no place in one. */
export const metricId = /^[A-Za-z0-9_.@-]{1,60}$/;

/** The fields that the entry of a gate can have. */
export function listGateFields(id: GateId): readonly string[] {
  const { minSamples, options = [] } = getGate(id);
  return ['severity', 'limit', 'unit', 'source', ...(minSamples === undefined ? [] : ['minSamples']), ...options];
}

/**
 * Reads the entry of one gate: its severity, or an object.
 * @returns `null` if the gate is off; with faults, the entry without its invalid fields
 */
export function readSetting(id: GateId, entry: unknown, onFault: (fault: GateFileFault) => void): GateSetting | null {
  const gate = getGate(id);
  const fields = typeof entry === 'string' ? { severity: entry } : entry;
  const { unit } = gate;
  if (!isJsonObject(fields)) {
    onFault({ reason: 'gate-setting', gate: id });
    return null;
  }
  const known = listGateFields(id);
  for (const field of Object.keys(fields).filter((name) => !known.includes(name))) {
    onFault({ reason: 'gate-field-unknown', gate: id, field, known: known.join(', ') });
  }
  /** The value of a field if it is present and valid. */
  const read = <T>(name: string, isValid: (value: unknown) => value is T, fault: GateFileFault): T | undefined => {
    const value = fields[name];
    if (value === undefined) return undefined;
    if (isValid(value)) return value;
    onFault(fault);
    return undefined;
  };
  const value = (name: string) => formatValue(fields[name]);

  const severity = severities.find(
    (candidate) => candidate === (fields['severity'] === undefined ? 'error' : fields['severity']),
  );
  if (!severity) onFault({ reason: 'gate-severity', gate: id, value: value('severity') });
  const [min, max] = limitRanges[unit];
  const limit = read('limit', createRangeCheck(min, max), {
    reason: 'gate-limit',
    gate: id,
    value: value('limit'),
    min,
    max,
  });
  if (limit !== undefined && isAlwaysMet(gate, limit)) {
    onFault({ reason: 'gate-limit-always-met', gate: id, value: value('limit') });
  }
  const isUnit = (given: unknown): given is string => given === unit;
  const givenUnit = read('unit', isUnit, { reason: 'gate-unit', gate: id, value: value('unit'), expected: unit });
  if (limit !== undefined && givenUnit === undefined && fields['unit'] === undefined) {
    onFault({ reason: 'gate-limit-without-unit', gate: id, expected: unit });
  }
  const maxCharacters = maxSourceCharacters;
  const source = read('source', isText(maxCharacters), { reason: 'gate-source', gate: id, maxCharacters });
  const least = gate.minSamples ?? 1;
  const minSamples = read('minSamples', isWholeFrom(least), {
    reason: 'gate-min-samples',
    gate: id,
    value: value('minSamples'),
    min: least,
  });
  const metric = read('metric', isMetricId, { reason: 'gate-metric', gate: id, value: value('metric') });
  const choices = Object.keys(percentiles).join(', ');
  const percentile = read('percentile', isPercentile, {
    reason: 'gate-percentile',
    gate: id,
    value: value('percentile'),
    known: choices,
  });
  if (!severity || severity === 'off') return null;
  const needs = minSamples ?? gate.minSamples;
  return {
    gate: id,
    severity,
    limit: limit ?? gate.limit.value,
    ...((source ?? limit === undefined) && { source: source ?? gate.limit.source }),
    ...(needs !== undefined && { minSamples: needs }),
    ...(metric !== undefined && { metric }),
    ...(percentile !== undefined && { percentile }),
  };
}

function createRangeCheck(min: number, max: number) {
  return (value: unknown): value is number => typeof value === 'number' && value >= min && value <= max;
}

function isText(maxCharacters: number) {
  return (value: unknown): value is string =>
    typeof value === 'string' && value.trim() !== '' && [...value].length <= maxCharacters;
}

function isMetricId(value: unknown): value is string {
  return typeof value === 'string' && metricId.test(value);
}

function isWholeFrom(min: number) {
  return (value: unknown): value is number => Number.isInteger(value) && Number(value) >= min;
}

function isPercentile(value: unknown): value is keyof typeof percentiles {
  return typeof value === 'string' && Object.hasOwn(percentiles, value);
}

/** A value from the file as its JSON, for messages. */
export function formatValue(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
}
