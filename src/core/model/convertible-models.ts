/** The decoder architectures that `src/convert` supports, by their names in GGUF (`general.architecture`). */
export const convertibleArchitectures = ['llama', 'qwen2', 'qwen3', 'gemma3'] as const;

/** The tokenizers that it converts from GGUF, by their names there (`tokenizer.ggml.model`). */
export const convertibleTokenizers = ['llama', 'gpt2'] as const;
