import type { Report } from '#core/report/report.ts';
import { getValue } from '../encoding/codec.ts';
import { listFieldsOfKind, type FactFormat } from '../report-link/report-fields.ts';

/** One fact of a report, to be formatted in a language. */
export interface Fact {
  /** Path of the fact in the report, also the id of its label. */
  readonly path: string;
  readonly format: FactFormat;
  readonly value: unknown;
}

/** The facts that a report has values for, in the order of the field table. */
export function listReportFacts(report: Report): Fact[] {
  return listFieldsOfKind(report.kind).flatMap(({ path, shown }) => {
    const value = getValue(report, path);
    return shown === undefined || value === undefined || isEmpty(value) ? [] : [{ path, format: shown, value }];
  });
}

/** The columns that identify a run in every row, in the order of the field table. */
export function listReportColumns(report: Report): readonly (readonly [column: string, value: unknown])[] {
  return listFieldsOfKind(report.kind).flatMap(({ path, column }) =>
    column === undefined ? [] : [[column, getValue(report, path)] as const],
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
