import { AppError } from '#core/error.ts';
import type { Runtime } from '#core/runtime.ts';

export const tfjs: Runtime = {
  id: 'tfjs',
  probe: async () => ({ ok: false, why: 'not loaded' }),
  open: async () => {
    throw new AppError('runtime-unavailable', { runtime: 'tfjs', why: 'not loaded' });
  },
};
