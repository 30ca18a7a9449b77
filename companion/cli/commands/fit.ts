import { publicHub } from '#core/model/public-hub.ts';
import { parseModelsLink } from '#links/models-link.ts';
import type { FitSummary } from '#share/export/fit-summary.ts';
import { webgpuFlag } from '../../browser/browser.ts';
import { checkLink } from '../options/check-link.ts';
import { otherDeviceIds } from '#planner/other-devices/index.ts';
import { UsageError, type Command, type Context } from '../command.ts';
import { toLinkDims } from '../options/dimensions.ts';
import { gpuLayers as words } from '#words/en/models/gpu-layers.ts';
import { fitGpuLayers } from '../files/fit-gpu-layers.ts';
import { fitOtherDevice } from '../files/fit-other-device.ts';
import { drive } from '../../browser/drive.ts';
import { formatFit } from '../print/fit-text.ts';
import { parseOptions } from '../options/parse-options.ts';
import { parseWholeNumber } from '../options/parse-whole-number.ts';
import { readModelArgument } from '../options/model-argument.ts';
import { readResult } from '../page/page-result.ts';

const options = {
  model: { type: 'string', multiple: true },
  hub: { type: 'string' },
  context: { type: 'string' },
  dims: { type: 'string' },
  device: { type: 'string' },
  'max-ms': { type: 'string' },
  'gpu-memory': { type: 'string' },
  webgpu: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;
type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

export const command: Command = {
  usage: `usage: npm run assay -- fit [--model] <file, folder, id or URL>... [options]

Forecasts whether a model fits this device and how fast it runs, from its header and the measured speed of this device.
Only the header of a Hub model (organisation/name[:file]) or a URL is fetched. The measurement is stored for a week, and
used by run and bench.

  --hub <URL>     model hub; default: ${publicHub}
  --context <n>   context length to assume, in tokens
  --dims <name>=<size>,...
                  sizes for the model's free dimensions; default: suggested ones
  --device <d>    another device: ${otherDeviceIds.join(', ')};
                  or the link of a device check. The forecast is based on published times, or on those of the
                  check; the exit code is 1 if a size, memory or time limit is not met
  --max-ms <ms>   time limit for one run on that device
  --gpu-memory <GiB>
                  report instead how many layers of a GGUF file fit into this much free GPU memory, for
                  --gpu-layers of native llama.cpp; only the header is read
  --webgpu        include WebGPU even if it is emulated in software
  --json          print JSON`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, options, true);
    const names = [...(values.model ?? []), ...positionals];
    if (names.length === 0) throw new UsageError('expected a file, a folder, a model id or a URL');
    if (values.device === undefined && values['max-ms'] !== undefined) throw new UsageError('--max-ms needs --device');
    if (values.device !== undefined) return forecastOtherDevice(names, values.device, values, context);
    if (values['gpu-memory'] !== undefined) return printGpuLayers(names, values['gpu-memory'], values, context);
    return forecastThisDevice(names, values, context);
  },
};

async function forecastOtherDevice(
  [name = '', ...others]: readonly string[],
  device: string,
  values: Values,
  context: Context,
): Promise<0 | 1> {
  checkNotCombined('device', values, ['gpu-memory', 'webgpu']);
  if (others.length > 0) throw new UsageError('--device: expected one file, folder, model id or URL');
  const { json, text, hasFailed } = await fitOtherDevice(name, {
    device,
    hub: values.hub,
    dims: values.dims,
    contextLength: parsePositiveInteger('context', values.context),
    maxMs: parsePositiveInteger('max-ms', values['max-ms']),
  });
  context.print(values.json ? JSON.stringify(json, null, 2) : text);
  return hasFailed ? 1 : 0;
}

/** Prints how many layers of a GGUF file fit into GPU memory. */
async function printGpuLayers(
  [name = '', ...others]: readonly string[],
  gpuMemory: string,
  values: Values,
  context: Context,
): Promise<0 | 1> {
  checkNotCombined('gpu-memory', values, ['dims', 'webgpu']);
  if (others.length > 0) throw new UsageError('--gpu-memory: expected one GGUF file');
  const contextLength = parsePositiveInteger('context', values.context);
  const layers = await fitGpuLayers(name, { gpuMemory, hub: values.hub, contextLength });
  context.print(values.json ? JSON.stringify(layers, null, 2) : words.recommendation(layers));
  return 0;
}

async function forecastThisDevice(names: readonly string[], values: Values, context: Context): Promise<0 | 1> {
  const contextLength = parsePositiveInteger('context', values.context);
  const model = await readModelArgument(names);
  const modelName = model.kind === 'model' ? model.id : model.kind === 'remote' ? model.reference : null;
  const query = new URLSearchParams(modelName === null ? { file: '1' } : { model: modelName });
  if (contextLength !== undefined) query.set('context', String(contextLength));
  if (values.dims !== undefined) query.set('dims', toLinkDims(values.dims));
  checkLink(() => parseModelsLink(query));
  const status = await drive({
    link: `#/models?${query}`,
    hub: values.hub,
    flags: values.webgpu ? [webgpuFlag] : [],
    onReady: async (page) => {
      if (model.kind === 'files') await page.openModel(model.paths);
      if (model.kind === 'remote') await page.inspect(); // the page inspects bundled models automatically
    },
    ...context,
  });
  const { result } = readResult(status);
  context.print(values.json ? JSON.stringify(result, null, 2) : formatFit(result as FitSummary));
  return 0;
}

/** Rejects options that would be ignored together with `option`. */
function checkNotCombined(option: keyof Values, values: Values, unused: readonly (keyof Values)[]): void {
  const other = unused.find((name) => values[name] !== undefined);
  if (other !== undefined) throw new UsageError(`--${other} cannot be combined with --${option}`);
}

const parsePositiveInteger = (option: string, text: string | undefined): number | undefined =>
  text === undefined ? undefined : parseWholeNumber(option, text, 1, 2 ** 24);
