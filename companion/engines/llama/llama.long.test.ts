import { describeLlama, testLlamaContract } from './llama-contract.fixture.ts';

// On a busy machine several threads wait for each other, so this takes up to a minute.
await describeLlama((host) => testLlamaContract(host, 2));
