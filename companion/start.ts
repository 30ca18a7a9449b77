import { parseArgs } from 'node:util';
import { buildIfStale, dist } from '../scripts/dist.ts';
import { isUsageError, UsageError } from './command.ts';
import { openInBrowser } from './open-in-browser.ts';
import { startServer, type Server } from './server.ts';

const usage = `usage: npm start [-- --no-open]

Serves the app on http://127.0.0.1:7319; PORT=<number> changes the port.
  --no-open   do not open a browser`;

try {
  const { values } = parseArgs({
    options: { 'no-open': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) console.log(usage);
  else await start(values['no-open'] !== true && process.stdout.isTTY === true);
} catch (error) {
  const isUsage = isUsageError(error);
  console.error(isUsage ? `${error.message}\n\n${usage}` : error instanceof Error ? error.message : String(error));
  process.exitCode = isUsage ? 2 : 1;
}

async function start(mayOpen: boolean): Promise<void> {
  const port = portFrom(process.env['PORT']);
  await buildIfStale((line) => console.log(line));
  const server = await listen(port);
  console.log(`Assay runs at ${server.url}  (Ctrl-C ends it)`);
  const end = () => void server.close();
  process.once('SIGINT', end).once('SIGTERM', end);
  if (mayOpen) openInBrowser(server.url);
}

function portFrom(text = '7319'): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new UsageError(`PORT is "${text}": it must be a number from 1 to 65535.`);
  }
  return port;
}

async function listen(port: number): Promise<Server> {
  try {
    return await startServer(dist, port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const other = `PORT=${port < 65_535 ? port + 1 : port - 1} npm start`;
    if (code === 'EADDRINUSE') throw new Error(`Port ${port} is taken. Choose another: ${other}`, { cause: error });
    if (code === 'EACCES') throw new Error(`Port ${port} may not be used. Choose another: ${other}`, { cause: error });
    throw error;
  }
}
