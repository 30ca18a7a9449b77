declare module 'vitest' {
  /** What tests in a browser are told by `inject`; they cannot read the environment. */
  interface ProvidedContext {
    /** The folder that ASSAY_TEST_DATA names (`vitest.config.ts`). */
    readonly testData: string | undefined;
    /** The fake hub's address (`e2e/fixtures/hub-setup.ts`). */
    readonly hubUrl: string;
  }
}

export type { ProvidedContext } from 'vitest';
