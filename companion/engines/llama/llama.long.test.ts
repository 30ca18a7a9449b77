import { describeLlama, llamaContract } from './llama-contract.fixture.ts';

// On a busy machine several threads wait for each other, so this takes up to a minute.
await describeLlama((host) => llamaContract(host, 2));
