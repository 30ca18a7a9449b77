import { AppError } from '#core/error.ts';
import { isUsageError, type Command } from './command.ts';
import { oneLine, sentenceOf } from './wording.ts';

const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  device: () => import('./commands/device.ts'),
  bench: () => import('./commands/bench.ts'),
  run: () => import('./commands/run.ts'),
  inspect: () => import('./commands/inspect.ts'),
  fit: () => import('./commands/fit.ts'),
  open: () => import('./commands/open.ts'),
};

const usage = `usage: npm run assay -- <command>

  device    what this device offers an AI model, measured
  bench     measure a model or a standard workload
  run       run a model on files
  inspect   what a model file says of itself
  fit       whether a model fits this device, and how fast it will be
  open      print what a link holds

npm run assay -- <command> --help says more. Exit codes: 0 done, 1 failed, 2 not understood.`;

const signalExits: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
/** How long an interrupted command may take to close its browser; chosen. */
const closingMs = 3_000;

process.exitCode = await main(process.argv.slice(2));

async function main([name = '--help', ...args]: string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    console.log(usage);
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) return complain(`unknown command "${name}"; known are ${Object.keys(commands).join(', ')}`, 2);
  const { command } = await load();
  if (args.includes('--help') || args.includes('-h')) {
    console.log(command.usage);
    return 0;
  }
  const stop = stopOnSignal();
  try {
    const print = (text: string) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    return await command.run(args, { print, say: (line) => console.error(line), signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) return stop.exitCode();
    if (isUsageError(error)) return complain(`${said(error)}\nnpm run assay -- ${name} --help says more.`, 2);
    if (error instanceof AppError) return complain(sentenceOf(error), 1);
    // Playwright appends a log to its messages.
    if (error instanceof Error) return complain(error.message.split('\n', 1)[0] ?? '', 1);
    throw error;
  }
}

/** Without the advice that `parseArgs` adds on arguments that start with a dash. */
function said({ message }: Error): string {
  return oneLine(message.replace(/ To specify a positional argument.*$/s, ''));
}

function complain(message: string, exitCode: number): number {
  console.error(message);
  return exitCode;
}

function stopOnSignal(): { readonly signal: AbortSignal; exitCode(): number } {
  const controller = new AbortController();
  let exitCode = 1;
  for (const [signal, code] of Object.entries(signalExits)) {
    process.on(signal, () => {
      exitCode = code;
      controller.abort();
      // What still runs then (a build) is ours and harmless to cut; a browser ends with this process.
      setTimeout(() => process.exit(code), closingMs).unref();
    });
  }
  return { signal: controller.signal, exitCode: () => exitCode };
}
