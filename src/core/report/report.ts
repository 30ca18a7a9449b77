import type { TensorReport } from './tensor-report.ts';
import type { TextReport } from './text-report.ts';
import type { TaskReport } from './task-report.ts';

/** A report of how fast a model runs, on inputs of the method. */
export type SpeedReport = TensorReport | TextReport;

/** The complete report of one measured run. `kind` distinguishes the kinds; a new kind is one more member. */
export type Report = SpeedReport | TaskReport;

export type ReportKind = Report['kind'];
