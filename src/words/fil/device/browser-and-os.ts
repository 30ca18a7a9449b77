import type { Text } from '../../language.ts';

/** Identifies a device in a heading. */
export const browserAndOs: Text['home']['browserAndOs'] = ({ browser, os }) => `${browser} sa ${os}`;
