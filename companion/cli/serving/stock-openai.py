"""Uses a companion with OpenAI's published client. Arguments: URL, key, model; prints "passed" if all answers are right.

The model writes the next letter of the alphabet."""

import sys

import openai

url, key, model = sys.argv[1:4]
client = openai.OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0)
assert [entry.id for entry in client.models.list()] == [model]
assert client.models.retrieve(model).object == "model"
messages = [{"role": "user", "content": "ab"}]

chat = client.chat.completions.create(model=model, messages=messages, max_tokens=3, temperature=0)
assert chat.choices[0].message.content == "cde" and chat.choices[0].finish_reason == "length", chat
assert (chat.usage.prompt_tokens, chat.usage.completion_tokens) == (4, 3), chat.usage

stream = client.chat.completions.create(
    model=model, messages=messages, max_tokens=3, temperature=0, seed=1, stream=True, stream_options={"include_usage": True}
)
chunks = list(stream)
assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == "cde"
assert chunks[-1].usage.total_tokens == 7, chunks[-1]

schema = {"name": "word", "schema": {"type": "string", "enum": ["xyz"]}}
constrained = client.chat.completions.create(
    model=model, messages=messages, max_tokens=20, response_format={"type": "json_schema", "json_schema": schema}
)
assert constrained.choices[0].message.content == '"xyz"'
assert client.completions.create(model=model, prompt="a", max_tokens=2, temperature=0).choices[0].text == "bc"

vectors = [entry.embedding for entry in client.embeddings.create(model=model, input=["abc", "d"]).data]
assert round(vectors[0][7]) == 8 and round(vectors[1][8]) == 8, vectors

for call, expected in (
    (lambda: client.chat.completions.create(model="none", messages=messages), openai.NotFoundError),
    (lambda: client.chat.completions.create(model=model, messages=messages, n=2), openai.BadRequestError),
    (lambda: openai.OpenAI(base_url=f"{url}/v1", api_key="wrong", max_retries=0).models.list(), openai.AuthenticationError),
):
    try:
        call()
    except expected as error:
        assert error.message, error
    else:
        raise AssertionError(f"not {expected}")
print("passed")
