import type * as en from '../../en/device/device-name.ts';

/** Identifies a device of which only the values in a link are known. */
export const linkedDeviceName: typeof en.linkedDeviceName = (browser, os, cores) =>
  [browser, os, ...(cores === undefined ? [] : [`viini ${cores} vya kimantiki`])].join(', ');
