import { join } from 'node:path';
import { ensureDataFolder } from '../../data-folder.ts';
import { removeCompanionKey } from '../../gateway/pairing/companion-key.ts';
import { PairedPages, type PairedPage } from '../../gateway/pairing/paired-pages.ts';
import { isPairable, type PairingEvent } from '../../gateway/pairing/pairing-window.ts';
import { findRunningCompanions } from '../../gateway/running-companions.ts';
import { formatAccessTable } from '../print/access-table.ts';
import { UsageError, type Command, type Context } from '../command.ts';
import { toSingleLine } from '../print/terminal-text.ts';
import { parseOptions } from '../options/parse-options.ts';
import { sendCommand, findRunningCompanion } from '../running-companion.ts';

export const command: Command = {
  usage: `usage: npm run assay -- pair [<origin>]
       npm run assay -- pair ls | rm <id> | reset

Pairs a page on another site, such as https://assay.example, with the companion on this machine: shows a code to enter on
that page, which is valid once and for two minutes. With <origin>, only that origin can request a code. The page that
npm start opens needs no pairing.

  ls      list the paired pages
  rm      remove a page and close its connections
  reset   give the companion a new key, and remove all pages`,

  async run(args, context) {
    const { positionals } = parseOptions(args, {}, true);
    const [action] = positionals;
    const id = action === 'rm' ? positionals[1] : undefined;
    const unexpected = positionals[action === 'rm' ? 2 : 1];
    if (unexpected !== undefined) throw new UsageError(`unexpected argument "${unexpected}"`);
    const folder = await ensureDataFolder();
    const pages = new PairedPages(join(folder, 'pages'));
    switch (action) {
      case 'ls':
        context.print(formatPairedPages(await pages.list()));
        return 0;
      case 'rm':
        if (id === undefined) throw new UsageError('rm requires the id of a paired page; "pair ls" shows their ids');
        if (!(await pages.remove(id))) {
          throw new UsageError(`there is no paired page "${id}"; "pair ls" shows their ids`);
        }
        await closeRevokedConnections(folder);
        return 0;
      case 'reset':
        await removeCompanionKey(folder);
        for (const page of await pages.list()) await pages.remove(page.id);
        await closeRevokedConnections(folder);
        return 0;
      default:
        return pair(action === undefined ? null : parseOrigin(action), context);
    }
  },
};

/** Guides the user through pairing a page, and waits for its outcome. */
async function pair(origin: string | null, { print, log, signal }: Context): Promise<0 | 1> {
  const response = await sendCommand(await findRunningCompanion(), 'pair', { origin }, signal);
  log(`Waiting for ${origin ?? 'a page'}: connect it to the companion there. Press Ctrl+C to cancel.`);
  for await (const event of readEvents(response)) {
    switch (event.event) {
      case 'code':
        print(`${toSingleLine(event.origin)} requests access to the companion.`);
        print(`If this is your page, enter this code there:  ${event.code}`);
        break;
      case 'wrong-code':
        log(`Wrong code. ${event.triesLeft === 1 ? '1 attempt' : `${event.triesLeft} attempts`} left.`);
        break;
      case 'paired':
        print(`${toSingleLine(event.origin)} is paired. To remove it: npm run assay -- pair ls`);
        return 0;
      case 'ended':
        log(endTexts[event.reason]);
        return 1;
    }
  }
  log('The companion stopped.');
  return 1;
}

const endTexts: Readonly<Record<Extract<PairingEvent, { event: 'ended' }>['reason'], string>> = {
  'code-expired': 'The code is no longer valid. Run the command again.',
  'code-wrong': 'Too many wrong codes. Run the command again.',
  'page-closed': 'The page was closed. Run the command again.',
};

/** Reads the events of the companion, which sends one per line. */
async function* readEvents(response: Response): AsyncGenerator<PairingEvent> {
  let buffer = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (buffer + chunk).split('\n');
    buffer = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as PairingEvent;
  }
}

/** @throws UsageError if the text is not an origin that can be paired */
function parseOrigin(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : '';
  if (isPairable(origin)) return origin;
  throw new UsageError(`"${text}" is not an HTTPS origin such as https://assay.example`);
}

async function closeRevokedConnections(folder: string): Promise<void> {
  for (const running of await findRunningCompanions(folder)) await sendCommand(running, 'close-revoked', {});
}

function formatPairedPages(pages: readonly PairedPage[]): string {
  return pages.length === 0 ? 'No page is paired.' : formatAccessTable(pages, ({ id, origin }) => [id, origin]);
}
