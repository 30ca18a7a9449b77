import { asAppError } from '#core/error.ts';
import { UsageError } from './command.ts';
import { reasonOf } from './wording.ts';

/**
 * Parses a link built from a command line, so that errors in it are found before a browser starts.
 * @throws UsageError with the reason that the page would show
 */
export function checkLink(parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    const { code, facts } = asAppError(error);
    if (code !== 'link-invalid') throw error;
    throw new UsageError(reasonOf(facts), { cause: error });
  }
}
