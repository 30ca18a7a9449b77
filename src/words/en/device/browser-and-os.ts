import type { BasicDeviceFacts } from '#device/device-facts.ts';

/** What identifies a device in a heading. */
export const browserAndOs = ({ browser, os }: BasicDeviceFacts): string => `${browser} on ${os}`;
