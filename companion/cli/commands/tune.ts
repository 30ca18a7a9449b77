import { pageEngineIds } from '#core/engine/engines.ts';
import { parseBenchLink } from '#links/bench-link.ts';
import { parseTuneLink } from '#links/tune-link.ts';
import type { TuneResult } from '#tune/tune-result.ts';
import { webgpuFlag } from '../../browser/browser.ts';
import { driveModel } from '../../browser/drive-model.ts';
import { UsageError, type Command } from '../command.ts';
import { checkLink } from '../options/check-link.ts';
import { checkEngine } from '../options/check-options.ts';
import { toLinkDims, suggestDimensions } from '../options/dimensions.ts';
import { readModelArgument } from '../options/model-argument.ts';
import { resolveEngine } from '../options/model-options.ts';
import { listGivenOptions } from '../options/setting-options.ts';
import { parseOptions } from '../options/parse-options.ts';
import { parseSeconds } from '../options/parse-seconds.ts';
import { readResult, toError } from '../page/page-result.ts';
import { formatTuned } from '../print/tune-text.ts';

const options = {
  model: { type: 'string', multiple: true },
  hub: { type: 'string' },
  dims: { type: 'string' },
  device: { type: 'string' },
  budget: { type: 'string' },
  goal: { type: 'string' },
  objective: { type: 'string' },
  webgpu: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- tune [--model] <file, folder, id or URL>... [options]

Finds the best configuration (device, threads and engine settings) for a model in the browser on this device.
Configurations race against each other; those with wrong outputs are eliminated. A Hub model or a URL is downloaded for this command only.

  --hub <URL>                       model hub; default: the public one
  --dims <name>=<size>,...          sizes for the free dimensions of the model; default: suggested ones
  --device wasm|webgpu|webgl|javascript
                                    try only this device; default: all of them
  --budget <n>s|<n>m                time limit of the search; default: 1m
  --goal <ms>                       stop as soon as a configuration is shown to be this fast
  --objective latency|throughput|memory
                                    what to optimise: the time of one input, inputs per second with batch sizes up to 16,
                                    or memory; default: latency
  --webgpu                          also try WebGPU, which may be emulated in software
  --json                            print JSON, with every configuration`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, options, true);
    const names = [...(values.model ?? []), ...positionals];
    if (names.length === 0) throw new UsageError('expected a file, a folder, a model id or a URL');
    const model = await readModelArgument(names);
    const engine = resolveEngine({}, model);
    checkEngine(model, undefined);
    if (engine !== null && !pageEngineIds.some((id) => id === engine)) {
      throw new UsageError(`${engine} runs only in the companion`);
    }
    const formatLink = (subject: Readonly<Record<string, string>>) => {
      const query = new URLSearchParams(subject);
      if (engine !== null) query.set('engine', engine);
      if (values.dims !== undefined) query.set('dims', toLinkDims(values.dims));
      if (values.device !== undefined) query.set('device', values.device);
      query.set('auto', '1');
      checkLink(() => parseBenchLink(`#/bench?${query}`));
      if (values.budget !== undefined) query.set('budget', String(parseSeconds('budget', values.budget)));
      for (const [name, value] of listGivenOptions(values, ['goal', 'objective'])) query.set(name, value);
      checkLink(() => parseTuneLink(query));
      return `#/tune?${query}`;
    };
    const flags = values.webgpu || values.device === 'webgpu' ? [webgpuFlag] : [];
    const status = await driveModel(model, { formatLink, hub: values.hub, flags, ...context });
    if (status.state === 'failed') throw suggestDimensions(toError(status), values.dims);
    const { result, link } = readResult(status);
    const tuneResult = result as TuneResult;
    context.print(values.json ? JSON.stringify({ ...tuneResult, link }, null, 2) : formatTuned(tuneResult, link));
    return tuneResult.winner ? 0 : 1;
  },
};
