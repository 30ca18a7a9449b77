# Draws the ten sample images and writes truth.json: their text, one string a line, in reading order.
# Needs Python >= 3.10, the DejaVu fonts (Debian: fonts-dejavu-core, fonts-dejavu-extra) and, in this folder:
#   python3 -m venv /tmp/venv && /tmp/venv/bin/pip install pillow==13.0.0 numpy==2.4.6
#   /tmp/venv/bin/python draw.py && npx oxfmt truth.json
# The committed images are what reference-values.json was computed from: another version of Pillow may draw other pixels.

import json, pathlib, sys
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FOLDER = pathlib.Path(__file__).parent
FONTS = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/truetype/dejavu")
truth = {}


def font(name, size):
    return ImageFont.truetype(str(FONTS / f"DejaVu{name}.ttf"), size)


def canvas(width, height, colour="white"):
    image = Image.new("RGB", (width, height), colour)
    return image, ImageDraw.Draw(image)


def column(draw, x, y, step, lines, face, fill="black"):
    for number, line in enumerate(lines):
        draw.text((x, y + number * step), line, font=face, fill=fill)


def save(name, image, lines, colours=32):
    if colours:
        image = image.quantize(colours, dither=Image.Dither.NONE)
        image.save(FOLDER / f"{name}.png", optimize=True)
        truth[f"{name}.png"] = lines
    else:
        image.save(FOLDER / f"{name}.webp", quality=60, method=6)
        truth[f"{name}.webp"] = lines


def page():
    lines = [
        "The first page of a report",
        "Seven models were measured in May.",
        "Each ran 30 times after a warm-up.",
        "The median was 12.4 ms on the laptop",
        "and 48.9 ms on the older telephone.",
    ]
    image, draw = canvas(640, 340)
    draw.text((40, 30), lines[0], font=font("Serif-Bold", 32), fill="black")
    column(draw, 40, 100, 46, lines[1:], font("Serif", 25))
    save("page", image, lines)


def two_columns():
    left = ["Rain is expected in", "the west by evening.", "Strong wind follows", "along the coast and", "it will turn colder."]
    right = ["Trains on the north", "line run every hour.", "Buses replace them", "between Leeds and", "York until Sunday."]
    image, draw = canvas(760, 300)
    column(draw, 30, 30, 46, left, font("Sans", 24))
    column(draw, 420, 30, 46, right, font("Sans", 24))
    save("two-columns", image, left + right)


def upside_down():
    lines = ["This side up", "Handle with care", "KEEP DRY 2026"]
    image, draw = canvas(520, 260)
    draw.text((60, 20), lines[0], font=font("Sans-Bold", 34), fill="black")
    strip, strip_draw = canvas(400, 60)
    strip_draw.text((20, 6), lines[1], font=font("Sans", 34), fill="black")
    image.paste(strip.rotate(180), (60, 90))
    draw.text((60, 180), lines[2], font=font("Sans-Bold", 34), fill="black")
    save("upside-down", image, lines)


def coloured():
    lines = ["SALE", "50% off all shoes", "only this weekend", "Open 9:30 to 18:00"]
    image, draw = canvas(560, 400, "#f4d35e")
    draw.rectangle((0, 0, 560, 130), fill="#b3001b")
    draw.text((190, 20), lines[0], font=font("Sans-Bold", 72), fill="#ffffff")
    draw.text((60, 160), lines[1], font=font("Sans-Bold", 38), fill="#0b3954")
    draw.text((60, 235), lines[2], font=font("Sans", 34), fill="#87004e")
    draw.rectangle((0, 310, 560, 400), fill="#0b6e4f")
    draw.text((60, 330), lines[3], font=font("Sans", 34), fill="#fff3b0")
    save("coloured", image, lines, 64)


def small_text():
    lines = [
        "Terms of use. The service is offered as it is, without a warranty",
        "of any kind. You may stop using it at any time. We store nothing",
        "that you enter; it stays on your device until you delete it there.",
        "Questions: write to help@example.org or call 0800 123 4567.",
        "Version 3.2 of 14 March 2026, replaces version 3.1 of 2 July 2025.",
    ]
    image, draw = canvas(500, 130)
    column(draw, 14, 10, 22, lines, font("Sans", 13), "#222222")
    save("small-text", image, lines, 16)


def noisy_photo():
    lines = ["STATION ROAD", "No parking 8 am - 6 pm", "Zone B14"]
    image, draw = canvas(640, 420)
    rows, columns = np.mgrid[0:420, 0:640]
    shade = 120 + 60 * np.sin(columns / 90) + 40 * np.cos(rows / 60)
    image = Image.fromarray(np.dstack([shade, shade * 0.95, shade * 0.8]).clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((70, 70, 570, 340), 20, fill="#e8e6dc", outline="#333333", width=5)
    draw.text((120, 95), lines[0], font=font("Sans-Bold", 46), fill="#1d1d1d")
    draw.text((112, 185), lines[1], font=font("Sans", 36), fill="#8a1c1c")
    draw.text((220, 265), lines[2], font=font("Sans-Bold", 40), fill="#1d1d1d")
    image = image.rotate(-3, Image.Resampling.BICUBIC, fillcolor=(110, 105, 90)).filter(ImageFilter.GaussianBlur(0.8))
    noise = np.random.default_rng(7).normal(0, 9, (420, 640, 1))
    image = Image.fromarray((np.asarray(image) + noise).clip(0, 255).astype(np.uint8))
    save("noisy-photo", image, lines, None)


def receipt():
    items = [("Coffee", "2.80"), ("Apple juice", "3.10"), ("Cheese roll", "4.25"), ("Total", "10.15")]
    image, draw = canvas(380, 420, "#fbfaf5")
    draw.text((100, 24), "CORNER CAFE", font=font("SansMono-Bold", 26), fill="#222222")
    draw.text((80, 70), "12/03/2026 14:07", font=font("SansMono", 22), fill="#222222")
    lines = ["CORNER CAFE", "12/03/2026 14:07"]
    for number, (name, price) in enumerate(items):
        y = 130 + 50 * number
        face = font("SansMono-Bold" if name == "Total" else "SansMono", 22)
        draw.text((30, y), name, font=face, fill="#222222")
        draw.text((350, y), price, font=face, fill="#222222", anchor="ra")
        lines.append(f"{name} {price}")
    draw.text((110, 350), "Thank you!", font=font("SansMono", 24), fill="#222222")
    save("receipt", image, lines + ["Thank you!"])


def slanted():
    lines = ["Written on a slope", "but still quite legible", "Page 7 of 12"]
    image, draw = canvas(600, 400)
    column(draw, 110, 110, 66, lines, font("Serif", 34), "#10243e")
    image = image.rotate(9, Image.Resampling.BICUBIC, fillcolor="white")
    save("slanted", image, lines)


def dark_slide():
    lines = ["Quarterly results", "Revenue 1,204,500", "Costs 987,650", "Margin 18%", "unaudited figures"]
    image, draw = canvas(720, 405, "#14213d")
    draw.text((50, 36), lines[0], font=font("Sans-Bold", 50), fill="#ffffff")
    column(draw, 50, 140, 62, lines[1:4], font("Sans", 36), "#fca311")
    draw.text((50, 352), lines[4], font=font("Sans-Oblique", 20), fill="#e5e5e5")
    save("dark-slide", image, lines)


def book_spine():
    lines = ["A SHORT HISTORY", "Volume two", "Printed in Wales", "ISBN 978-0-306-40615-7"]
    image, draw = canvas(480, 420, "#efe9dc")
    draw.rectangle((20, 20, 100, 400), fill="#5b1a18")
    spine, spine_draw = canvas(380, 80, "#5b1a18")
    spine_draw.text((22, 20), lines[0], font=font("Sans-Bold", 34), fill="#f5e9c8")
    image.paste(spine.rotate(90, expand=True), (20, 20))
    draw.text((150, 70), lines[1], font=font("Serif-Italic", 38), fill="#222222")
    draw.text((150, 180), lines[2], font=font("Serif", 28), fill="#222222")
    draw.text((150, 330), lines[3], font=font("SansMono", 20), fill="#222222")
    save("book-spine", image, lines)


for draw_sample in (page, two_columns, upside_down, coloured, small_text, noisy_photo, receipt, slanted, dark_slide, book_spine):
    draw_sample()
(FOLDER / "truth.json").write_text(json.dumps(truth, indent=2) + "\n")
