import { test } from 'vitest';
import { expectEncoderAgreement } from './encoder-agreement.fixture.ts';

test('the encoder on wasm agrees with the stored reference of the native engine', () => expectEncoderAgreement('wasm'));
