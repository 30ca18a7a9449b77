import { version } from '../../../package.json';

/** The app that measured (R19). The build sets the commit; `unknown` if it was not built from a repository. */
export const appVersion = {
  version,
  commit: (import.meta.env['VITE_ASSAY_COMMIT'] as string | undefined) ?? 'unknown',
};
