import { UsageError, type Command } from '../command.ts';
import { readDims } from '../options/dimensions.ts';
import { findInspectionTarget } from '../files/inspection-target.ts';
import { inspect, scan } from '../files/inspect-model.ts';
import { headerText } from '../print/header-text.ts';
import { securityText } from '../print/security-text.ts';
import { parseOptions } from '../options/parse-options.ts';

const options = {
  model: { type: 'string', multiple: true },
  hub: { type: 'string' },
  dims: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- inspect [--model] <file, folder, id or URL> [options]

Prints the contents of a model's header (format, inputs, outputs, operators, parameters) and what is suspicious in its
files. Reads no weights. Of a Hub model (organisation/name[:file]) or a URL, only the header is fetched, and the files
are not examined.

  --hub <URL>   model hub; default: the public one
  --dims <name>=<size>,...
                sizes for the model's free dimensions, for the compute of a run; default: 1
  --json        print JSON`,

  async run(args, { print }) {
    const { values, positionals } = parseOptions(args, options, true);
    const [target, ...others] = [...(values.model ?? []), ...positionals];
    if (target === undefined || others.length > 0) throw new UsageError('expected one file, folder, model or URL');
    const path = await findInspectionTarget(target, values.hub);
    const security = /^https?:\/\//.test(path) ? null : await scan(path);
    try {
      const facts = await inspect(path, readDims(values.dims));
      print(values.json ? JSON.stringify({ ...facts, security }, null, 2) : headerText(facts) + securityText(security));
    } catch (thrown) {
      // The contents of a rejected file are also worth knowing.
      if (security && security.findings.length > 0)
        print(values.json ? JSON.stringify({ security }, null, 2) : securityText(security).trimStart());
      throw thrown;
    }
    return 0;
  },
};
