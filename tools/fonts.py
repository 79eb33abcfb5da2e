"""Cut the book's fonts to what its pages write: two files of woff2, as small as they can be.

npm pack @fontsource-variable/source-serif-4 && tar xzf *.tgz
python -m pip install fonttools brotli
python tools/fonts.py package
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parent.parent / "book" / "theme" / "static" / "fonts"
# the roman from regular to semibold, the italic as it is
WEIGHTS = {"normal": (400, 600), "italic": 400}
GREEK = "αβγδεηθλμπρστφωΣΔ"
LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "ŒœŠšŽž–—‘’‚“”„•…′″‹›€™↑↓−∕")}


def with_greek(latin: TTFont, greek: TTFont) -> TTFont:
    """Give a variable font the Greek letters that come in a file of their own."""
    for font in (latin, greek):
        font.ensureDecompiled()  # while each table still counts its own glyphs
    order = latin.getGlyphOrder()
    for letter in map(ord, GREEK):
        name = greek.getBestCmap()[letter]
        outline = greek["glyf"][name]
        if outline.isComposite():
            raise ValueError(f"{name} is made of other glyphs")
        if name not in order:
            order.append(name)
            latin["glyf"].glyphs[name] = outline
            latin["hmtx"].metrics[name] = greek["hmtx"].metrics[name]
            latin["gvar"].variations[name] = greek["gvar"].variations[name]
        for table in latin["cmap"].tables:
            if table.isUnicode():
                table.cmap[letter] = name
    latin.setGlyphOrder(order)
    latin["maxp"].numGlyphs = len(order)
    return latin


def cut(package: Path, style: str) -> TTFont:
    """Return one style with the letters and the weights that the pages use."""
    latin, greek = (
        TTFont(package / "files" / f"source-serif-4-{script}-wght-{style}.woff2", lazy=False)
        for script in ("latin", "greek")
    )
    del latin["HVAR"]  # widths vary as the outlines do; the table has no Greek
    font = instancer.instantiateVariableFont(
        with_greek(latin, greek), {"wght": WEIGHTS[style]}, inplace=True
    )
    options = Options(
        layout_features=["kern", "liga", "tnum", "ccmp", "mark"],
        hinting=False,
        name_IDs=[0, 1, 2, 13, 14],
        flavor="woff2",
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LATIN | set(map(ord, GREEK)))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.recalcTimestamp = False
    return font


def main(package: Path) -> None:
    """Write both fonts, and the licence they come with."""
    FONTS.mkdir(exist_ok=True)
    for style in WEIGHTS:
        path = FONTS / f"source-serif-{style}.woff2"
        cut(package, style).save(path)
        print(f"{path.name}: {path.stat().st_size} bytes")
    shutil.copy(package / "LICENSE", FONTS / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
