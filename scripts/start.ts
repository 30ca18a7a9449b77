import { UsageError } from '../companion/cli/command.ts';
import { parseOptions } from '../companion/cli/options/parse-options.ts';
import { serve } from '../companion/cli/serve-companion.ts';
import { buildApp } from './dist.ts';

const usage = `usage: npm start [-- --no-open]

Serves the app on http://127.0.0.1:7319; PORT=<number> changes the port.
  --no-open   do not open a browser`;

// `npm start`: serves the app, which is built first if the sources are newer.
try {
  const args = process.argv.slice(2).map((arg) => (arg === '-h' ? '--help' : arg));
  const { values } = parseOptions(args, { 'no-open': { type: 'boolean' }, help: { type: 'boolean' } });
  const opensBrowser = values['no-open'] !== true && process.stdout.isTTY;
  if (values.help) console.log(usage);
  else await serve({ port: process.env['PORT'], opensBrowser, buildApp });
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `${error.message}\n\n${usage}` : error instanceof Error ? error.message : String(error));
  process.exitCode = isUsage ? 2 : 1;
}
