import type { GatewayLog, LogEvent } from '../../gateway/log.ts';
import { toSingleLine } from './terminal-text.ts';

type Facts = Readonly<Record<string, string>>;

const texts: Readonly<Record<LogEvent, (facts: Facts) => string>> = {
  'origin-rejected': ({ origin, path }) => `rejected a request of ${formatOrigin(origin)} to ${path}`,
  'upgrade-rejected': ({ origin }) => `rejected a connection of ${formatOrigin(origin)}, which is not paired`,
  'too-many-unauthenticated': ({ origin }) => `rejected a connection of ${formatOrigin(origin)}: too many connections`,
  'not-authenticated': ({ origin, reason }) => `rejected a connection of ${formatOrigin(origin)}: ${reason}`,
  'credential-rejected': ({ path }) => `rejected a request to ${path}: no valid key`,
  failed: ({ why }) => `a connection failed: ${why}`,
};

/** Formats an event as one line. Facts such as origins come from other sites, so their length is limited. */
export function formatGatewayLog({ event, ...facts }: Parameters<GatewayLog>[0]): string {
  const limited = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, value.slice(0, 200)]));
  return toSingleLine(texts[event](limited));
}

function formatOrigin(origin: string | undefined): string {
  return origin || 'a program without an origin';
}
