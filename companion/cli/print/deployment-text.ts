import { JsonReader } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';
import { deploymentFormat } from '#deploy/deployment.ts';
import { format } from '#words/en/format.ts';
import { UsageError } from '../command.ts';
import { formatTable } from './format-value.ts';
import { toSingleLine } from './terminal-text.ts';

/** The fields of a deployment that the command line lists. */
interface ListedDeployment {
  readonly name: string;
  readonly task: string;
  readonly current: number;
  readonly versions: readonly {
    readonly number: number;
    readonly model: string;
    readonly engine: string;
    readonly device: string;
    readonly threads: number;
    readonly link: string;
    readonly note: string;
  }[];
  /** Sorted by time, oldest first. */
  readonly history: readonly { readonly at: string; readonly event: string; readonly version: number }[];
  readonly raisedAlerts: number;
}

/**
 * Reads the record of a deployment in an exported file.
 * @throws UsageError with the field that is not valid | AppError deployments-newer
 */
export function readDeployment(path: string, record: unknown): ListedDeployment {
  const reader = new JsonReader(
    record,
    (field) => new UsageError(`"${path}" has no valid deployment${field === '' ? '' : ` (${field})`}`),
  );
  const version = reader.readNumber('format');
  if (version > deploymentFormat) throw new AppError('deployments-newer', { version, maxVersion: deploymentFormat });
  const { raisedAlerts } = reader.fields;
  return {
    name: reader.readText('name'),
    task: reader.readText('task'),
    current: reader.readNumber('current'),
    versions: reader.readList('versions').map((entry) => ({
      number: entry.readNumber('number'),
      model: entry.readText('model'),
      engine: entry.readText('engine'),
      device: entry.readText('device'),
      threads: entry.readNumber('threads'),
      link: entry.readText('link'),
      note: entry.readText('note'),
    })),
    history: reader.readList('history').map((entry) => {
      const event = entry.readObject('event');
      return {
        at: new Date(entry.readTime('atMs')).toISOString(),
        event: event.readText('kind'),
        version: event.readNumber('version'),
      };
    }),
    raisedAlerts: Array.isArray(raisedAlerts) ? raisedAlerts.length : 0,
  };
}

export function formatDeployment({ name, task, current, versions, history, raisedAlerts }: ListedDeployment): string {
  const head = `${toSingleLine(name)} (${toSingleLine(task)}), ${format.whole(raisedAlerts)} alerts`;
  const rows = versions.map((version) => [
    `${version.number}${version.number === current ? ' *' : ''}`,
    toSingleLine(version.model),
    toSingleLine(`${version.engine}:${version.device}, ${version.threads} threads`),
    toSingleLine(version.note),
  ]);
  const events = history.map(({ at, event, version }) => [at, toSingleLine(event), String(version)]);
  return [
    head,
    '',
    formatTable([['Version', 'Model', 'Opened with', 'Note'], ...rows]),
    '* current version',
    '',
    formatTable([['Date', 'Event', 'Version'], ...events]),
  ].join('\n');
}
