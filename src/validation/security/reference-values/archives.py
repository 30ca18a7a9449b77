"""Archives for scan-model.test.ts, made by Python's zipfile: python archives.py > archives.json"""

import base64
import io
import json
import zipfile

from pickles import stacked


def archive(members, compression=zipfile.ZIP_STORED, wide=False):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as made:
        for member, data in members:
            if wide:
                with made.open(zipfile.ZipInfo(member), "w", force_zip64=True) as opened:
                    opened.write(data)
            else:
                made.writestr(member, data)
    return base64.b64encode(packed.getvalue()).decode()


link = zipfile.ZipInfo("weights.bin")
link.external_attr = 0o120777 << 16
program = b"\x7fELF\x02\x01\x01" + bytes(64)
keras = json.dumps({"class_name": "Functional", "config": {"layers": [{"class_name": "Lambda"}]}})
zipfile.ZIP64_LIMIT, limit = 10, zipfile.ZIP64_LIMIT
wide = archive([("archive/data.pkl", stacked)], wide=True)
zipfile.ZIP64_LIMIT = limit


def npy(descr, values):
    """As numpy.save writes it."""
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': (1,), }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + values


objects, numbers = npy("|O", stacked), npy("<f4", bytes(4))
# Three pickles that are said to be 30 MiB each: together more than what is unpacked.
many = bytearray(base64.b64decode(archive([(f"{at}.pkl", b"\x80\x02N.") for at in range(3)])))
for entry in [at for at in range(len(many)) if many.startswith(b"PK\x01\x02", at)]:
    many[entry + 24 : entry + 28] = (30 << 20).to_bytes(4, "little")

print(
    json.dumps(
        {
            "path": archive([("../x.txt", b"x")]),
            "link": archive([(link, b"/etc/passwd")]),
            "program": archive([("lib/x.bin", program)]),
            "keras": archive([("metadata.json", b"{}"), ("config.json", keras)], zipfile.ZIP_DEFLATED),
            "deflated": archive([("archive/data.pkl", stacked + b" " * 5000)], zipfile.ZIP_DEFLATED),
            "zip64": wide,
            "npz": archive([("x.npy", objects), ("y.npy", numbers)], zipfile.ZIP_DEFLATED),
            "nested": archive([("x.bin", base64.b64decode(wide))]),
            "data": archive([("data", b"cposix\nsystem\n(S'ls'\ntR.")]),
            "many": base64.b64encode(many).decode(),
        },
        indent=2,
    )
)
