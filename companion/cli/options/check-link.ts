import { asAppError } from '#core/errors/error.ts';
import { UsageError } from '../command.ts';
import { reasonText } from '../print/print-error.ts';

/**
 * Parses a link built from a command line, so errors in it are found before a browser starts.
 * @param options names of options that differ from those in links
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
    throw new UsageError(reasonText({ ...facts, ...option }), { cause: error });
  }
}
