import { vi } from 'vitest';

// Globals of a page that Node does not have.
vi.stubGlobal('location', { href: 'https://assay.test/#/', hash: '#/' });
vi.stubGlobal('history', { replaceState() {} });
vi.stubGlobal('addEventListener', () => {});
vi.stubGlobal('removeEventListener', () => {});
vi.stubGlobal('crossOriginIsolated', false);
vi.stubGlobal('isSecureContext', true);
