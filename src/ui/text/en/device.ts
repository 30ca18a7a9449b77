export const device = { title: 'What this device can do' };
