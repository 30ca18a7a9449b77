import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '../command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The former name of `--engine`, in version 0.1.0. */
const legacyEngineOption = /^--runtime(?==|$)/;

/**
 * Parses options like `parseArgs`, but with messages that name the option and the value. A value may start with a dash, so
 * that `--max-tokens -1` is rejected with the valid range.
 * @throws UsageError
 */
export function parseOptions<const T extends Options>(rawArgs: string[], options: T, allowPositionals = false) {
  const args = rawArgs.map((arg) => arg.replace(legacyEngineOption, '--engine'));
  const { tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  const checkedArgs: string[] = [];
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const type = Object.hasOwn(options, name) ? options[name]?.type : undefined;
    if (!type || !rawName.startsWith('--')) throw new UsageError(`there is no option ${rawName}`);
    if (type === 'boolean' && value !== undefined)
      throw new UsageError(`${rawName} takes no value, but has "${value}"`);
    const isMissing = value === undefined || (!inlineValue && value.startsWith('--'));
    if (type === 'string' && isMissing) throw new UsageError(`${rawName} needs a value`);
    checkedArgs.push(type === 'string' ? `${rawName}=${value}` : rawName);
  }
  const [unexpected] = positionals;
  if (!allowPositionals && unexpected !== undefined) throw new UsageError(`unexpected argument "${unexpected}"`);
  return parseArgs({ args: [...checkedArgs, '--', ...positionals], options, allowPositionals: true });
}
