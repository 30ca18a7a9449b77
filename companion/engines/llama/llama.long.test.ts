import { llamaContract, llamaForTests } from './llama-contract.fixture.ts';

// On a busy machine several threads wait for each other, so this takes up to a minute.
const opened = await llamaForTests();
if (opened) await llamaContract(opened, 2);
