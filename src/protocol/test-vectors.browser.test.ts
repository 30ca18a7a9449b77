import { testMessageVectors } from './test-vectors.fixture.ts';

testMessageVectors();
