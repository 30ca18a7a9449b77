import { AppError } from '#core/errors/error.ts';

/** Metadata addresses at which cloud providers hand out credentials. */
const metadataHosts = /^(169\.254\.\d+\.\d+|\[fe80:.*\]|\[fd00:ec2::254\]|metadata(\.google\.internal)?)$/i;
const loopbackHosts = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/**
 * The base address of a server as it is stored, without the `/v1` or `/v2` of its protocol.
 * @param hasToken whether there is a token, which may be sent unencrypted only within this machine
 * @throws AppError server-address
 */
export function parseServerUrl(text: string, hasToken: boolean): string {
  const url = URL.parse(text);
  const fault = (reason: 'server-url' | 'server-url-secret' | 'server-url-metadata' | 'server-url-unencrypted') =>
    new AppError('server-address', { reason, url: text.replace(/\/\/[^/@]*@/, '//') });
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw fault('server-url');
  if (url.username || url.password || url.search || url.hash) throw fault('server-url-secret');
  if (metadataHosts.test(url.hostname)) throw fault('server-url-metadata');
  if (hasToken && url.protocol === 'http:' && !loopbackHosts.test(url.hostname)) throw fault('server-url-unencrypted');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v[12]$/, '');
}
