import { resultOf } from '../page-result.ts';
import type { Command } from '../command.ts';
import { webgpuFlag } from '../../browser/browser.ts';
import { drive } from '../../browser/drive.ts';
import { formatValue } from '../format-value.ts';
import { parseOptions } from '../parse-options.ts';

export const command: Command = {
  usage: `usage: npm run assay -- device [--json] [--webgpu]

  --json     print JSON
  --webgpu   include WebGPU even if it is emulated in software`,

  async run(args, context) {
    const { values } = parseOptions(args, { json: { type: 'boolean' }, webgpu: { type: 'boolean' } });
    const status = await drive({ link: '#/device', flags: values.webgpu ? [webgpuFlag] : [], ...context });
    const { result } = resultOf(status);
    context.print(values.json ? JSON.stringify(result, null, 2) : formatValue(result));
    return 0;
  },
};
