import { AppError } from '#core/errors/error.ts';
import { countEdits } from '#metrics/edit-distance.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { UsageError, type Command, type Context } from './command.ts';
import { formatErrorMessage } from './print/print-error.ts';
import { toSingleLine, toTerminalText } from './print/terminal-text.ts';

interface CommandEntry {
  /** The purpose of the command, for the list of commands. */
  readonly purpose: string;
  readonly load: () => Promise<{ command: Command }>;
}

const commands: Readonly<Record<string, CommandEntry>> = {
  device: {
    purpose: 'show what this device offers for running models, and measure its speed',
    load: () => import('./commands/device.ts'),
  },
  bench: {
    purpose: 'measure a model or a standard workload',
    load: () => import('./commands/bench.ts'),
  },
  run: {
    purpose: 'run a model on files or a prompt',
    load: () => import('./commands/run.ts'),
  },
  ask: {
    purpose: 'answer a question from your files',
    load: () => import('./commands/ask.ts'),
  },
  eval: {
    purpose: 'score a model on labelled files',
    load: () => import('./commands/eval.ts'),
  },
  gate: {
    purpose: 'judge a model by a gate file: pass, fail or undecided',
    load: () => import('./commands/gate.ts'),
  },
  optimise: {
    purpose: 'make a model smaller or faster, and compare it with the original',
    load: () => import('./commands/optimise.ts'),
  },
  convert: {
    purpose: 'convert a model to another format or type',
    load: () => import('./commands/convert.ts'),
  },
  teach: {
    purpose: 'train a classifier of your own classes on labelled images',
    load: () => import('./commands/teach.ts'),
  },
  federate: {
    purpose: 'train a classifier together with others, without sharing images',
    load: () => import('./commands/federate.ts'),
  },
  inspect: {
    purpose: 'print the header of a model file',
    load: () => import('./commands/inspect.ts'),
  },
  profile: {
    purpose: 'show where the time of a run goes, by node',
    load: () => import('./commands/profile.ts'),
  },
  drift: {
    purpose: 'compare current inputs with reference inputs, without labels',
    load: () => import('./commands/drift.ts'),
  },
  deploy: {
    purpose: 'print a deployment, or simulate a gradual rollout on labelled items',
    load: () => import('./commands/deploy.ts'),
  },
  monitor: {
    purpose: 'print the monitored measures of a deployment',
    load: () => import('./commands/monitor.ts'),
  },
  stage: {
    purpose: 'test a model under rising load and after failures',
    load: () => import('./commands/stage.ts'),
  },
  tune: {
    purpose: 'find the best configuration for a model on this device',
    load: () => import('./commands/tune.ts'),
  },
  coverage: {
    purpose: 'show where each engine runs the nodes of a model, and why',
    load: () => import('./commands/coverage.ts'),
  },
  fit: {
    purpose: 'check whether a model fits this device, and how fast it will be',
    load: () => import('./commands/fit.ts'),
  },
  export: {
    purpose: 'write the files to run a model outside Assay: page, Node, Python, container, Triton, KServe',
    load: () => import('./commands/export.ts'),
  },
  open: {
    purpose: 'print the contents of a link',
    load: () => import('./commands/open.ts'),
  },
  verify: {
    purpose: 'verify a hallmark, the signed outcome of gates',
    load: () => import('./commands/verify.ts'),
  },
  serve: {
    purpose: 'serve the app and the companion',
    load: () => import('./commands/serve.ts'),
  },
  pair: {
    purpose: 'let a page of another site use the companion',
    load: () => import('./commands/pair.ts'),
  },
  key: {
    purpose: 'create keys for clients of the companion',
    load: () => import('./commands/key.ts'),
  },
  server: {
    purpose: 'add inference servers as targets of the companion',
    load: () => import('./commands/server.ts'),
  },
  engines: {
    purpose: 'list, add and remove the native engines of the companion',
    load: () => import('./commands/engines.ts'),
  },
};

const purposeColumn = 2 + Math.max(...Object.keys(commands).map((name) => name.length));

const usage = `usage: npm run assay -- <command>

${Object.entries(commands)
  .map(([name, { purpose }]) => `  ${name.padEnd(purposeColumn)}${purpose}`)
  .join('\n')}

  help <command>   the options of a command; also <command> --help
  --version        print the version

Exit codes: 0 done, 1 failed, 2 usage error. Some commands have others, listed in their help.`;

/** The maximum number of misspelled characters for which a command is suggested. Heuristic, not measured. */
const maxSuggestedEdits = 2;

/**
 * Runs a command line.
 * @returns the exit code, after any error has been printed
 * @throws the reason of an aborted `context.signal`, or a value that is not an Error
 */
export async function main(args: readonly string[], unsafeContext: Context): Promise<number> {
  const context = toSafeContext(unsafeContext);
  const { print, log, signal } = context;
  const [name = '--help', ...commandArgs] = args[0] === 'help' && args[1] !== undefined ? [args[1], '--help'] : args;
  if (name === '--help' || name === '-h' || name === 'help') {
    print(usage);
    return 0;
  }
  if (name === '--version' || name === '-v') {
    print(packageJson.version);
    return 0;
  }
  const fail = (message: string, exitCode: number) => {
    log(message);
    return exitCode;
  };
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry)
    return fail(toSingleLine(`unknown command "${name}"${suggestCommand(name)}`) + '\nSee npm run assay -- help.', 2);
  let errorCode = 1;
  try {
    const { command } = await entry.load();
    errorCode = command.errorCode ?? errorCode;
    if (commandArgs.includes('--help') || commandArgs.includes('-h')) {
      print(command.usage);
      return 0;
    }
    return await command.run(commandArgs, context);
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof UsageError)
      return fail(`${toSingleLine(error.message)}\nSee npm run assay -- ${name} --help.`, 2);
    if (error instanceof AppError) return fail(formatErrorMessage(error), errorCode);
    // Playwright appends a log to its messages.
    if (error instanceof Error) return fail(error.message.trimStart().split('\n', 1)[0] || error.name, errorCode);
    throw error;
  }
}

/** What commands print may quote files, other programs and servers, so it is cleaned here for all of them. */
function toSafeContext(context: Context): Context {
  return {
    ...context,
    print: (text) => context.print(toTerminalText(text)),
    log: (line) => context.log(toTerminalText(line)),
  };
}

/** Formats the command with the fewest edits from a misspelled name; empty if none is similar. */
function suggestCommand(name: string): string {
  const candidates = Object.keys(commands).map((command) => {
    const { edits } = countEdits([...command], [...name]);
    return { command, edits };
  });
  const [nearest] = candidates.toSorted((a, b) => a.edits - b.edits);
  return nearest && nearest.edits <= maxSuggestedEdits ? `; did you mean "${nearest.command}"?` : '';
}
