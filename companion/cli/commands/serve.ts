import type { Command } from '../command.ts';
import { parseOptions } from '../options/parse-options.ts';
import { parseWholeNumber } from '../options/parse-whole-number.ts';
import { serve } from '../serve-companion.ts';

export const command: Command = {
  usage: `usage: npm run assay -- serve [--open]

Serves the app and the companion to this machine, on http://127.0.0.1:7319; PORT=<number> changes the port.

  --open                open the app in the browser
  --max-batch-size <n>  combine up to n concurrent requests to a model into one batch, if its first dimension is
                        dynamic; default: 8; 1 disables batching
  --max-wait-ms <n>     how long a request waits for others to form a batch; default: 10`,

  async run(args, { buildApp, signal }) {
    const { values } = parseOptions(args, {
      open: { type: 'boolean' },
      'max-batch-size': { type: 'string' },
      'max-wait-ms': { type: 'string' },
    });
    const { 'max-batch-size': batchSize, 'max-wait-ms': waitMs } = values;
    await serve({
      port: process.env['PORT'],
      opensBrowser: values.open === true,
      batching: {
        ...(batchSize !== undefined && { maxBatchSize: parseWholeNumber('max-batch-size', batchSize, 1, 1024) }),
        ...(waitMs !== undefined && { maxWaitMs: parseWholeNumber('max-wait-ms', waitMs, 0, 1000) }),
      },
      buildApp: (log) => buildApp(log, signal),
    });
    return 0;
  },
};
