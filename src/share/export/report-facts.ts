import type { Report } from '#core/report/report.ts';
import { getValue } from '../encoding/codec.ts';
import { listFieldsOfKind, type FactFormat } from '../report-link/report-fields.ts';

/** A fact of a report, to be formatted in a language. */
export interface Fact {
  /** The path of the fact in the report, and the id of its label. */
  readonly path: string;
  readonly format: FactFormat;
  readonly value: unknown;
}

/** Lists the facts with a value in a report, in the order of the field table. */
export function listReportFacts(report: Report): Fact[] {
  return listFieldsOfKind(report.kind).flatMap(({ path, format }) => {
    const value = getValue(report, path);
    return format === undefined || value === undefined || isEmpty(value) ? [] : [{ path, format, value }];
  });
}

/** Lists the columns of every row that identify a run, in the order of the field table. */
export function listReportColumns(report: Report): readonly (readonly [column: string, value: unknown])[] {
  return listFieldsOfKind(report.kind).flatMap(({ path, column }) =>
    column === undefined ? [] : [[column, getValue(report, path)] as const],
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
