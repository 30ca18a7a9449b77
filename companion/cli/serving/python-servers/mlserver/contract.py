"""The model of the tests, in MLServer: x · [[1, 2], [3, 4], [5, 6]] + [10, 20]."""

import numpy as np
from mlserver import MLModel
from mlserver.codecs import NumpyCodec, NumpyRequestCodec
from mlserver.types import InferenceResponse


class Contract(MLModel):
    async def predict(self, payload):
        x = NumpyCodec.decode_input(payload.inputs[0]).astype(np.float32)
        y = x @ np.array([[1, 2], [3, 4], [5, 6]], dtype=np.float32) + np.array([10, 20], dtype=np.float32)
        return InferenceResponse(model_name=self.name, outputs=[NumpyCodec.encode_output("y", y)])
