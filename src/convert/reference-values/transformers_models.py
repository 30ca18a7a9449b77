"""What transformers computes with small models of each architecture, for ../safetensors-models.test.ts.

    pip install torch==2.15.0 transformers==5.24.0
    python transformers_models.py > transformers-models.json

The weights are seeded, so only their shapes and names are stored. Output: the configuration, the tokens, and the logits after the last token or, of encoders,
the last hidden state of the first one.
"""

import json

import torch
import transformers
from seeded_weights import seed_weights
from transformers import (BertConfig, BertModel, Gemma3ForCausalLM, Gemma3TextConfig, LlamaConfig, LlamaForCausalLM,
                          Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM, RobertaConfig, RobertaModel,
                          XLMRobertaConfig, XLMRobertaModel)

tokens = [5, 17, 3, 40, 22, 9, 31]


small = dict(vocab_size=48, hidden_size=32, intermediate_size=40, num_hidden_layers=2, num_attention_heads=2)
decoder = dict(num_key_value_heads=1, max_position_embeddings=64, head_dim=16)
llama3 = dict(rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
              original_max_position_embeddings=16)
decoders = {
    "llama": LlamaForCausalLM(LlamaConfig(**small, **decoder, tie_word_embeddings=False)),
    "llama3": LlamaForCausalLM(LlamaConfig(**small, **decoder, tie_word_embeddings=True, rope_parameters=llama3)),
    "qwen2": Qwen2ForCausalLM(Qwen2Config(**small, **{**decoder, "head_dim": 16}, tie_word_embeddings=True)),
    "qwen3": Qwen3ForCausalLM(Qwen3Config(**small, **decoder, tie_word_embeddings=True)),
    "gemma3": Gemma3ForCausalLM(Gemma3TextConfig(**small, **decoder, query_pre_attn_scalar=16, sliding_window=4,
                                                 layer_types=["sliding_attention", "full_attention"])),
}
encoder = dict(**small, max_position_embeddings=24)
encoders = {
    "bert": BertModel(BertConfig(**encoder), add_pooling_layer=False),
    "roberta": RobertaModel(RobertaConfig(**encoder, type_vocab_size=1, pad_token_id=1), add_pooling_layer=False),
    "xlm-roberta": XLMRobertaModel(XLMRobertaConfig(**encoder, type_vocab_size=1, pad_token_id=1), add_pooling_layer=False),
}

result = {}
for name, model in {**decoders, **encoders}.items():
    model = model.eval().float()
    is_tied = getattr(model.config, "tie_word_embeddings", False)
    tensors = seed_weights(model, {"lm_head.weight"} if is_tied else set())
    with torch.no_grad():
        output = model(input_ids=torch.tensor([tokens]))
    values = output.logits[0, -1] if name in decoders else output.last_hidden_state[0, 0]
    config = {key: value for key, value in model.config.to_dict().items() if value is not None}
    result[name] = {"config": config, "tensors": tensors, "expected": [round(float(value), 5) for value in values]}
print(json.dumps({"transformers": transformers.__version__, "tokens": tokens, "models": result}, indent=1))
