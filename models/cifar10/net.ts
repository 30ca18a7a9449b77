import type { Net } from '../training/net.ts';

export const net: Net = {
  side: 32,
  channels: 3,
  classes: 10,
  convolutions: [
    { channels: 16, isPooled: true },
    { channels: 32, isPooled: true },
    { channels: 64, isPooled: false },
    { channels: 64, isPooled: true },
    { channels: 96, isPooled: false },
    { channels: 96, isPooled: true },
  ],
  isStandardised: true,
};
