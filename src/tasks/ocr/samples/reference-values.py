# Computes reference-values.json: what RapidOCR, an independent implementation, reads in the sample images, and the middle
# steps that Node tests hold. Takes the folder of the three models, named as in docs/test-data.md. In this folder:
#   python3 -m venv /tmp/venv && /tmp/venv/bin/pip install rapidocr==3.10.0 onnxruntime==1.32.0 opencv-python-headless==5.0.0.93 numpy==2.4.6
#   /tmp/venv/bin/python reference-values.py FOLDER && npx oxfmt reference-values.json
# Four settings differ from RapidOCR's defaults, which are those of newer models. These models were trained with
# ImageNet's mean and deviation in BGR order and on lines of 32 rows, and published with an unclip ratio of 2 (PaddleOCR,
# configs/det/ch_ppocr_v2.0). The sides of an image may be as short as 320: enlarged to 736, large words are split.

import base64, hashlib, importlib.metadata, json, pathlib, sys, tempfile, zlib
import cv2
import numpy as np
from rapidocr import RapidOCR
from rapidocr.utils.process_img import get_rotate_crop_image

FOLDER = pathlib.Path(__file__).parent
MODELS = pathlib.Path(sys.argv[1])
DET, CLS, REC = "ch_ppocr_mobile_v2.0_det_infer.onnx", "ch_ppocr_mobile_v2.0_cls_infer.onnx", "en_number_mobile_v2.0_rec_infer.onnx"
# PaddleOCR's ppocr/utils/en_dict.txt; RapidOCR adds a space of its own after it.
KEYS = [chr(code) for code in [*range(0x30, 0x7F), *range(0x21, 0x30), 0x20]]

keys = tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False)
keys.write("\n".join(KEYS) + "\n")
keys.close()
engine = RapidOCR(params={
    "Global.log_level": "error",
    "Det.model_path": str(MODELS / DET),
    "Det.mean": [0.485, 0.456, 0.406],
    "Det.std": [0.229, 0.224, 0.225],
    "Det.limit_side_len": 320,
    "Det.unclip_ratio": 2.0,
    "Cls.model_path": str(MODELS / CLS),
    "Rec.model_path": str(MODELS / REC),
    "Rec.rec_img_shape": [3, 32, 320],
    "Rec.rec_keys_path": keys.name,
})

detector = engine._load_det_model()
plain_session = detector.session
probabilities = None


def recorded(tensor):
    global probabilities
    probabilities = plain_session(tensor)
    return probabilities


detector.session = recorded
images, maps = {}, {}
for name in json.loads((FOLDER / "truth.json").read_text()):
    # Decoded here: RapidOCR takes a PNG's palette indices for grey levels.
    image = cv2.imread(str(FOLDER / name))
    result = engine(image)
    lines = zip(result.boxes, result.txts, result.scores)
    images[name] = [{"box": [[round(float(x), 2), round(float(y), 2)] for x, y in box], "text": text, "score": round(float(score), 5)} for box, text, score in lines]
    print(name, [line["text"] for line in images[name]])
    # The map as bytes, one row after another: the boxes of exactly these values are the reference ones.
    levels = np.round(probabilities[0, 0] * 255).astype(np.uint8)
    packed = base64.b64encode(zlib.compress(levels.tobytes(), 9, wbits=-15)).decode()
    height, width = image.shape[:2]
    boxes, scores = detector.postprocess_op((levels / np.float32(255)).astype(np.float32)[None, None], (height, width))
    maps[name] = {"image": [width, height], "map": [levels.shape[1], levels.shape[0]], "deflated": packed, "boxes": [[[int(x), int(y)] for x, y in box] for box in boxes], "scores": [round(float(score), 5) for score in scores]}

# A image by a formula, 40 by 30, as RapidOCR crops it to boxes and resizes it.
rows, columns = np.mgrid[0:30, 0:40]
formula = np.dstack([(columns * 6 + rows) % 256, (columns * rows) % 256, (columns * columns + 3 * rows) % 256]).astype(np.uint8)


def described(pixels):
    return {"size": [pixels.shape[1], pixels.shape[0]], "bgr": base64.b64encode(np.ascontiguousarray(pixels).tobytes()).decode()}


BOXES = [[[4, 3], [30, 3], [30, 15], [4, 15]], [[5, 10], [33, 4], [35, 14], [7, 20]], [[10, 2], [16, 2], [16, 28], [10, 28]], [[-3, 20], [20, 20], [20, 34], [-3, 34]]]
crops = [{"box": box, **described(get_rotate_crop_image(formula, np.array(box, np.float32)))} for box in BOXES]
resized = [described(cv2.resize(formula, size)) for size in ((64, 32), (32, 32), (23, 17))]

versions = {name: importlib.metadata.version(name) for name in ("rapidocr", "onnxruntime", "opencv-python-headless", "pyclipper", "numpy")}
models = {name: hashlib.sha256((MODELS / name).read_bytes()).hexdigest() for name in (DET, CLS, REC)}
(FOLDER / "reference-values.json").write_text(json.dumps({"versions": versions, "models": models, "images": images, "maps": maps, "crops": crops, "resized": resized}) + "\n")
