import type { linkedDeviceName as en } from '../../en/device/device-name.ts';
import { count } from '../format.ts';

/** Identifies a device that is known only from the values in a link. */
export const linkedDeviceName: typeof en = (browser, os, cores) =>
  [browser, os, ...(cores === undefined ? [] : [count(cores, 'logical core')])].join(', ');
