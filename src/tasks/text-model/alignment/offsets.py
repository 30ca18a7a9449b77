"""Trains small tokenizers with the stages of BERT, RoBERTa and XLM-RoBERTa on texts in 16 languages, and writes the offsets
that Hugging Face's own tokenizers compute, in UTF-16 code units:
`pip install tokenizers`, then `python offsets.py [FOLDER]` writes them next to this file. FOLDER, if given, has the real
tokenizers that `docs/test-data.md` lists; their offsets are added."""

import json
import os
import sys

from tokenizers import AddedToken, Tokenizer, __version__, decoders, models, normalizers, pre_tokenizers, processors, trainers

here = os.path.dirname(os.path.abspath(__file__))
# Article 1 of the Universal Declaration of Human Rights in its official translations, which are in the public domain.
declaration = [
    "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience.",
    "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience.",
    "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt.",
    "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia.",
    "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi.",
    "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar.",
    "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.",
    "Все люди рождаются свободными и равными в своем достоинстве и правах.",
    "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق.",
    "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.",
    "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
    "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心。",
    "すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
    "Watu wote wamezaliwa huru, hadhi na haki zao ni sawa.",
]
# Spaces of all kinds, marks that compose and decompose, ligatures, full-width forms, emoji, added tokens, unknown characters.
hard = [
    "  two  spaces, a\ttab\u00a0and a line\nbreak ",
    "cafe\u0301 and café, Ångström, ﬁve ﬂoors, ½ ℃",
    "Ｆｕｌｌ　ｗｉｄｔｈ １２３",
    "👩‍👩‍👧 met 🇰🇪 at 9:30 — “really”? (yes!)",
    "𝒳 is not X; a\u200bb and soft\u00adhyphen",
    "A <mask> or [SEP] in the text",
    "ⰀⰁⰂ unknown ⰃⰄ, Ⰰ!",
    "İstanbul'da IŞIK söndü",
    "x",
]
texts = declaration + hard


def train(tokenizer, trainer):
    tokenizer.train_from_iterator(declaration, trainer)
    return tokenizer


def bert(lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    train(tokenizer, trainers.WordPieceTrainer(vocab_size=500, special_tokens=specials, show_progress=False))
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def roberta(add_prefix_space):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=add_prefix_space)
    specials = ["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True)]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    train(tokenizer, trainers.BpeTrainer(vocab_size=500, special_tokens=specials, initial_alphabet=alphabet, show_progress=False))
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=add_prefix_space)
    return tokenizer


def xlm_roberta(splits):
    """With and without `WhitespaceSplit`, which files of older and newer versions of transformers have."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(" {2,}", " ")])
    metaspace = pre_tokenizers.Metaspace()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), metaspace]) if splits else metaspace
    specials = ["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True)]
    train(tokenizer, trainers.UnigramTrainer(vocab_size=500, special_tokens=specials, unk_token="<unk>", show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return tokenizer


def offsets_of(tokenizer, text):
    """The offsets of the tokens without the special ones around them."""
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if ord(character) > 0xFFFF else 1))
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return {"ids": encoding.ids, "offsets": [[units[start], units[end]] for start, end in encoding.offsets]}


def write(name, value):
    with open(os.path.join(here, name), "w") as file:
        json.dump(value, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


trained = {
    "bert-cased": bert(False),
    "bert-uncased": bert(True),
    "roberta": roberta(False),
    "roberta-prefix-space": roberta(True),
    "xlm-roberta": xlm_roberta(False),
    "xlm-roberta-split": xlm_roberta(True),
}
real = {}
if len(sys.argv) > 1:
    names = ["distilbert-uncased", "whisper-tiny.en", "tinyllama"]
    real = {name: Tokenizer.from_file(os.path.join(sys.argv[1], f"{name}.tokenizer.json")) for name in names}
    for tokenizer in real.values():
        tokenizer.no_truncation()
print("tokenizers", __version__)
files = {name: json.loads(tokenizer.to_str()) for name, tokenizer in trained.items()}
write("tokenizers.json", files)
encodings = {name: [offsets_of(tokenizer, text) for text in texts] for name, tokenizer in (trained | real).items()}
write("reference-values.json", {"tokenizers": __version__, "texts": texts, "encodings": encodings})
