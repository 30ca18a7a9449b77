import type { BasicDeviceFacts } from '#device/device-facts.ts';

/** Identifies a device in a heading. */
export const browserAndOs = ({ browser, os }: BasicDeviceFacts): string => `${browser} on ${os}`;
