import { UsageError, type Command } from '../command.ts';
import { parseOptions } from '../options/parse-options.ts';
import { serve } from '../serve-companion.ts';

export const command: Command = {
  usage: `usage: npm run assay -- serve [--open]

Serves the app and the companion to this machine, on http://127.0.0.1:7319; PORT=<number> changes the port.

  --open                open the app in the browser
  --max-batch-size <n>  join up to n requests of clients to one model, if its first dimension allows it; default: 8;
                        1 turns it off
  --max-wait-ms <n>     how long a request waits for others; default: 10`,

  async run(args, { app, signal }) {
    const { values } = parseOptions(args, {
      open: { type: 'boolean' },
      'max-batch-size': { type: 'string' },
      'max-wait-ms': { type: 'string' },
    });
    const maxBatchSize = numberOption('max-batch-size', values['max-batch-size'], 1, 1024);
    const maxWaitMs = numberOption('max-wait-ms', values['max-wait-ms'], 0, 1000);
    await serve({
      port: process.env['PORT'],
      opensBrowser: values.open === true,
      batching: { ...(maxBatchSize !== null && { maxBatchSize }), ...(maxWaitMs !== null && { maxWaitMs }) },
      app: (log) => app(log, signal),
    });
    return 0;
  },
};

/** @returns `null` if it was not given @throws UsageError */
function numberOption(name: string, text: string | undefined, min: number, max: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UsageError(`--${name} is "${text}": it must be a whole number from ${min} to ${max}`);
}
