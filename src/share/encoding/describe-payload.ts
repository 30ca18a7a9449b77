import type { Report } from '#core/report/report.ts';

export interface PayloadField {
  /** The path of the field in the report, e.g. `environment.browser` or `cells.0.steady.medianMs`. */
  readonly field: string;
  readonly value: string;
}

/** Lists exactly the values of a report decoded from its link, to show before the link is copied. */
export function describePayload(report: Report): PayloadField[] {
  return listLeaves('', report);
}

function listLeaves(path: string, value: unknown): PayloadField[] {
  const isLeaf = typeof value !== 'object' || value === null || (Array.isArray(value) && !value.some(isRecord));
  if (isLeaf) return [{ field: path, value: JSON.stringify(value) }];
  return Object.entries(value).flatMap(([name, inner]) => listLeaves(path ? `${path}.${name}` : name, inner));
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
