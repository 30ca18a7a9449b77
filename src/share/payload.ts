import type { Report } from '#core/report.ts';
import { asCarried } from './report-link.ts';

export interface PayloadField {
  /** Where it stands in the report, e.g. `environment.browser` or `cells.0.steady.medianMs`. */
  readonly field: string;
  readonly value: string;
}

/** Every value that the link of this report carries, and nothing else: what a person sees before copying it. */
export function describePayload(report: Report): PayloadField[] {
  return fieldsOf('', asCarried(report));
}

function fieldsOf(path: string, value: unknown): PayloadField[] {
  const isLeaf = typeof value !== 'object' || value === null || (Array.isArray(value) && !value.some(isRecord));
  if (isLeaf) return [{ field: path, value: JSON.stringify(value) }];
  return Object.entries(value).flatMap(([name, inner]) => fieldsOf(path ? `${path}.${name}` : name, inner));
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
