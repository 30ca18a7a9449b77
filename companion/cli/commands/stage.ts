import { defaultRamp } from '#bench/load-curve/ramp-load.ts';
import { generatesText } from '#core/engine/engines.ts';
import { asAppError } from '#core/errors/error.ts';
import { settingIds } from '#core/engine/engine-settings.ts';
import { parseBenchLink } from '#links/bench-link.ts';
import { staging as words } from '#words/en/deployments/staging.ts';
import { UsageError, type Command } from '../command.ts';
import { readTarget, targetUsage } from '../native/companion-target.ts';
import { stageNative, type StagingReport } from '../native/stage-native.ts';
import { checkLink } from '../options/check-link.ts';
import { checkNativeOptions } from '../options/check-options.ts';
import { suggestDimensions, toLinkDims } from '../options/dimensions.ts';
import { readModelArgument } from '../options/model-argument.ts';
import { parseOptions } from '../options/parse-options.ts';
import { createSettingOptions, listGivenOptions } from '../options/setting-options.ts';
import { parseWholeNumber } from '../options/parse-whole-number.ts';
import { formatTable } from '../print/format-value.ts';

const settings = createSettingOptions(settingIds);
const options = {
  ...settings.options,
  model: { type: 'string', multiple: true },
  target: { type: 'string' },
  latency: { type: 'string' },
  'max-requests': { type: 'string' },
  threads: { type: 'string' },
  dims: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- stage [--model] <file, folder or id>... --latency <ms> [options]

Tests a tensor model before it is deployed. Raises the number of concurrent requests until the 95th percentile of their
latency exceeds a target. Then kills the engine's process, and measures the time until it answers again. Exits with 1 if
even a single request misses the target, or if the engine does not recover.

  --latency <ms>                    the target for the 95th percentile of the latency
  --max-requests <n>                the maximum number of concurrent requests; default: ${defaultRamp.maxConcurrency}
${targetUsage.any}
                                    default: companion:ort:cpu
  --threads <n>                     default: the engine's own
  --dims <name>=<size>,...          sizes for the free dimensions of the model
${settings.usage}
  --json                            print JSON`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, options, true);
    const names = [...(values.model ?? []), ...positionals];
    if (names.length === 0) throw new UsageError('expected a file, a folder or a model');
    if (values.latency === undefined) throw new UsageError('--latency is required');
    const targetMs = Number(values.latency);
    if (!(targetMs > 0 && Number.isFinite(targetMs)))
      throw new UsageError(`--latency is "${values.latency}"; expected milliseconds above 0`);
    const maxRequestsText = values['max-requests'];
    const maxConcurrency =
      maxRequestsText === undefined
        ? defaultRamp.maxConcurrency
        : parseWholeNumber('max-requests', maxRequestsText, 1, 1024);
    const targetName = values.target ?? 'companion:ort:cpu';
    const target = readTarget(targetName);
    if (generatesText(target.engine))
      throw new UsageError(`--target is "${targetName}"; expected an engine for tensor models`);
    const model = await readModelArgument(names, targetName);
    checkNativeOptions(target, model, values, settingIds);
    const query = new URLSearchParams({ file: '1' });
    if (values.dims !== undefined) query.set('dims', toLinkDims(values.dims));
    for (const [name, value] of listGivenOptions(values, ['threads', ...settings.names])) query.set(name, value);
    const { request } = checkLink(() => parseBenchLink(`#/bench?${query}`));
    const ramp = { ...defaultRamp, maxConcurrency, targetMs };
    let report: StagingReport;
    try {
      report = await stageNative(target, model, { ...request, ...target }, ramp, context);
    } catch (thrown) {
      throw suggestDimensions(asAppError(thrown), values.dims);
    }
    context.print(values.json ? JSON.stringify(report, null, 2) : formatStaging(report));
    const hasFailed = report.ramp.maxWithinTarget === null || report.recovery?.recoveryMs === null;
    return hasFailed ? 1 : 0;
  },
};

function formatStaging({ ramp, recovery }: StagingReport): string {
  const table = formatTable([words.columns, ...ramp.levels.map(words.row)]);
  const recoveryText = recovery ? `\n${words.faults['worker-killed']}: ${words.recovered(recovery)}` : '';
  return `${table}\n${words.conclude(ramp)}${recoveryText}`;
}
