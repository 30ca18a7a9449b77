import type { GateFileFault } from '#core/errors/gate-file-fault.ts';
import type { GateSeverity } from '#core/gate/gate-outcome.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import { percentiles, type GateOptions } from '../gate.ts';
import { getGate, type GateId } from '../index.ts';
import { isAlwaysMet, limitRanges } from './limit-ranges.ts';

/** The requirement of a gate file for one gate. */
export interface GateSetting extends GateOptions {
  readonly gate: GateId;
  readonly severity: GateSeverity;
  /** The limit in the unit of the gate. */
  readonly limit: number;
  /**
   * The reason for this limit: an id of `limitSources`, or the user's text; absent if the file sets a limit without
   * one.
   */
  readonly source?: string;
  /** The number of items or samples that a verdict needs; absent if the gate has none. */
  readonly minSamples?: number;
}

export const severities = ['off', 'warn', 'error'] as const;

/** Counted in Unicode code points, as in JSON Schema. */
export const maxSourceCharacters = 300;

/** Matches the id of a metric, without characters that resemble others or change the direction of text. */
export const metricId = /^[A-Za-z0-9_.@-]{1,60}$/;

/** Lists the fields that the entry of a gate can have. */
export function listGateFields(id: GateId): readonly string[] {
  const { minSamples, options = [] } = getGate(id);
  return ['severity', 'limit', 'unit', 'source', ...(minSamples === undefined ? [] : ['minSamples']), ...options];
}

/**
 * Reads the entry of one gate: a severity, or an object.
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
  const gateFields = listGateFields(id);
  for (const field of Object.keys(fields).filter((name) => !gateFields.includes(name))) {
    onFault({ reason: 'gate-field-unknown', gate: id, field, known: gateFields.join(', ') });
  }
  /** Returns the value of a field if it is present and valid. */
  const read = <T>(name: string, isValid: (value: unknown) => value is T, fault: GateFileFault): T | undefined => {
    const value = fields[name];
    if (value === undefined) return undefined;
    if (isValid(value)) return value;
    onFault(fault);
    return undefined;
  };
  const formatField = (name: string) => formatValue(fields[name]);

  const severity = severities.find(
    (candidate) => candidate === (fields['severity'] === undefined ? 'error' : fields['severity']),
  );
  if (!severity) onFault({ reason: 'gate-severity', gate: id, value: formatField('severity') });
  const [min, max] = limitRanges[unit];
  const limit = read('limit', createRangeCheck(min, max), {
    reason: 'gate-limit',
    gate: id,
    value: formatField('limit'),
    min,
    max,
  });
  if (limit !== undefined && isAlwaysMet(gate, limit)) {
    onFault({ reason: 'gate-limit-always-met', gate: id, value: formatField('limit') });
  }
  const isUnit = (value: unknown): value is string => value === unit;
  const fieldUnit = read('unit', isUnit, { reason: 'gate-unit', gate: id, value: formatField('unit'), expected: unit });
  if (limit !== undefined && fieldUnit === undefined && fields['unit'] === undefined) {
    onFault({ reason: 'gate-limit-without-unit', gate: id, expected: unit });
  }
  const maxCharacters = maxSourceCharacters;
  const source = read('source', isText(maxCharacters), { reason: 'gate-source', gate: id, maxCharacters });
  const lowestSamples = gate.minSamples ?? 1;
  const minSamples = read('minSamples', isWholeFrom(lowestSamples), {
    reason: 'gate-min-samples',
    gate: id,
    value: formatField('minSamples'),
    min: lowestSamples,
  });
  const metric = read('metric', isMetricId, { reason: 'gate-metric', gate: id, value: formatField('metric') });
  const choices = Object.keys(percentiles).join(', ');
  const percentile = read('percentile', isPercentile, {
    reason: 'gate-percentile',
    gate: id,
    value: formatField('percentile'),
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

/** Formats a value of the file as JSON, for messages. */
export function formatValue(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
}
