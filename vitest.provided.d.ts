declare module 'vitest' {
  /** Values that browser tests get by `inject`, since they cannot read the environment. */
  interface ProvidedContext {
    /** The value of ASSAY_TEST_DATA as an absolute path (`vitest.config.ts`). */
    readonly testData: string | undefined;
    /** The fake hub's URL (`e2e/fixtures/hub-setup.ts`). */
    readonly hubUrl: string;
    /** Starts a companion with native engines (`e2e/fixtures/companion-setup.ts`). */
    readonly companionUrl: string;
  }
}

export type { ProvidedContext } from 'vitest';
