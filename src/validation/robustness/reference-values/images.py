"""Corrupted images by numpy 2.4, scipy 1.17 and scikit-image 0.26 (pip install numpy scipy scikit-image):
python images.py > images.json"""

import json

import numpy as np
from scipy import ndimage
from skimage import color, filters

height, width = 9, 11
y, x, channel = np.mgrid[0:height, 0:width, 0:3]
# Integers with edges and gradients, which the test computes by the same formula.
image = ((x * 37 + y * 59 + channel * 83 + x * y * 7) % 256).astype(np.uint8)
share = image / 255.0


def listed(values):
    return np.clip(np.asarray(values), 0, 255).round(3).reshape(-1, 3).tolist()


def brightness(c):
    hsv = color.rgb2hsv(share)
    hsv[:, :, 2] = np.clip(hsv[:, :, 2] + c, 0, 1)
    return color.hsv2rgb(hsv) * 255


def contrast(c):
    means = share.mean(axis=(0, 1), keepdims=True)
    return ((share - means) * c + means) * 255


def rotation(degrees):
    # The angle of scipy is anticlockwise with the first axis downwards.
    return ndimage.rotate(image.astype(float), degrees, reshape=False, order=1, mode="constant", cval=0)


noise = np.clip(0.5 + np.random.default_rng(1).normal(scale=np.array([0.08, 0.12, 0.18, 0.26, 0.38]), size=(4_000_000, 5)), 0, 1)
print(
    json.dumps(
        {
            "blur": {str(c): listed(filters.gaussian(share, sigma=c, channel_axis=-1) * 255) for c in (1, 3)},
            "brightness": {str(c): listed(brightness(c)) for c in (0.1, 0.5)},
            "contrast": {str(c): listed(contrast(c)) for c in (0.4, 0.05)},
            "rotation": {str(c): listed(rotation(c)) for c in (10, -30)},
            "noiseDeviation": (255 * noise.std(axis=0)).round(2).tolist(),
        }
    )
)
