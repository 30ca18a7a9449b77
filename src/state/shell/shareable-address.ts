/** Whether an address is a loopback address (RFC 6761, RFC 1122 3.2.1.3). */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return /^(localhost|.+\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/.test(hostname);
}

/** Normalises an address of the app that a user typed: origin and path only. `null` if others cannot open it. */
export function toShareableUrl(input: string): string | null {
  const text = input.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const address = hasScheme ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || isLoopback(url.href)) return null;
  return url.origin + url.pathname;
}
