import type { Net } from '../training/net.ts';
import { side } from './mnist.ts';

export const net: Net = {
  side,
  channels: 1,
  classes: 10,
  convolutions: [
    { channels: 16, isPooled: false },
    { channels: 16, isPooled: true },
    { channels: 32, isPooled: false },
    { channels: 32, isPooled: true },
  ],
  isStandardised: false,
};
