"""Pages that are pictures of text: which they are, and their text by Tesseract where that is installed."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median
from typing import Any

from dateline.read.pdf.glyphs import PageText, Piece

_FEW_LETTERS = 20
_COVERED = 0.3
_MANY_PATHS = 200
_UNKNOWN = 0.3
_DOTS_PER_POINT = 300 / 72
_MOST_DOTS = 25_000_000
_SECONDS_A_PAGE = 60
_MOST_OBJECTS = 5_000
# The boxes of an OCR end where the ink does; those of fonts have room above and below.
_LOOSE = 1.25
_ALIKE = (0.6, 1.6)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the OCR made of a page: its pieces, and how sure it is of their words, from 0 to 100."""

    text: PageText
    confidence: float


class OcrError(Exception):
    """The OCR failed on a page."""


def is_picture(page: Any, text: PageText) -> bool:
    """Whether the page shows text that the file does not hold: a scan, drawn letters, or a font without meaning."""
    import pypdfium2.raw as raw

    letters = sum(char.isalnum() for piece in text.pieces for char in piece.text)
    if text.unknown > _UNKNOWN * (letters + text.unknown):
        return True
    if letters >= _FEW_LETTERS:
        return False
    covered, paths = 0.0, 0
    for number, item in enumerate(page.get_objects(max_depth=3)):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            covered += max(right - left, 0.0) * max(top - bottom, 0.0)
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
        if number > _MOST_OBJECTS:
            break
    return covered > _COVERED * text.width * text.height or paths > _MANY_PATHS


def missing_for_ocr() -> str | None:
    """What must be installed before pages can be recognised, as a sentence; None where nothing is missing."""
    if shutil.which("tesseract") is None:
        return "Install Tesseract, and run: pip install 'dateline[ocr]'"
    if find_spec("pytesseract") is None or find_spec("PIL") is None:
        return "Run: pip install 'dateline[ocr]'"
    return None


def recognised(page: Any) -> Recognised:
    """The text of the page by Tesseract. Raises OcrError when that fails or takes too long."""
    import pytesseract

    width, height = page.get_size()
    scale = min(_DOTS_PER_POINT, (_MOST_DOTS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        words = pytesseract.image_to_data(bitmap.to_pil(), output_type=pytesseract.Output.DICT, timeout=_SECONDS_A_PAGE)
    except (pytesseract.TesseractError, RuntimeError, OSError, ValueError) as error:
        raise OcrError(f"{error}") from error
    finally:
        bitmap.close()
    lines: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for i, word in enumerate(words["text"]):
        if word.strip() and float(words["conf"][i]) >= 0:
            lines[words["block_num"][i], words["par_num"][i], words["line_num"][i]].append(i)
    confidences = [float(words["conf"][i]) for line in lines.values() for i in line]
    pieces = _pieces(words, list(lines.values()), scale)
    confidence = sum(confidences) / len(confidences) if confidences else 0.0
    return Recognised(PageText(tuple(pieces), width, height, 0, 0), confidence)


def _pieces(words: dict[str, list[Any]], lines: list[list[int]], scale: float) -> list[Piece]:
    """A piece a line, in points; lines of about the same height are of one font."""
    heights = [max(words["height"][i] for i in line) / scale for line in lines]
    usual = median(heights) if heights else 0.0
    pieces = []
    for line, height in zip(lines, heights, strict=True):
        bottom = max(words["top"][i] + words["height"][i] for i in line) / scale
        size = _LOOSE * (usual if _ALIKE[0] * usual < height < _ALIKE[1] * usual else height)
        pieces.append(
            Piece(
                " ".join(words["text"][i].strip() for i in line),
                min(words["left"][i] for i in line) / scale,
                max(words["left"][i] + words["width"][i] for i in line) / scale,
                bottom - size,
                bottom,
            )
        )
    return pieces
