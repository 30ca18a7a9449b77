import { mostThreads } from '#core/engine-settings.ts';
import { tensorEngine } from '#core/entry-file.ts';
import { AppError } from '#core/error.ts';
import type { Subject, WorkloadId } from '#core/model.ts';
import { readModelId } from '#core/model-id.ts';
import type { BenchRequest, Dimensions, Effort } from '#core/report.ts';
import type { DeviceId, OpenOptions, RuntimeId } from '#core/runtime.ts';

/** A run as `#/bench?...` names it. A user's own file cannot travel: its subject has no files until one is chosen. */
export interface BenchLink {
  readonly request: BenchRequest;
  /** Start without a click. */
  readonly auto: boolean;
}

type GraphLevel = NonNullable<OpenOptions['graphOptimisation']>;
type Precision = NonNullable<OpenOptions['precision']>;

const workloads = choices<WorkloadId>({ conv: 0, encoder: 0, decoder: 0 });
const runtimes = choices<RuntimeId>({ ort: 0, tfjs: 0, litert: 0 });
const devices = choices<DeviceId>({ wasm: 0, webgpu: 0, webgl: 0, cpu: 0 });
const graphLevels = choices<GraphLevel>({ disabled: 0, basic: 0, extended: 0, all: 0 });
const precisions = choices<Precision>({ float32: 0, float16: 0 });
const efforts = choices<Effort>({ quick: 0, standard: 0, full: 0 });

const settings = new Set([
  'workload',
  'model',
  'file',
  'runtime',
  'device',
  'threads',
  'graph',
  'memory',
  'precision',
  'effort',
  'dims',
  'auto',
]);
const mostCharacters = 2_000;
const mostDimensions = 16;
const largestDimension = 2 ** 31;

/**
 * `#/bench?workload=conv|model=<id>|file=1[&runtime=ort][&device=wasm][&threads=2][&graph=all][&memory=on|off]
 * [&precision=float16][&effort=standard][&dims=<name>:<size>,...][&auto=1]`. An id is one of `readModelId`. What is left
 * out: the runtime that the id's file asks for, else ort; device wasm, effort standard, the rest as the engine sets it.
 * @param link with or without what stands before the `?`
 * @throws AppError link-invalid where anything in it is unknown, repeated or out of range
 */
export function parseBenchLink(link: string): BenchLink {
  if (link.length > mostCharacters) throw invalid(`it has ${link.length} characters, above ${mostCharacters}`);
  const values = readQuery(link.slice(link.indexOf('?') + 1));
  const threads = values.get('threads');
  const graph = values.get('graph');
  const memory = values.get('memory');
  const precision = values.get('precision');
  const dims = values.get('dims');
  const subject = subjectOf(values);
  const runtime = pick('runtime', values.get('runtime') ?? engineOf(subject), runtimes);
  if (subject.kind === 'workload' && runtime !== 'ort') {
    throw invalid(`runtime is "${runtime}"; standard workloads are ONNX, which only the runtime ort opens`);
  }
  return {
    request: {
      subject,
      runtime,
      device: pick('device', values.get('device') ?? 'wasm', devices),
      effort: pick('effort', values.get('effort') ?? 'standard', efforts),
      ...(threads !== undefined && { threads: whole('threads', threads, mostThreads) }),
      ...(graph !== undefined && { graphOptimisation: pick('graph', graph, graphLevels) }),
      ...(memory !== undefined && { memoryPattern: pick('memory', memory, ['on', 'off']) === 'on' }),
      ...(precision !== undefined && { precision: pick('precision', precision, precisions) }),
      ...(dims !== undefined && { dimensions: readDimensions(dims) }),
    },
    auto: values.has('auto') && pick('auto', values.get('auto') ?? '', ['0', '1']) === '1',
  };
}

/** The link that repeats a run, every setting written out. */
export function formatBenchLink(request: BenchRequest, auto = false): string {
  const { subject, runtime, device, effort, threads, graphOptimisation, memoryPattern, precision, dimensions } =
    request;
  const sizes = Object.entries(dimensions ?? {}).map(([name, size]) => `${encodeURIComponent(name)}:${size}`);
  const pairs: (readonly [string, string | number | undefined])[] = [
    subject.kind === 'files' ? ['file', 1] : [subject.kind, subject.id],
    ['runtime', runtime],
    ['device', device],
    ['threads', threads],
    ['graph', graphOptimisation],
    ['memory', memoryPattern === undefined ? undefined : memoryPattern ? 'on' : 'off'],
    ['precision', precision],
    ['effort', effort],
    ['dims', sizes.length > 0 ? sizes.join(',') : undefined],
    ['auto', auto ? 1 : undefined],
  ];
  const set = pairs.filter(([, value]) => value !== undefined);
  return `#/bench?${set.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&')}`;
}

function readQuery(query: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    const name = unescape(at < 0 ? pair : pair.slice(0, at));
    if (!settings.has(name)) throw invalid(`it has a setting "${name}"; known are ${[...settings].join(', ')}`);
    if (values.has(name)) throw invalid(`it sets "${name}" twice`);
    values.set(name, at < 0 ? '' : unescape(pair.slice(at + 1)));
  }
  return values;
}

function subjectOf(values: ReadonlyMap<string, string>): Subject {
  const named = ['workload', 'model', 'file'].filter((name) => values.has(name));
  if (named.length !== 1) {
    throw invalid(`it names ${named.join(' and ') || 'nothing'} to measure; one of workload, model, file is needed`);
  }
  const workload = values.get('workload');
  if (workload !== undefined) return { kind: 'workload', id: pick('workload', workload, workloads) };
  const model = values.get('model');
  if (model !== undefined) {
    readModelId(model);
    return { kind: 'model', id: model };
  }
  pick('file', values.get('file') ?? '', ['1']);
  return { kind: 'files', files: [] };
}

/** The catalogue is not known here: of a listed model the link says what is not ort. */
function engineOf(subject: Subject): RuntimeId {
  const entry = subject.kind === 'model' ? readModelId(subject.id).entry : null;
  return (entry && tensorEngine([entry])) || 'ort';
}

function readDimensions(text: string): Dimensions {
  const pairs = text.split(',').map((pair): [string, number] => {
    const at = pair.lastIndexOf(':');
    if (at < 1) throw invalid(`"${pair}" in dims is not name:size`);
    return [unescape(pair.slice(0, at)), whole('dims', pair.slice(at + 1), largestDimension)];
  });
  if (pairs.length > mostDimensions) throw invalid(`dims has ${pairs.length} sizes, above ${mostDimensions}`);
  return Object.fromEntries(pairs);
}

function pick<T extends string>(setting: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((choice) => choice === value);
  if (found === undefined) throw invalid(`${setting} is "${value}"; it can be ${allowed.join(', ')}`);
  return found;
}

function whole(setting: string, value: string, most: number): number {
  const number = /^[1-9][0-9]{0,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number <= most)) throw invalid(`${setting} is "${value}"; it can be a whole number from 1 to ${most}`);
  return number;
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (thrown) {
    throw new AppError('link-invalid', { why: `"${text}" in it is not percent-encoded text` }, { cause: thrown });
  }
}

/** The keys of a record that the type forces to be complete. */
function choices<T extends string>(all: Readonly<Record<T, 0>>): readonly T[] {
  return Object.keys(all) as T[];
}

function invalid(why: string): AppError {
  return new AppError('link-invalid', { why });
}
