import { vi } from 'vitest';

// Before each test file of a project without isolation: it gets its own modules, mocked or not.
vi.resetModules();
