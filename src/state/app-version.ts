import { version } from '../../package.json';

/** What measured (R19). The build names its commit; a build from no repository says so. */
export const appVersion = {
  version,
  commit: (import.meta.env['VITE_ASSAY_COMMIT'] as string | undefined) ?? 'unknown',
};
