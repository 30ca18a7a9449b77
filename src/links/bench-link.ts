import { maxThreads, settingIds, listSettingPairs } from '#core/engine/engine-settings.ts';
import {
  listEquivalentCompanionEngines,
  engineIds,
  engines,
  pageDeviceIds,
  pageEngineIds,
  renamedDevices,
  type EngineId,
} from '#core/engine/engines.ts';
import { listEnginesInCompanion, listEnginesForFiles } from '#core/model/entry-file.ts';
import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import { workloadIds, type Subject } from '#core/model/model.ts';
import { getCompanionName, readModelId } from '#core/model/model-id.ts';
import type { BenchRequest, Effort } from '#core/report/bench-request.ts';
import { parseDimensions, formatDimensions } from './dimensions-query.ts';
import { LinkQuery, unescapeLink } from './link-query.ts';
import { modelNames } from './model-query.ts';
import { listHostPairs, readCompanionTarget, targetNames } from './target-query.ts';
import { readSettings, listSettingNames } from './setting-query.ts';

/** The contents of `#/bench?…`. Links contain no user files: the subject has none until the user chooses them. */
interface BenchLink {
  readonly request: BenchRequest;
  /** The id of a linked model whose files are the subject; `null` if there is none. */
  readonly linkedId: string | null;
  /** Whether to start without a click. */
  readonly startsAutomatically: boolean;
  /** The payload of the link to the result to compare with; `null` if there is none. */
  readonly receivedPayload: string | null;
}

const efforts = listChoices<Effort>({ quick: 0, standard: 0, full: 0 });

const subjectNames = ['workload', ...modelNames];
const names = [
  ...subjectNames,
  ...targetNames,
  'threads',
  ...listSettingNames(settingIds),
  'effort',
  'dims',
  'auto',
  'against',
];
/** Maximum length, far above that of the app's own links, even with a result. Heuristic, not measured. */
const maxCharacters = 20_000;

/**
 * Parses
 * `#/bench?workload=conv|model=<id>|linked=<id>|file=1[&host=companion][&engine=ort][&device=wasm][&threads=2][&<setting>=<value>...]
 * [&effort=standard][&dims=<name>:<size>,...][&auto=1][&against=<payload of #/r/>]`, with the settings of
 * `core/engine/engine-settings.ts`. `readModelId` parses ids. Defaults: the first engine that opens the id's file, else
 * ort; device and threads chosen for the model on this device; effort standard; the engine's own defaults for the rest.
 * @param link the part before the `?` is optional
 * @throws AppError link-invalid if anything in it is unknown, repeated or out of range
 */
export function parseBenchLink(link: string): BenchLink {
  if (link.length > maxCharacters) {
    throw createInvalidLinkError({ reason: 'link-too-long', characters: link.length, maxCharacters });
  }
  const query = new LinkQuery(splitQuery(link.slice(link.indexOf('?') + 1)), names);
  const threads = query.readInteger('threads', { min: 1, max: maxThreads });
  const settings = readSettings(query, settingIds);
  const dims = query.readText('dims');
  const subject = readSubject(query);
  const { engine, device } =
    readCompanionTarget(query, listEngines(subject), isInCompanion(subject)) ?? readPageTarget(query, subject);
  const { kind, formats } = engines[engine];
  if (subject.kind === 'workload' && (kind !== 'tensor' || !formats.includes('onnx'))) {
    throw createInvalidLinkError({ reason: 'engine-without-onnx', engine });
  }
  return {
    request: {
      subject,
      engine,
      ...(device !== null && { device }),
      effort: query.readChoice('effort', efforts) ?? 'standard',
      ...(threads !== null && { threads }),
      ...settings,
      ...(dims !== null && { dimensions: parseDimensions(dims) }),
    },
    linkedId: query.readText('linked'),
    startsAutomatically: query.readChoice('auto', ['0', '1']) === '1',
    receivedPayload: query.readText('against'),
  };
}

function readPageTarget(query: LinkQuery, subject: Subject) {
  return {
    engine: query.readChoice('engine', pageEngineIds) ?? getDefaultEngine(subject),
    device: query.readChoice('device', pageDeviceIds, renamedDevices),
  };
}

/** Lists the engines that may open the subject; all engines if this depends on its files. */
function listEngines(subject: Subject): readonly EngineId[] {
  if (subject.kind === 'files') return engineIds;
  if (subject.kind === 'model' && isInCompanion(subject)) return listEnginesInCompanion(subject.id);
  const isKnown = subject.kind === 'workload' || readModelId(subject.id).entry !== null;
  return isKnown ? listEquivalentCompanionEngines(getDefaultEngine(subject)) : engineIds;
}

const isInCompanion = (subject: Subject) => subject.kind === 'model' && getCompanionName(subject.id) !== null;

interface LinkOptions extends Partial<Omit<BenchLink, 'request'>> {
  /**
   * `targets` compares engines on the model of the request, `profile` shows how its time is divided, `tune` searches
   * for its fastest configuration.
   */
  readonly page?: 'bench' | 'profile' | 'targets' | 'tune';
}

/**
 * Formats the link that repeats a run, with every setting explicit.
 * @param options other fields of `BenchLink`
 */
export function formatBenchLink(request: BenchRequest, options: LinkOptions = {}): string {
  const { linkedId = null, startsAutomatically = false, receivedPayload, page = 'bench' } = options;
  const { subject, engine, device, effort, threads, dimensions } = request;
  const pairs: (readonly [string, string | number | undefined])[] = [
    subject.kind !== 'files' ? [subject.kind, subject.id] : linkedId === null ? ['file', 1] : ['linked', linkedId],
    ...listHostPairs(device),
    ['engine', engine],
    ['device', device],
    ['threads', threads],
    ...listSettingPairs(request),
    ['effort', effort],
    ['dims', formatDimensions(dimensions ?? {})],
    ['auto', startsAutomatically ? 1 : undefined],
    ['against', receivedPayload ?? undefined],
  ];
  const present = pairs.filter(([, value]) => value !== undefined);
  return `#/${page}?${present.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&')}`;
}

function splitQuery(query: string): [name: string, value: string][] {
  return query.split('&').map((pair) => {
    const index = pair.indexOf('=');
    if (index < 0) return [unescapeLink(pair), ''];
    return [unescapeLink(pair.slice(0, index)), unescapeLink(pair.slice(index + 1))];
  });
}

function readSubject(query: LinkQuery): Subject {
  const presentNames = subjectNames.filter((name) => query.readText(name) !== null);
  if (presentNames.length !== 1) {
    throw createInvalidLinkError({
      reason: 'not-one-subject',
      named: presentNames.join(', '),
      choices: subjectNames.join(', '),
    });
  }
  const workload = query.readChoice('workload', workloadIds);
  if (workload !== null) return { kind: 'workload', id: workload };
  const id = query.readText('model');
  if (id !== null) {
    readModelId(id);
    return { kind: 'model', id };
  }
  query.readChoice('file', ['1']);
  return { kind: 'files', files: [] };
}

/**
 * Returns the default engine of a link, by the format of the file in the model's id; `ort` for others. It has no
 * catalogue, so a link to a catalogue model must specify any engine other than `ort`.
 */
function getDefaultEngine(subject: Subject): EngineId {
  const entry = subject.kind === 'model' ? readModelId(subject.id).entry : null;
  return (entry && listEnginesForFiles([entry])[0]) || 'ort';
}

/** Lists the keys of a record, whose completeness the type checker ensures. */
function listChoices<T extends string>(choices: Readonly<Record<T, 0>>): readonly T[] {
  return Object.keys(choices) as T[];
}
