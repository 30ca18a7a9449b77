import type * as en from '../../en/device/browser-and-os.ts';

export const browserAndOs: typeof en.browserAndOs = ({ browser, os }) => `${browser}（${os}）`;
