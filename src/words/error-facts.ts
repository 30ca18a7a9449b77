import type { ErrorFacts } from '#core/errors/error.ts';
import type { Reason } from '#core/errors/reason.ts';
import { isolate } from './isolate.ts';

/** Reasons that mean a truncated file rather than a damaged one. */
const truncationReasons: readonly unknown[] = ['weights-cut-off', 'ends-early', 'value-cut-off'] satisfies Reason[];
export const isTruncated = ({ reason }: ErrorFacts): boolean => truncationReasons.includes(reason);

/** Faults of a run that is to be signed, rather than of an existing hallmark. */
const runFaults: readonly unknown[] = ['digest-missing', 'run-not-comparable', 'not-reproduced'] satisfies Reason[];
export const isFaultOfRun = ({ reason }: ErrorFacts): boolean => runFaults.includes(reason);

/** Faults of the parameters of a link, whose names and values a reader of the page does not know. */
const parameterFaults: readonly unknown[] = [
  'setting-unknown',
  'setting-repeated',
  'setting-value',
  'setting-whole',
  'setting-number',
  'setting-of-detector',
  'engine-of-other-model',
  'not-a-name',
  'not-name-and-size',
  'too-many-sizes',
  'not-one-subject',
  'not-percent-encoded',
] satisfies Reason[];
export const isFaultOfParameters = ({ reason }: ErrorFacts): boolean => parameterFaults.includes(reason);

/** The value of a fact, or the fallback if the error does not have it. */
export function fact(facts: ErrorFacts, name: string, fallback: string): string {
  const value = facts[name];
  return value === undefined || value === '' ? fallback : String(value);
}

/** The parts of a download that failed; empty if the error does not have them. */
interface FailedDownload {
  /** The repository of the Hub, or else the name of the file. */
  readonly subject: string;
  readonly host: string;
  readonly url: string;
}

/** @param fallback the subject of an error without an address */
export function describeDownload(facts: ErrorFacts, fallback: string): FailedDownload {
  const url = fact(facts, 'url', '');
  const { host = '', pathname = url } = URL.parse(url) ?? {};
  const repository = /^\/(?:api\/models\/)?([^/]+\/[^/]+)\/(?:resolve|tree|revision)\//.exec(pathname)?.[1];
  const listed = /^\/api\/models\/([^/]+\/[^/]+)$/.exec(pathname)?.[1];
  const fileName = pathname.slice(pathname.lastIndexOf('/') + 1);
  return { subject: repository ?? listed ?? (fileName || host || fallback), host, url };
}

/** Free dimensions: the quoted names of some, and the axes of those without a name, by input. */
interface FreeDimensions {
  readonly named: readonly string[];
  readonly byInput: readonly (readonly [input: string, axes: readonly string[]])[];
}

/** @param free percent-encoded names, or positions such as `x.2`, separated by commas */
export function parseFreeDimensions(free: string): FreeDimensions {
  const named: string[] = [];
  const places = new Map<string, string[]>();
  for (const name of free.split(',').map((part) => isolate(decodeURIComponent(part)))) {
    const [, input, axis] = /^(.*)\.(\d+)$/s.exec(name) ?? [];
    if (input === undefined || axis === undefined) named.push(`"${name}"`);
    else places.set(input, [...(places.get(input) ?? []), axis]);
  }
  return { named, byInput: [...places] };
}
