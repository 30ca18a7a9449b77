import { AppError } from '#core/error.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { isUsageError, type Command, type Context } from './command.ts';
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

  device    measure what this device offers AI models
  bench     measure a model or a standard workload
  run       run a model on files or a prompt
  inspect   print what the header of a model file says
  fit       say whether a model fits this device, and how fast it will be
  open      print what a link holds

  help <command>   the options of a command; also <command> --help
  --version        print the version

Exit codes: 0 done, 1 failed, 2 the command line was not understood.`;

/**
 * Runs one command line.
 * @returns the exit code; errors have been printed
 * @throws what `context.signal` was aborted with, or an error of another class than ours
 */
export async function main(args: readonly string[], context: Context): Promise<number> {
  const { print, say, signal } = context;
  const [name = '--help', ...rest] = args[0] === 'help' && args[1] !== undefined ? [args[1], '--help'] : args;
  if (name === '--help' || name === '-h' || name === 'help') {
    print(usage);
    return 0;
  }
  if (name === '--version' || name === '-v') {
    print(packageJson.version);
    return 0;
  }
  const fail = (message: string, exitCode: number) => {
    say(message);
    return exitCode;
  };
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) return fail(`unknown command "${name}"; known are ${Object.keys(commands).join(', ')}`, 2);
  const { command } = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    print(command.usage);
    return 0;
  }
  try {
    return await command.run(rest, context);
  } catch (error) {
    if (signal.aborted) throw error;
    if (isUsageError(error)) return fail(`${messageOf(error)}\nnpm run assay -- ${name} --help says more.`, 2);
    if (error instanceof AppError) return fail(sentenceOf(error), 1);
    // Playwright appends a log to its messages.
    if (error instanceof Error) return fail(error.message.split('\n', 1)[0] ?? '', 1);
    throw error;
  }
}

/** Without the advice of `parseArgs` about arguments that start with a dash. */
function messageOf({ message }: Error): string {
  return oneLine(message.replace(/ To specify a positional argument.*$/s, ''));
}
