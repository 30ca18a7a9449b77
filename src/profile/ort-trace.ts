import type { TraceEvent } from '#core/engine/engine-trace.ts';
import { AppError } from '#core/errors/error.ts';

/** An event of onnxruntime's profile, in the trace event format of Chrome. */
interface OrtEvent {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly tid: number;
  readonly args: Readonly<Record<string, unknown>>;
}

const kernelSuffix = '_kernel_time';

/**
 * Parses the runs and nodes of a profile of onnxruntime (1.17 or later, in the page or native).
 * @throws AppError input-invalid if it is not a profile
 */
export function parseOrtTrace(text: string, name = 'profile'): TraceEvent[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new AppError('input-invalid', { name, reason: 'not-a-profile' });
  }
  if (!Array.isArray(parsed)) throw new AppError('input-invalid', { name, reason: 'not-a-profile' });
  const events = parsed.filter(isOrtEvent).flatMap(toTraceEvent);
  if (!events.some(({ kind }) => kind !== 'run'))
    throw new AppError('input-invalid', { name, reason: 'profile-without-nodes' });
  return events;
}

function isOrtEvent(event: unknown): event is OrtEvent {
  if (typeof event !== 'object' || event === null) return false;
  const { cat, name, ts, dur, args } = event as Partial<OrtEvent>;
  const isTimed = Number.isFinite(ts) && Number.isFinite(dur) && dur! >= 0;
  return typeof cat === 'string' && typeof name === 'string' && isTimed && typeof args === 'object' && args !== null;
}

function toTraceEvent({ cat, name, ts, dur, tid, args }: OrtEvent): TraceEvent[] {
  const span = { startUs: ts, durationUs: dur, thread: Number.isFinite(tid) ? tid : 0 };
  if (cat === 'Session' && name === 'model_run')
    return [{ kind: 'run', name: '', operator: '', provider: null, ...span }];
  if (cat === 'Node' && name.endsWith(kernelSuffix)) {
    const bytes = [args['parameter_size'], args['activation_size'], args['output_size']].map(Number);
    const [weights = 0, read = 0, written = 0] = bytes;
    return [
      {
        kind: 'node',
        name: name.slice(0, -kernelSuffix.length),
        operator: toTextOrEmpty(args['op_name']),
        provider: toTextOrEmpty(args['provider']) || null,
        ...span,
        ...(bytes.every(Number.isFinite) && { bytes: { weights, read, written } }),
      },
    ];
  }
  // WebGPU has one event per shader, named node&operator&shader.
  const [node, operator, shader] = name.split('&');
  if (cat !== 'Api' || node === undefined || operator === undefined || shader === undefined) return [];
  return [{ kind: 'gpu', name: node, operator, provider: null, ...span }];
}

const toTextOrEmpty = (value: unknown): string => (typeof value === 'string' ? value : '');
