import type * as en from '../../en/device/device-name.ts';

export const linkedDeviceName: typeof en.linkedDeviceName = (browser, os, cores) =>
  [browser, os, ...(cores === undefined ? [] : [`${cores} 个逻辑核心`])].join('，');
