import { version } from '../../../package.json';

/** The app that measured (R19). The build gives the commit; `unknown` where it was not made from a repository. */
export const appVersion = {
  version,
  commit: (import.meta.env['VITE_ASSAY_COMMIT'] as string | undefined) ?? 'unknown',
};
