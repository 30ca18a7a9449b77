import { AppError } from '#core/errors/error.ts';

/** The metadata addresses from which machines of cloud providers get credentials. */
const metadataHosts = /^(169\.254\.\d+\.\d+|\[fe80:.*\]|\[fd00:ec2::254\]|metadata(\.google\.internal)?)$/i;
const loopbackHosts = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/**
 * Parses the base address of a server, and removes the `/v1` or `/v2` of its protocol.
 * @param hasToken whether the server has a token, which may be sent unencrypted only within this machine
 * @throws AppError server-address
 */
export function parseServerUrl(text: string, hasToken: boolean): string {
  const url = URL.parse(text);
  const createFault = (reason: 'server-url' | 'server-url-secret' | 'server-url-metadata' | 'server-url-unencrypted') =>
    new AppError('server-address', { reason, url: text.replace(/\/\/[^/@]*@/, '//') });
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw createFault('server-url');
  if (url.username || url.password || url.search || url.hash) throw createFault('server-url-secret');
  if (metadataHosts.test(url.hostname)) throw createFault('server-url-metadata');
  if (hasToken && url.protocol === 'http:' && !loopbackHosts.test(url.hostname))
    throw createFault('server-url-unencrypted');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v[12]$/, '');
}
