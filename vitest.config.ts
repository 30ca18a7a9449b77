import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['{src,companion,scripts,models}/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', 'node_modules'],
        },
      },
    ],
  },
});
