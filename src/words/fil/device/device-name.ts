import type { linkedDeviceName as en } from '../../en/device/device-name.ts';
import { count } from '../format.ts';

/** Identifies a device of which only the values in a link are known. */
export const linkedDeviceName: typeof en = (browser, os, cores) =>
  [browser, os, ...(cores === undefined ? [] : [count(cores, 'logical core')])].join(', ');
