import type { Context } from './command.ts';
import { main } from './main.ts';

const signalExits: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
/** Maximum time for an interrupted command to close its browser. Heuristic, not measured. */
const closingMs = 3_000;

/**
 * Runs the command line of this process and sets its exit code; a signal ends the command.
 * @param built the app, npm, its commit, and the path of the stored device profile
 */
export async function runProgram(
  built: Required<Pick<Context, 'buildApp' | 'npm' | 'revision' | 'deviceProfile'>>,
): Promise<void> {
  const controller = new AbortController();
  let signalExit = 1;
  for (const [signal, code] of Object.entries(signalExits)) {
    process.on(signal, () => {
      signalExit = code;
      controller.abort();
      // Anything still running (a build) can safely be interrupted; a browser ends with this process.
      setTimeout(() => process.exit(code), closingMs).unref();
    });
  }
  const { signal } = controller;
  const print = (text: string) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  const log = (line: string) => console.error(line);
  try {
    process.exitCode = await main(process.argv.slice(2), { print, log, signal, ...built });
  } catch (error) {
    if (!signal.aborted) throw error;
    process.exitCode = signalExit;
  }
}
