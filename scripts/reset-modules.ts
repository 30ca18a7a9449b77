import { vi } from 'vitest';

// Runs before each test file of a project without isolation, so that the file gets its own modules, mocked or not.
vi.resetModules();
