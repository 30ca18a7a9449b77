/** Reports an event to the user as a code with facts, never with a credential, pairing code or prompt. */
export type GatewayLog = (entry: { readonly event: LogEvent } & Readonly<Record<string, string>>) => void;

export type LogEvent =
  | 'origin-rejected' // {origin, path}
  | 'upgrade-rejected' // {origin}
  | 'too-many-unauthenticated' // {origin}
  | 'not-authenticated' // {origin, reason}
  | 'credential-rejected' // {path}
  | 'failed'; // {why}
