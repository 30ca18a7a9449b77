import { writeFile } from 'node:fs/promises';
import { settingIds } from '#core/engine/engine-settings.ts';
import { pageEngineIds } from '#core/engine/engines.ts';
import { parseBenchLink } from '#links/bench-link.ts';
import { asAppError } from '#core/errors/error.ts';
import type { Bottleneck } from '#profile/bottlenecks.ts';
import { toChromeTrace } from '#profile/export-profile.ts';
import type { ProfileReport } from '#profile/profile-report.ts';
import { driveModel } from '../../browser/drive-model.ts';
import { readNativeTarget, targetUsage } from '../native/companion-target.ts';
import { profileNative } from '../native/profile-native.ts';
import { UsageError, type Command, type Context } from '../command.ts';
import { checkLink } from '../options/check-link.ts';
import {
  checkEngine,
  checkEngineOptions,
  checkNativeOptions,
  checkOutput,
  rejectOptions,
} from '../options/check-options.ts';
import { toLinkDims, suggestDimensions } from '../options/dimensions.ts';
import { readModelArgument, type ModelArgument } from '../options/model-argument.ts';
import { resolveEngine, formatEngineUsage, listGpuFlags, modelOptions } from '../options/model-options.ts';
import { parseOptions } from '../options/parse-options.ts';
import { listGivenOptions, createSettingOptions } from '../options/setting-options.ts';
import { readResult, toError } from '../page/page-result.ts';
import { formatProfile } from '../print/profile-text.ts';

const settings = createSettingOptions(settingIds);
const options = {
  ...settings.options,
  ...modelOptions,
  target: { type: 'string' },
  json: { type: 'boolean' },
  trace: { type: 'string' },
} as const;

/** The result that the Profile page reports. */
interface PageProfile extends ProfileReport {
  readonly bottlenecks: readonly Bottleneck[];
  /** A file in the trace event format. */
  readonly trace: string;
}

type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

export const command: Command = {
  usage: `usage: npm run assay -- profile [--model] <file, folder, id or URL>... [options]

Profiles a model and shows where the time of a run goes: the time of each node, how it compares with the limits of this
device, and the bottlenecks. Profiled times are not a benchmark. A Hub model or a URL is downloaded for this command only.

${formatEngineUsage(pageEngineIds)}
${targetUsage.native}
${settings.usage}
  --json            print JSON, with every node
  --trace <file>    write the recorded events for Perfetto or chrome://tracing`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, options, true);
    const names = [...(values.model ?? []), ...positionals];
    if (names.length === 0) throw new UsageError('expected a file, a folder, a model id or a URL');
    const model = await readModelArgument(names);
    const engine = values.target === undefined ? checkPageOptions(values, model) : null;
    if (values.trace !== undefined) await checkOutput('trace', values.trace, names);
    const formatLink = (subject: Readonly<Record<string, string>>) => {
      const query = new URLSearchParams(subject);
      if (engine !== null) query.set('engine', engine);
      if (values.dims !== undefined) query.set('dims', toLinkDims(values.dims));
      for (const [name, value] of listGivenOptions(values, ['device', 'threads', ...settings.names]))
        query.set(name, value);
      query.set('auto', '1');
      checkLink(() => parseBenchLink(`#/bench?${query}`));
      return `#/profile?${query}`;
    };
    const { trace, ...report } =
      values.target === undefined
        ? await profileInPage(values, model, formatLink, context)
        : await profileOnTarget(values.target, values, model, formatLink({ file: '1' }), context);
    if (values.trace !== undefined) await writeFile(values.trace, trace);
    context.print(values.json ? JSON.stringify(report, null, 2) : formatProfile(report, report.bottlenecks));
    return 0;
  },
};

/**
 * Checks the options of a run in the page.
 * @returns the engine; `null` if only the model's header determines it
 * @throws UsageError
 */
function checkPageOptions(values: Values, model: ModelArgument): string | null {
  checkEngine(model, values.engine);
  const engine = resolveEngine(values, model);
  const pageEngine = pageEngineIds.find((id) => id === engine);
  if (pageEngine) checkEngineOptions(pageEngine, values, settingIds);
  return engine;
}

async function profileInPage(
  values: Values,
  model: ModelArgument,
  formatLink: (subject: Readonly<Record<string, string>>) => string,
  context: Context,
): Promise<PageProfile> {
  const status = await driveModel(model, {
    formatLink,
    hub: values.hub,
    flags: listGpuFlags(values, model),
    ...context,
  });
  if (status.state === 'failed') throw suggestDimensions(toError(status), values.dims);
  return readResult(status).result as PageProfile;
}

/**
 * Profiles on a native engine, without a browser.
 * @param link the link that defines the run
 */
async function profileOnTarget(
  target: string,
  values: Values,
  model: ModelArgument,
  link: string,
  context: Context,
): Promise<PageProfile> {
  const { engine, device } = readNativeTarget(target);
  rejectOptions(values, ['engine', 'device', 'hub'], 'cannot be combined with --target');
  checkNativeOptions({ engine, device }, model, values, settingIds);
  const { request } = parseBenchLink(link.replace('#/profile?', '#/bench?'));
  try {
    const { report, bottlenecks, events } = await profileNative({ ...request, engine, device }, model, context);
    return { ...report, bottlenecks, trace: toChromeTrace(events, report) };
  } catch (thrown) {
    throw suggestDimensions(asAppError(thrown), values.dims);
  }
}
