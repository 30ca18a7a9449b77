import { UsageError, type Command } from '../command.ts';
import { parseDims } from '../options/dimensions.ts';
import { findInspectionTarget } from '../files/inspection-target.ts';
import { inspect, scanFiles } from '../files/inspect-model.ts';
import { formatHeader } from '../print/header-text.ts';
import { formatSecurity } from '../print/security-text.ts';
import { parseOptions } from '../options/parse-options.ts';

const options = {
  model: { type: 'string', multiple: true },
  hub: { type: 'string' },
  dims: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- inspect [--model] <file, folder, id or URL> [options]

Prints the header of a model (format, inputs, outputs, operators, parameters) and any security risks in its files.
Weights are not read. Only the header of a Hub model (organisation/name[:file]) or a URL is fetched, and its files are
not scanned.

  --hub <URL>   model hub; default: the public one
  --dims <name>=<size>,...
                sizes of free dimensions, to count the operations of a run; default: 1
  --json        print JSON`,

  async run(args, { print }) {
    const { values, positionals } = parseOptions(args, options, true);
    const [target, ...others] = [...(values.model ?? []), ...positionals];
    if (target === undefined || others.length > 0) throw new UsageError('expected one file, folder, model or URL');
    const path = await findInspectionTarget(target, values.hub);
    const security = /^https?:\/\//.test(path) ? null : await scanFiles(path);
    try {
      const facts = await inspect(path, parseDims(values.dims));
      print(
        values.json ? JSON.stringify({ ...facts, security }, null, 2) : formatHeader(facts) + formatSecurity(security),
      );
    } catch (thrown) {
      // Security risks are reported even if the header cannot be read.
      if (security && security.findings.length > 0)
        print(values.json ? JSON.stringify({ security }, null, 2) : formatSecurity(security).trimStart());
      throw thrown;
    }
    return 0;
  },
};
