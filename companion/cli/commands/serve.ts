import type { Command } from '../command.ts';
import { parseOptions } from '../options/parse-options.ts';
import { serve } from '../serve.ts';

export const command: Command = {
  usage: `usage: npm run assay -- serve [--open]

Serves the app and the companion to this machine, on http://127.0.0.1:7319; PORT=<number> changes the port.

  --open   open the app in the browser`,

  async run(args, { app, signal }) {
    const { values } = parseOptions(args, { open: { type: 'boolean' } });
    await serve({
      port: process.env['PORT'],
      opensBrowser: values.open === true,
      app: (log) => app(log, signal),
    });
    return 0;
  },
};
