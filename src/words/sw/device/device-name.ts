import type * as en from '../../en/device/device-name.ts';

/** Identifies a device that is known only from the values in a link. */
export const linkedDeviceName: typeof en.linkedDeviceName = (browser, os, cores) =>
  [browser, os, ...(cores === undefined ? [] : [`viini ${cores} vya kimantiki`])].join(', ');
