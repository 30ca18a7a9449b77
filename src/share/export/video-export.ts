import { formatCsv } from '#core/encoding/csv.ts';
import type { SessionFacts } from '#core/engine/runtime.ts';
import type { ResultTable } from '#core/task/task.ts';
import type { VideoFacts } from '#core/task/video.ts';
import type { TaskId } from '#tasks/index.ts';

/** The tracks of a video in the page's exports and in the output of the headless command. */
export interface VideoSummary<Result> {
  readonly task: TaskId;
  readonly model: string;
  readonly engine: string;
  readonly device: string;
  readonly threads: number;
  /** The minimum score of results that start a track. */
  readonly minScore: number;
  readonly video: VideoFacts & {
    readonly file: string;
    /** The number of frames that ran. */
    readonly frames: number;
    /** The frames that ran per second, excluding pauses. */
    readonly framesPerSecond: number | null;
  };
  readonly frames: readonly { readonly timeSeconds: number; readonly result: Result }[];
}

interface ProcessedVideo<Result> {
  readonly file: { readonly name: string } | null;
  readonly facts: VideoFacts | null;
  readonly framesPerSecond: number | null;
  readonly minScore: number;
  readonly frames: VideoSummary<Result>['frames'];
}

/** Summarises the frames that ran, with model and engine; `null` without a video. */
export function summariseVideo<Result>(
  task: TaskId,
  { id, facts: { engine, device, threads } }: { readonly id: string; readonly facts: SessionFacts },
  { file, facts, framesPerSecond, minScore, frames }: ProcessedVideo<Result>,
): VideoSummary<Result> | null {
  if (!file || !facts) return null;
  const video = { file: file.name, ...facts, frames: frames.length, framesPerSecond };
  return { task, model: id, engine, device, threads, minScore, video, frames };
}

/** Formats one line per row of the task's table, after the number of the frame, from 0, and its time in seconds. */
export function formatTracksCsv<Result>(
  { frames }: VideoSummary<Result>,
  { columns, toRows }: ResultTable<Result>,
): string {
  const lines: (readonly (string | number)[])[] = [['frame', 'time', ...columns]];
  frames.forEach(({ timeSeconds, result }, frame) => {
    for (const row of toRows(result)) lines.push([frame, timeSeconds, ...row]);
  });
  return formatCsv(lines);
}
