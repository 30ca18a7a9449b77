import type { EngineSettings } from '#core/engine/engine-settings.ts';
import type { MemoryNotStated } from '#core/engine/runtime.ts';
import type { DeviceId, EngineId, HostId } from '#core/engine/engines.ts';
import type { Environment } from '#core/report/environment.ts';
import type { Dimensions, Effort } from '#core/report/bench-request.ts';
import type { EventLoop, FlagId, OpenedTarget, Validity, StartupTimes } from '#core/report/report-header.ts';
import type { ReportEnergy } from '#core/report/report-energy.ts';
import type { TextReport } from '#core/report/text-report.ts';
import type { MarkdownWords } from '#share/export/export-markdown.ts';
import type { Fact } from '#share/export/report-facts.ts';
import type { FactFormat } from '#share/report-link/report-fields.ts';
import type { bench } from './en/bench/bench.ts';
import type { engine } from './en/device/engine.ts';
import type { format } from './en/format.ts';
import type { report } from './en/report/report.ts';

/** The type of the values of each format. */
interface FactValues {
  text: string | number;
  whole: number;
  microseconds: number;
  milliseconds: number;
  bytes: number;
  'file-size': number;
  gibibytes: number;
  date: string;
  'yes-no': boolean;
  hash: string;
  engine: EngineId;
  device: DeviceId;
  host: HostId;
  effort: Effort;
  validity: Validity;
  flags: readonly FlagId[];
  start: StartupTimes['start'];
  'code-from': NonNullable<StartupTimes['codeFrom']>;
  download: number | null;
  failedDevices: OpenedTarget['failedDevices'];
  settings: EngineSettings;
  gpu: NonNullable<Environment['gpu']>;
  sizes: Dimensions;
  placement: Readonly<Record<string, number>>;
  'event-loop': EventLoop;
  energy: ReportEnergy;
  'not-stated': readonly MemoryNotStated[];
  'inside-outside': TextReport['sampling'];
}

interface Words {
  readonly report: typeof report;
  readonly engine: typeof engine;
  readonly bench: typeof bench;
  readonly format: typeof format;
}

/** The texts of a report's Markdown in one language. */
export function createMarkdownWords(text: Words, gates: MarkdownWords['gates']): MarkdownWords {
  const { markdown } = text.report;
  return { fact: createFactWriter(text), gates, ...markdown() };
}

/** Formats the facts of a report in one language: label and value. */
export function createFactWriter(text: Words): (fact: Fact) => readonly [label: string, value: string] {
  const writers: Readonly<Record<FactFormat, (value: never) => string>> = createWriters(text);
  return ({ path, format, value }) => [
    text.report.facts.labels[path as keyof typeof report.facts.labels],
    writers[format](value as never),
  ];
}

function createWriters(text: Words): { readonly [F in FactFormat]: (value: FactValues[F]) => string } {
  const { bytes, date, duration, memory, number, whole } = text.format;
  const { devices } = text.engine;
  const { facts, phases } = text.report;
  return {
    text: String,
    whole,
    microseconds: (value) => `${number(value)} µs`,
    milliseconds: duration,
    bytes,
    'file-size': facts.size,
    gibibytes: (value) => memory(value * 2 ** 30),
    date,
    'yes-no': (value) => (value ? facts.yes : facts.no),
    hash: (value) => value || facts.unknownHash,
    engine: (value) => text.engine.names[value],
    device: (value) => devices[value],
    host: (value) => facts.hosts[value],
    effort: (value) => text.bench.settings.efforts[value].name,
    validity: (value) => text.report.verdict.validities[value].mark,
    flags: (value) => value.map((flag) => text.report.flags.list[flag].name).join(', '),
    start: (value) => phases.starts[value],
    'code-from': (value) => phases.codes[value],
    download: (value) => (value === null ? phases.nothing : duration(value)),
    failedDevices: (value) => value.map(({ device, why }) => `${devices[device]}: ${why}`).join('; '),
    settings: (value) => formatSettings(text, value).join(', '),
    gpu: ({ vendor, architecture, software }) => facts.gpu(vendor, architecture, software),
    sizes: (value) =>
      Object.entries(value)
        .map(([name, size]) => `${name} = ${size}`)
        .join(', '),
    placement: (value) => formatPlacement(text, value),
    'event-loop': ({ late, ticks, worstMs }) => facts.eventLoop(whole(late), whole(ticks), duration(worstMs)),
    energy: (value) => formatEnergy(text, value),
    'not-stated': (value) => value.map((reason) => facts.memoryNotStated[reason]).join('; '),
    'inside-outside': (value) => facts.insideOutside[value],
  };
}

/** The energy by counter and the resulting carbon emissions, or the reasons why no energy was measured. */
function formatEnergy({ report: { facts }, format: { number } }: Words, value: ReportEnergy): string {
  const words = facts.energy;
  const { counters, missing, gridGramsPerKwh } = value;
  if (counters.length === 0)
    return words.notAvailable(
      missing.map(({ source, reason }) => `${words.sources[source]}: ${words.missing[reason]}`).join('; '),
    );
  return counters
    .flatMap(({ source, name, joules, uncertaintyJ, watts }) => {
      const measured = words.counter(number(joules), number(uncertaintyJ), number(watts), words.sources[source], name);
      if (gridGramsPerKwh === null) return measured;
      const micrograms = (1e6 * joules * gridGramsPerKwh) / joulesPerKwh;
      return [measured, words.carbon(number(micrograms), number(gridGramsPerKwh))];
    })
    .join('; ');
}

const joulesPerKwh = 3.6e6;

function formatSettings(text: Words, set: EngineSettings): string[] {
  return Object.entries(set).map(([setting, value]) => {
    const words = text.engine.settings[setting as keyof EngineSettings];
    const names: Readonly<Record<string, string>> = 'values' in words ? words.values : {};
    const spelled = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
    return `${words.name}: ${names[spelled] ?? spelled}`;
  });
}

/** Nodes per execution provider, with their fraction of all nodes. */
function formatPlacement(text: Words, placed: FactValues['placement']): string {
  const { whole } = text.format;
  const nodes = Object.values(placed).reduce((sum, count) => sum + count, 0);
  return Object.entries(placed)
    .map(([provider, count]) =>
      text.report.facts.placement(
        provider.replace('ExecutionProvider', ''),
        whole(count),
        whole((100 * count) / nodes),
      ),
    )
    .join(', ');
}
