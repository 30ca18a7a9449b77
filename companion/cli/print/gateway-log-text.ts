import type { GatewayLog, LogEvent } from '../../gateway/log.ts';
import { singleLine } from './single-line.ts';

type Facts = Readonly<Record<string, string>>;

const texts: Readonly<Record<LogEvent, (facts: Facts) => string>> = {
  'origin-rejected': ({ origin, path }) => `rejected a request of ${originName(origin)} to ${path}`,
  'upgrade-rejected': ({ origin }) => `rejected a connection of ${originName(origin)}, which is not paired`,
  'too-many-unauthenticated': ({ origin }) =>
    `rejected a connection of ${originName(origin)}: too many at the same time`,
  'not-authenticated': ({ origin, reason }) => `rejected a connection of ${originName(origin)}: ${reason}`,
  'credential-rejected': ({ path }) => `rejected a request to ${path}: no valid key`,
  failed: ({ why }) => `a connection failed: ${why}`,
};

/** One line for the terminal. Origins come from other sites, so they can be long and contain anything. */
export function gatewayLogText({ event, ...facts }: Parameters<GatewayLog>[0]): string {
  const limited = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, value.slice(0, 200)]));
  return singleLine(texts[event](limited));
}

function originName(origin: string | undefined): string {
  return origin ? origin : 'a program without an origin';
}
