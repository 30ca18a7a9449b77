"""What transformers computes with small models of images and speech, for ../media-models.test.ts.

    pip install torch==2.15.0 transformers==5.24.0
    python transformers_media_models.py > transformers-media-models.json

The weights and inputs are seeded, so only the shapes and names of the weights are stored. The models are in float32 on
the CPU. Output, for ViT: the logits, or the last hidden state of the class token. For Whisper: the hidden states of the
encoder at the first and last position, and the logits after the last two tokens.
"""

import json

import torch
import transformers
from seeded_weights import reload_with_seeded_file, uniform
from transformers import ViTConfig, ViTForImageClassification, ViTModel, WhisperConfig, WhisperForConditionalGeneration

torch.set_grad_enabled(False)
vit = dict(hidden_size=32, intermediate_size=40, num_hidden_layers=2, num_attention_heads=2, image_size=24, patch_size=8)
labels = {0: "crane", 1: "boat", 2: "crane", 3: "tree"}
pixels = uniform(2, 1, 3, 24, 24)
tokens = [5, 17, 3, 40, 22]
features = uniform(3, 1, 8, 60)


def list_floats(values):
    return [round(float(value), 5) for value in values.flatten()]


def reload(model):
    loaded, tensors = reload_with_seeded_file(model)
    config = {key: value for key, value in loaded.config.to_dict().items() if value is not None}
    return loaded.eval().float(), {"config": config, "tensors": tensors}


def run_vit(model):
    loaded, description = reload(model)
    output = loaded(pixel_values=pixels)
    values = output.logits[0] if hasattr(output, "logits") else output.last_hidden_state[0, 0]
    return {**description, "expected": list_floats(values)}


def run_whisper(model):
    loaded, description = reload(model)
    output = loaded(input_features=features, decoder_input_ids=torch.tensor([tokens]))
    hidden = output.encoder_last_hidden_state[0]
    return {**description, "hidden": list_floats(hidden[[0, -1]]), "logits": list_floats(output.logits[0, -2:])}


classifier = ViTForImageClassification(ViTConfig(**vit, id2label=labels, label2id={}))
encoder = ViTModel(ViTConfig(**vit))
whisper = WhisperForConditionalGeneration(WhisperConfig(
    vocab_size=48, num_mel_bins=8, d_model=32, encoder_layers=2, decoder_layers=2, encoder_attention_heads=2,
    decoder_attention_heads=4, encoder_ffn_dim=40, decoder_ffn_dim=48, max_source_positions=30,
    max_target_positions=16, pad_token_id=0, bos_token_id=1, eos_token_id=2, decoder_start_token_id=3,
    suppress_tokens=[], begin_suppress_tokens=[]))
print(json.dumps({
    "transformers": transformers.__version__,
    "tokens": tokens,
    "vit": run_vit(classifier),
    "vit-encoder": run_vit(encoder),
    "whisper": run_whisper(whisper),
}, indent=1))
