import { settingIds } from '#core/engine/engine-settings.ts';
import type { LoadCurve } from '#bench/load-curve/load-curve.ts';
import { generatesText, pageEngineIds, type EngineId } from '#core/engine/engines.ts';
import { asAppError } from '#core/errors/error.ts';
import type { SpeedReport } from '#core/report/report.ts';
import { parseBenchLink } from '#links/bench-link.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import { driveModel } from '../../browser/drive-model.ts';
import { drive } from '../../browser/drive.ts';
import { checkLink } from '../options/check-link.ts';
import { checkEngineOptions, checkNativeOptions, checkEngine, rejectOptions } from '../options/check-options.ts';
import { UsageError, type Context } from '../command.ts';
import { toLinkDims, suggestDimensions } from '../options/dimensions.ts';
import { readModelArgument, type ModelArgument } from '../options/model-argument.ts';
import { listGpuFlags, modelOptions, resolveEngine } from '../options/model-options.ts';
import { parseGridIntensity, gridOption } from '../options/grid-intensity.ts';
import { benchNative } from '../native/bench-native.ts';
import { readBenchTarget } from '../native/companion-target.ts';
import { toAppLink, toError, readResult } from './page-result.ts';
import type { parseOptions } from '../options/parse-options.ts';
import { listGivenOptions, createSettingOptions } from '../options/setting-options.ts';

export const benchSettings = createSettingOptions(settingIds);

/** The options that define a benchmark. */
export const benchOptions = {
  ...benchSettings.options,
  workload: { type: 'string' },
  ...modelOptions,
  target: { type: 'string' },
  ...gridOption,
  quick: { type: 'boolean' },
  full: { type: 'boolean' },
} as const;

interface BenchResult {
  readonly report: SpeedReport;
  readonly link: string;
  /** The power readings during the run in watts; empty for a page, or if there are no counters. */
  readonly powerWatts: readonly number[];
  /** `null` if not requested. */
  readonly loadCurve: LoadCurve | null;
}

interface DriveBenchOptions {
  /** Called after the options are checked, before any work starts. */
  readonly check?: () => Promise<void>;
  /** Whether to also measure the model under load, which needs `--target`. */
  readonly withLoadCurve?: boolean;
}

/**
 * Benchmarks a workload or a model in the app, or with `--target` on a native engine.
 * @returns the report with its link and energy
 * @throws UsageError | AppError
 */
export async function driveBench(
  values: Values,
  context: Context,
  { check = async () => {}, withLoadCurve = false }: DriveBenchOptions = {},
): Promise<BenchResult> {
  const model = values.model && (await readModelArgument(values.model, values.target));
  const formatLink = (subject: Subject) => buildLink(values, model, subject);
  // Contains a placeholder while the model's id is unknown.
  const link = formatLink(values.workload === undefined ? { file: '1' } : { workload: values.workload });
  if (withLoadCurve) checkLoadCurve(values.target);
  await check();
  if (values.target !== undefined) return measureNative(values.target, values, { link, model, context, withLoadCurve });
  const driveOptions = { hub: values.hub, flags: listGpuFlags(values, model), ...context };
  const status = await (model
    ? driveModel(model, { formatLink, ...driveOptions })
    : drive({ link: link, ...driveOptions }));
  if (status.state === 'failed') throw suggestDimensions(toError(status), values.dims);
  const { result, link: resultLink } = readResult(status);
  return { report: result as SpeedReport, link: resultLink, powerWatts: [], loadCurve: null };
}

/** @throws UsageError */
function checkLoadCurve(target: string | undefined): void {
  if (target === undefined) throw new UsageError('--load-curve needs --target');
  const { engine } = readBenchTarget(target);
  if (generatesText(engine)) throw new UsageError(`--load-curve: ${engine} handles one request to a model at a time`);
}

interface NativeBenchOptions {
  /** The link of the run. */
  readonly link: string;
  readonly model: ModelArgument | undefined;
  readonly context: Context;
  readonly withLoadCurve: boolean;
}

/** Measures on a native engine or server, without a browser. */
async function measureNative(
  target: string,
  { dims, 'grid-intensity': grid }: Values,
  { link, model, context, withLoadCurve }: NativeBenchOptions,
): Promise<BenchResult> {
  const { engine, device } = readBenchTarget(target);
  const { request } = parseBenchLink(link);
  try {
    const gridGramsPerKwh = parseGridIntensity(grid);
    const native = { ...request, engine, device, gridGramsPerKwh, withLoadCurve };
    const measuredBench = await benchNative(native, model, context);
    return { ...measuredBench, link: toAppLink(await encodeReportLink(measuredBench.report)) };
  } catch (thrown) {
    throw suggestDimensions(asAppError(thrown), dims);
  }
}

/** Finds the engine; `null` if only the model's header determines it, or if its name is unknown, which `checkLink` reports. */
function findEngine(values: Values, model: ModelArgument | undefined): EngineId | null {
  if (values.workload !== undefined) return 'ort';
  const name = resolveEngine(values, model);
  return pageEngineIds.find((id) => id === name) ?? null;
}

type Values = ReturnType<typeof parseOptions<typeof benchOptions>>['values'];

/** The measured model or workload, as link parameters. */
type Subject = Readonly<Record<string, string>>;

/**
 * Builds the link of the run.
 * @throws UsageError if the options do not define a run
 */
function buildLink(values: Values, model: ModelArgument | undefined, subject: Subject): string {
  if ((values.workload === undefined) === (model === undefined)) {
    throw new UsageError('expected either --workload or --model');
  }
  if (values.quick && values.full) throw new UsageError('--quick and --full cannot be combined');
  if (values.workload !== undefined && (values.engine ?? 'ort') !== 'ort') {
    throw new UsageError('standard workloads are ONNX models, which run on the engine ort only');
  }
  if (values.target === undefined) {
    rejectOptions(values, ['grid-intensity'], 'needs --target');
    checkEngine(model, values.engine);
    const engine = findEngine(values, model);
    if (engine) checkEngineOptions(engine, values, settingIds);
  } else {
    rejectOptions(values, ['engine', 'device', 'hub'], 'cannot be combined with --target');
    checkNativeOptions(readBenchTarget(values.target), model, values, settingIds);
  }
  const query = new URLSearchParams(subject);
  const engine = values.target === undefined ? resolveEngine(values, model) : null;
  if (engine !== null) query.set('engine', engine);
  if (values.dims !== undefined) query.set('dims', toLinkDims(values.dims));
  for (const [name, value] of listGivenOptions(values, ['device', 'threads', ...benchSettings.names]))
    query.set(name, value);
  query.set('effort', values.quick ? 'quick' : values.full ? 'full' : 'standard');
  query.set('auto', '1');
  const link = `#/bench?${query}`;
  checkLink(() => parseBenchLink(link));
  return link;
}
