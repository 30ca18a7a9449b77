/** Identifies a device of which only the values in a link are known. */
export const linkedDeviceName = (browser: string, os: string, cores?: number): string =>
  [browser, os, ...(cores === undefined ? [] : [`${cores} logical cores`])].join(', ');
