import { summariseCoverage } from '#planner/coverage/coverage.ts';
import { estimateCoverage } from '#planner/coverage/index.ts';
import { AppError } from '#core/errors/error.ts';
import { UsageError, type Command } from '../command.ts';
import { inspect } from '../files/inspect-model.ts';
import { findInspectionTarget } from '../files/inspection-target.ts';
import { parseOptions } from '../options/parse-options.ts';
import { formatCoverage } from '../print/coverage-text.ts';

const options = {
  model: { type: 'string', multiple: true },
  hub: { type: 'string' },
  target: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- coverage [--model] <file, folder, id or URL> [options]

Shows where each browser engine runs the nodes of a model, and why some of them fall back. Reads only the header, also of
a Hub model (organisation/name[:file]) or a URL.

  --hub <URL>   model hub; default: the public one
  --target <t>  one target, such as ort/webgpu; default: all that support the format
  --json        print JSON, with the placement of every node`,

  async run(args, { print }) {
    const { values, positionals } = parseOptions(args, options, true);
    const [name, ...others] = [...(values.model ?? []), ...positionals];
    if (name === undefined || others.length > 0) throw new UsageError('expected one file, folder, model or URL');
    const facts = await inspect(await findInspectionTarget(name, values.hub));
    const coverages = estimateCoverage(facts);
    if (coverages.length === 0) throw new AppError('input-invalid', { name, reason: 'no-node-coverage' });
    const ids = coverages.map(({ target }) => `${target.engine}/${target.place}`);
    if (values.target !== undefined && !ids.includes(values.target))
      throw new UsageError(`--target must be one of ${ids.join(', ')}`);
    const selectedCoverages = coverages.filter(
      (_, index) => values.target === undefined || ids[index] === values.target,
    );
    const summaries = selectedCoverages.map(summariseCoverage);
    const withNodes = () => summaries.map((summary, index) => ({ ...summary, nodes: selectedCoverages[index]!.nodes }));
    print(values.json ? JSON.stringify(withNodes(), null, 2) : formatCoverage(summaries));
    return 0;
  },
};
