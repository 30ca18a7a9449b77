import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import { LinkQuery } from './link-query.ts';

/** The contents of a link to a device check, by their names in the link: plain names and rounded numbers. */
export type DeviceSummary = Readonly<Record<(typeof summaryTexts)[number], string>> &
  Partial<Readonly<Record<(typeof summaryNumbers)[number], number>>>;

const summaryTexts = ['browser', 'os', 'gpu'] as const;
/** The measured values of a summary, by their names in the link; the unit is part of the name. */
export const summaryNumbers = [
  'cores',
  'threads',
  'oneThreadGflops',
  'threadsGflops',
  'gpuGflops',
  'gpuHalfGflops',
  'copyGBs',
  'writeMBs',
  'readMBs',
  'dispatchMs',
] as const;

export function formatDeviceLink(summary: DeviceSummary): string {
  const pairs = Object.entries(summary).map(([name, value]): [string, string] => [name, String(value)]);
  return `#/device?${new URLSearchParams(pairs)}`;
}

const maxTextLength = 60;
const maxValue = 1e9;

/**
 * Parses a link to a device check; `null` if the link has no device.
 * @throws AppError link-invalid for anything that {@link formatDeviceLink} does not write
 */
export function parseDeviceLink(query: URLSearchParams): DeviceSummary | null {
  const link = new LinkQuery(query, [...summaryTexts, ...summaryNumbers, 'auto']);
  if (![...summaryTexts, ...summaryNumbers].some((name) => link.readText(name) !== null)) return null;
  const summary: Record<string, string | number> = {};
  for (const name of summaryTexts) {
    const value = link.readText(name) ?? '';
    if (!/^[\p{L}\p{N} ._()+-]+$/u.test(value) || value.length > maxTextLength) {
      throw createInvalidLinkError({ reason: 'not-a-name', setting: name, value: value.slice(0, maxTextLength) });
    }
    summary[name] = value;
  }
  for (const name of summaryNumbers) {
    const value = link.readNumber(name, { min: 0, max: maxValue });
    if (value !== null) summary[name] = value;
  }
  return summary as DeviceSummary;
}
