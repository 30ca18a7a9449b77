import { deviceIds, type EngineId } from '#core/engines.ts';

/** The options of commands that open a model on an engine. */
export const modelOptions = {
  model: { type: 'string', multiple: true },
  hub: { type: 'string' },
  runtime: { type: 'string' },
  device: { type: 'string' },
  threads: { type: 'string' },
  dims: { type: 'string' },
} as const;

/** Their usage lines, without `--model`. */
export const engineUsage = (engines: readonly EngineId[]) =>
  `  --hub <URL>                       model hub; default: the public one
  --runtime ${engines.join('|')}
                                    engine; default: the one that the model needs
  --device ${deviceIds.join('|')}   default: as fit recommends, else wasm
  --threads <n>                     default: as fit recommends, else as many as the page can use
  --dims <name>=<size>,...          sizes for the free dimensions of a tensor model`;
