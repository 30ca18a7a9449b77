import { testVectors } from './test-vectors.fixture.ts';

testVectors();
