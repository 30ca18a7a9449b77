import { bench } from './bench.ts';
import { chat } from './chat.ts';
import { device } from './device.ts';
import { engine } from './engine.ts';
import { errors } from './errors.ts';
import { format } from './format.ts';
import { home } from './home.ts';
import { models } from './models.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { shell } from './shell.ts';

export const en = { format, shell, engine, home, device, run, bench, report, chat, models, errors };
