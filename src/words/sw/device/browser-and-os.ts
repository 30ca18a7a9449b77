import type * as en from '../../en/device/browser-and-os.ts';

/** Identifies a device in a heading. */
export const browserAndOs: typeof en.browserAndOs = ({ browser, os }) => `${browser} kwenye ${os}`;
