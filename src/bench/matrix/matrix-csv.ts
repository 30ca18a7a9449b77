import { formatCsv } from '#core/encoding/csv.ts';
import type { MatrixTarget, MeasuredRow } from './matrix.ts';

const header = ['model', 'image_size', 'device', 'threads', 'engine', 'value', 'unit', 'validity', 'error'];

/** Formats a matrix as CSV with one line per measured, unsupported or failed cell. */
export function toMatrixCsv(targets: readonly MatrixTarget[], rows: readonly MeasuredRow[]): string {
  const lines = rows.flatMap(({ model, imageSize, cells }) =>
    targets.flatMap(({ device, threads = '', engine = '' }, column) => {
      const cell = cells[column];
      if (!cell) return [];
      const start = [model, imageSize ?? '', device, threads];
      if (cell.state === 'measured') return [[...start, cell.engine, cell.value, cell.unit, cell.validity, '']];
      return [[...start, engine, '', '', '', cell.state === 'failed' ? cell.error.code : 'unsupported']];
    }),
  );
  return formatCsv([header, ...lines]);
}
