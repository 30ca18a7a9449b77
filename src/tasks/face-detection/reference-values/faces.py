"""Faces, aligned crops and their similarities by other programs: python3 faces.py DATA > faces.json

pip install opencv-python-headless==5.0.0 onnxruntime scikit-image. DATA is the folder of ASSAY_TEST_DATA. Faces: OpenCV's
FaceDetectorYN with yunet_n_320_320.onnx on the image in the top left of 320 x 320 pixels. Alignment: SimilarityTransform of
scikit-image, and warpAffine of OpenCV on the whole image. Vectors: mobilefacenet.onnx with onnxruntime on the CPU.
"""

import json
import sys

import cv2
import numpy as np
import onnxruntime
from skimage.transform import SimilarityTransform

data = sys.argv[1]
template = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])
session = onnxruntime.InferenceSession(f"{data}/onnx-face/mobilefacenet.onnx")
detector = cv2.FaceDetectorYN.create(f"{data}/onnx-face/yunet_n_320_320.onnx", "", (320, 320), 0.6, 0.3, 5000)
faces, vectors = {}, []
for name in ["obama_a", "obama_b", "biden_a", "obama_and_biden"]:
    image = cv2.imread(f"{data}/data-faces/{name}.jpg")
    height, width = image.shape[:2]
    scale = min(320 / width, 320 / height)
    small = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_LINEAR)
    square = np.zeros((320, 320, 3), np.uint8)
    square[: small.shape[0], : small.shape[1]] = small
    found = np.array(detector.detect(square)[1])
    found[:, :14] /= scale
    rows = sorted(found.tolist(), key=lambda row: -row[14])[:2]
    faces[name] = [[round(value, 2) for value in row] for row in rows]
    for row in sorted(rows):
        transform = SimilarityTransform()
        transform.estimate(np.array(row[4:14]).reshape(5, 2), template)
        face = cv2.warpAffine(image, transform.params[:2], (112, 112))[:, :, ::-1].astype(np.float32)
        vector = session.run(None, {"input": ((face - 127.5) / 127.5).transpose(2, 0, 1)[None]})[0][0]
        vectors.append(vector / np.linalg.norm(vector))
similarities = [[round(float(one @ other), 3) for other in vectors] for one in vectors]
turned = SimilarityTransform()
points = np.array([[100, 120], [180, 100], [150, 150], [120, 190], [190, 180]], dtype=float)
turned.estimate(points, template)
print(json.dumps({"faces": faces, "similarities": similarities, "points": points.tolist(), "transform": turned.params[:2].tolist()}))
