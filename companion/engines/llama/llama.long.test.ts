import { describeLlama, testLlamaContract } from './llama-contract.fixture.ts';

// Takes up to a minute on a busy machine, where threads wait for each other.
await describeLlama((host) => testLlamaContract(host, 2));
