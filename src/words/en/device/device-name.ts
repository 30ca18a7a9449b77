/** Identifies a device that is known only from the values in a link. */
export const linkedDeviceName = (browser: string, os: string, cores?: number): string =>
  [browser, os, ...(cores === undefined ? [] : [`${cores} logical cores`])].join(', ');
