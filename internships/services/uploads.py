"""Files people give: known by their content, bounded, images drawn again bare of metadata."""

import base64
import binascii
import io

from PIL import Image, ImageOps, UnidentifiedImageError

from nrc_platform.core.errors import Invalid
from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Blob

MAX_BYTES = 5 * 1024 * 1024
# A photo of the logbook comes straight from a phone.
MAX_PHOTO_BYTES = 15 * 1024 * 1024
MAX_SIDE = 1600
MAX_SCAN_SIDE = 3000
MAX_PIXELS = 60_000_000
MAX_DRAWING_BYTES = 100 * 1024
DRAWING_BOX = (1200, 400)
_QUALITY = 82
_MEGABYTE = 1024 * 1024
_PNG = "data:image/png;base64,"
_PDF = b"%PDF-"
_PDF_END = b"%%EOF"
_HEIC_BRANDS = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1")
EMPTY = "Ce fichier est vide. Choisissez-en un autre."
UNREADABLE = (
    "Cette image n’est pas lisible. Ouvrez-la, enregistrez-la de nouveau, puis joignez-la."
)
HEIC = (
    "Les photos HEIC ne se lisent pas partout. Dans les réglages de l’appareil photo, choisissez "
    "«\u00a0Le plus compatible\u00a0», ou joignez la photo en JPEG."
)
PAPER_KINDS = "Joignez un PDF, un JPEG ou un PNG\u00a0: ce fichier est d’un autre format."
PHOTO_KINDS = (
    "Joignez une photo en JPEG, en PNG ou en WebP\u00a0: ce fichier est d’un autre format."
)

NO_DRAWING = (
    "Ce dessin n’est pas lisible. Effacez-le et dessinez de nouveau, ou tapez votre nom seulement."
)


def read_paper(content: bytes, *, field: str = "file") -> tuple[bytes, str]:
    """
    Return the bytes to keep of a PDF, a JPEG or a PNG, and their extension.

    The name of the file says nothing: the content does. An image is drawn again, so that neither
    its place nor its author follows it.
    """
    _check_size(content, MAX_BYTES, field)
    if content[:1024].lstrip().startswith(_PDF):
        if _PDF_END not in content[-2048:]:
            raise Invalid(
                {field: ["Ce PDF est incomplet. Enregistrez-le de nouveau, puis joignez-le."]}
            )
        return content, "pdf"
    return _drawn_again(content, ("JPEG", "PNG"), PAPER_KINDS, MAX_SCAN_SIDE, field)


def read_photo(content: bytes, *, field: str = "photo") -> bytes:
    """Return a photo as a JPEG of 1,600 points at most, upright, without metadata."""
    _check_size(content, MAX_PHOTO_BYTES, field)
    kept, _ = _drawn_again(content, ("JPEG", "PNG", "WEBP"), PHOTO_KINDS, MAX_SIDE, field)
    return kept


def read_drawing(data: str, *, field: str = "drawn") -> bytes:
    """
    Return the PNG of a signature drawn on the page, drawn again in black on white.

    A picture of 100 kB and 1,200 × 400 points at most; its pixels are read within those bounds.
    """
    refused = Invalid({field: [NO_DRAWING]})
    if not data.startswith(_PNG) or len(data) > len(_PNG) + MAX_DRAWING_BYTES * 4 // 3 + 4:
        raise refused
    try:
        content = base64.b64decode(data.removeprefix(_PNG), validate=True)
        with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
            if image.width > DRAWING_BOX[0] or image.height > DRAWING_BOX[1]:
                raise refused
            flat = _on_white(image).convert("L")
    except (
        binascii.Error,
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
    ) as error:
        raise refused from error
    kept = io.BytesIO()
    flat.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def keep_drawing(data: str) -> Blob | None:
    """Keep a signature drawn on the page; None when nothing was drawn."""
    return documents.put(read_drawing(data)) if data else None


def _check_size(content: bytes, most: int, field: str) -> None:
    if not content:
        raise Invalid({field: [EMPTY]})
    if len(content) > most:
        size = f"{len(content) / _MEGABYTE:.1f}".replace(".", ",")
        limit = most // _MEGABYTE
        raise Invalid(
            {field: [f"Ce fichier pèse {size}\u00a0Mo\u00a0; la limite est de {limit}\u00a0Mo."]}
        )


def _drawn_again(
    content: bytes, formats: tuple[str, ...], refusal: str, side: int, field: str
) -> tuple[bytes, str]:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise Invalid({field: [HEIC]})
    try:
        with Image.open(io.BytesIO(content), formats=formats) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Invalid({field: ["Cette image est trop grande. Réduisez-la d’abord."]})
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((side, side))
            flat = _on_white(upright)
    except UnidentifiedImageError as error:
        raise Invalid({field: [refusal]}) from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Invalid({field: [UNREADABLE]}) from error
    kept = io.BytesIO()
    flat.save(kept, "JPEG", quality=_QUALITY, optimize=True)
    return kept.getvalue(), "jpg"


def _on_white(image: Image.Image) -> Image.Image:
    """Return the colours alone: what was transparent becomes white."""
    if image.mode in ("RGB", "L"):
        return image.convert("RGB")
    coloured = image.convert("RGBA")
    ground = Image.new("RGBA", coloured.size, "white")
    ground.alpha_composite(coloured)
    return ground.convert("RGB")
