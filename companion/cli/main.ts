import { AppError } from '#core/errors/error.ts';
import { countEdits } from '#metrics/edit-distance.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { UsageError, type Command, type Context } from './command.ts';
import { formatErrorMessage } from './print/print-error.ts';
import { toSingleLine } from './print/single-line.ts';

const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  device: () => import('./commands/device.ts'),
  bench: () => import('./commands/bench.ts'),
  run: () => import('./commands/run.ts'),
  ask: () => import('./commands/ask.ts'),
  eval: () => import('./commands/eval.ts'),
  gate: () => import('./commands/gate.ts'),
  optimise: () => import('./commands/optimise.ts'),
  convert: () => import('./commands/convert.ts'),
  teach: () => import('./commands/teach.ts'),
  federate: () => import('./commands/federate.ts'),
  inspect: () => import('./commands/inspect.ts'),
  profile: () => import('./commands/profile.ts'),
  drift: () => import('./commands/drift.ts'),
  deploy: () => import('./commands/deploy.ts'),
  monitor: () => import('./commands/monitor.ts'),
  stage: () => import('./commands/stage.ts'),
  tune: () => import('./commands/tune.ts'),
  coverage: () => import('./commands/coverage.ts'),
  fit: () => import('./commands/fit.ts'),
  export: () => import('./commands/export.ts'),
  open: () => import('./commands/open.ts'),
  verify: () => import('./commands/verify.ts'),
  serve: () => import('./commands/serve.ts'),
  pair: () => import('./commands/pair.ts'),
  key: () => import('./commands/key.ts'),
  server: () => import('./commands/server.ts'),
  engines: () => import('./commands/engines.ts'),
};

const usage = `usage: npm run assay -- <command>

  device    measure what this device offers AI models
  bench     measure a model or a standard workload
  run       run a model on files or a prompt
  ask       answer a question from your files
  eval      score a model on labelled files
  gate      judge a model by a gate file: pass, fail or undecided
  optimise  make a model smaller, and measure what that costs
  convert   convert a model to another format or type
  teach     train a classifier of your own classes on labelled pictures
  federate  train a classifier together with others, without sharing pictures
  inspect   print the contents of a model file's header
  profile   show where the time of a run goes, by node
  drift     compare current inputs with reference inputs, without labels
  deploy    print a deployment, or simulate a gradual rollout on labelled items
  monitor   print the monitored measures of a deployment
  stage     test a model under rising load and after failures
  tune      find the best configuration for a model on this device
  coverage  show where each engine runs the nodes of a model, and why
  fit       check whether a model fits this device, and how fast it will be
  export    write the files to run a model outside Assay: page, Node, Python, container, Triton, KServe
  open      print the contents of a link
  verify    verify a hallmark, the signed outcome of gates
  serve     serve the app and the companion
  pair      let a page of another site use the companion
  key       create keys for clients of the companion
  server    add inference servers as targets of the companion
  engines   list, add and remove the native engines of the companion

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
export async function main(args: readonly string[], context: Context): Promise<number> {
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
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load)
    return fail(toSingleLine(`unknown command "${name}"${suggestCommand(name)}`) + '\nSee npm run assay -- help.', 2);
  let errorCode = 1;
  try {
    const { command } = await load();
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

/** Formats the command with the fewest edits from a misspelled name; empty if none is similar. */
function suggestCommand(name: string): string {
  const candidates = Object.keys(commands).map((command) => {
    const { edits } = countEdits([...command], [...name]);
    return { command, edits };
  });
  const [nearest] = candidates.toSorted((a, b) => a.edits - b.edits);
  return nearest && nearest.edits <= maxSuggestedEdits ? `; did you mean "${nearest.command}"?` : '';
}
