import { parseArgs } from 'node:util';
import { parseBenchLink } from '#links/bench-link.ts';
import { decodeReportLink } from '#share/report-link.ts';
import { UsageError, type Command } from '../command.ts';
import { listing } from '../listing.ts';
import { reportMarkdown } from '../report-markdown.ts';

export const command: Command = {
  usage: `usage: npm run assay -- open <link> [--json]

Prints the contents of a link to a result (#/r/...), a comparison (#/compare/...) or a run (#/bench?...). Opens no browser.

  --json   print JSON`,

  async run(args, { print }) {
    const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean' } }, allowPositionals: true });
    const [link] = positionals;
    if (!link || positionals.length > 1) throw new UsageError('expected one link');
    const hash = link.includes('#') ? link.slice(link.indexOf('#')) : link;

    if (hash.startsWith('#/bench')) {
      const request = parseBenchLink(hash);
      print(values.json ? JSON.stringify(request, null, 2) : listing(request));
      return 0;
    }
    if (hash.startsWith('#') && !/^#\/(r|compare)\//.test(hash)) {
      throw new UsageError(`this link contains no result: "${link}" does not begin with #/r/, #/compare/ or #/bench`);
    }
    const payloads = hash.startsWith('#/compare/') ? hash.slice('#/compare/'.length).split('/') : [link];
    const reports = await Promise.all(payloads.map((payload) => decodeReportLink(payload)));
    if (values.json) print(JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2));
    else print(reports.map((report) => reportMarkdown(report, link)).join('\n'));
    return 0;
  },
};
