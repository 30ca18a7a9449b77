import type { TensorReport } from './tensor-report.ts';
import type { TextReport } from './text-report.ts';
import type { TaskReport } from './task-report.ts';

/** A report of a model's speed on the inputs of the method. */
export type SpeedReport = TensorReport | TextReport;

/** The complete report of a measured run. */
export type Report = SpeedReport | TaskReport;

export type ReportKind = Report['kind'];
