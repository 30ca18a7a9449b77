import { protocolSamples } from './samples.fixture.ts';

protocolSamples();
