import { ensureDataFolder } from '../../data-folder.ts';
import { readHardware } from '../../hardware/hardware.ts';
import { webgpuFlag } from '../../browser/browser.ts';
import { drive } from '../../browser/drive.ts';
import { rejectOptions } from '../options/check-options.ts';
import { UsageError, type Command } from '../command.ts';
import { listEngineDevices } from '../native/engine-devices.ts';
import { formatValue } from '../print/format-value.ts';
import { formatHardware } from '../print/hardware-text.ts';
import { readResult } from '../page/page-result.ts';
import { parseOptions } from '../options/parse-options.ts';

const options = { target: { type: 'string' }, json: { type: 'boolean' }, webgpu: { type: 'boolean' } } as const;

export const command: Command = {
  usage: `usage: npm run assay -- device [--target page|companion] [--json] [--webgpu]

Shows what the browser offers for running models, and measures its speed. With --target companion, lists the hardware
of this machine instead: processor, memory, storage, GPUs, NPUs, power, energy counters, and the devices of the native
engines.

  --target <host>   page (default) or companion
  --json            print JSON
  --webgpu          page: include WebGPU even if it is emulated in software`,

  async run(args, context) {
    const { values } = parseOptions(args, options);
    const { target = 'page' } = values;
    if (target === 'companion') {
      rejectOptions(values, ['webgpu'], 'is only used with --target page');
      const folder = await ensureDataFolder();
      const hardware = await readHardware(folder);
      const engines = await listEngineDevices();
      const json = () => JSON.stringify({ ...hardware, dataFolder: folder, engines }, null, 2);
      context.print(values.json ? json() : formatHardware(hardware, folder, engines));
      return 0;
    }
    if (target !== 'page') throw new UsageError(`--target is "${target}"; expected page or companion`);
    const status = await drive({ link: '#/device?auto=1', flags: values.webgpu ? [webgpuFlag] : [], ...context });
    const { result } = readResult(status);
    context.print(values.json ? JSON.stringify(result, null, 2) : formatValue(result));
    return 0;
  },
};
