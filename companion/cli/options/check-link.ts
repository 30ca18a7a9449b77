import { asAppError } from '#core/errors/error.ts';
import { UsageError } from '../command.ts';
import { formatReason } from '../print/print-error.ts';

/**
 * Parses a link that was built from a command line, so that errors are found before a browser starts.
 * @param options the option name of each link parameter whose name differs
 * @throws UsageError with the reason that the page would show
 */
export function checkLink<Link>(parse: () => Link, options: Readonly<Record<string, string>> = {}): Link {
  try {
    return parse();
  } catch (error) {
    const { code, facts } = asAppError(error);
    if (code !== 'link-invalid') throw error;
    const { setting } = facts;
    const option = setting !== undefined && { setting: `--${options[String(setting)] ?? setting}` };
    throw new UsageError(formatReason({ ...facts, ...option }), { cause: error });
  }
}
