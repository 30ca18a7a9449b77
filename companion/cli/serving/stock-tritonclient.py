"""Uses a companion with the published clients. Arguments: URL, key, model; prints "passed" if all answers are right."""

import sys

import numpy as np
import tritonclient.http as http

url, key, model = sys.argv[1:4]
headers = {"Authorization": f"Bearer {key}"}
client = http.InferenceServerClient(url.removeprefix("http://"))

assert client.is_server_live(headers=headers) and client.is_server_ready(headers=headers)
assert "binary_tensor_data" in client.get_server_metadata(headers=headers)["extensions"]
assert model in [entry["name"] for entry in client.get_model_repository_index(headers=headers)]
client.unload_model(model, headers=headers)
assert not client.is_model_ready(model, headers=headers)
client.load_model(model, headers=headers)
assert client.is_model_ready(model, headers=headers)
metadata = client.get_model_metadata(model, headers=headers)
assert metadata["inputs"] == [{"name": "x", "datatype": "FP32", "shape": [-1, 3]}], metadata

x = np.array([[1, 2, 3], [0, 0, 1]], dtype=np.float32)
y = x @ np.array([[1, 2], [3, 4], [5, 6]], dtype=np.float32) + np.array([10, 20], dtype=np.float32)
for is_binary in (False, True):
    tensor = http.InferInput("x", list(x.shape), "FP32")
    tensor.set_data_from_numpy(x, binary_data=is_binary)
    outputs = [http.InferRequestedOutput("y", binary_data=is_binary)]
    result = client.infer(model, [tensor], outputs=outputs, headers=headers)
    np.testing.assert_array_equal(result.as_numpy("y"), y)
    assert client.infer(model, [tensor], headers=headers).as_numpy("y").shape == (2, 2)

mismatched = http.InferInput("x", [1, 2], "FP32")
mismatched.set_data_from_numpy(np.zeros((1, 2), dtype=np.float32))
for call in (lambda: client.infer(model, [mismatched], headers=headers), lambda: client.get_server_metadata()):
    try:
        call()
    except Exception as error:
        assert "x" in str(error) or "key" in str(error), error
    else:
        raise AssertionError("no error")
print("passed")
