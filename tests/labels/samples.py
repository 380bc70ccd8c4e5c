"""Label values that the tests fill layouts with."""

from station.labels.values import LabelValues

CODE_1D = "K7Q2M9XW4TRD-1"
CODE_2D = "K7Q2M9XW4TRD-1/resale/northwind"

ENGLISH = {
    "route": "Resale",
    "grade": "B",
    "position": "B-14",
    "product": "City sneaker, black, 41",
    "date": "22 Nov 2026",
    "lpn": "K7Q2 M9XW 4TRD",
    "revision": "1",
    "merchant": "Northwind Shoes",
    "name": "Operator 7",
    "role": "Supervisor",
    "station": "Returns · R7",
    "hazard": "Swollen battery",
    "place": "Fire cabinet 2",
    "title": "Undo",
    "words": "Takes the last step back",
}
FIELDS = {
    "en": ENGLISH,
    "es": ENGLISH | {"route": "Devolver al proveedor", "product": "Zapatilla de ciudad, niño, ¡talla única!"},
    "zh_CN": ENGLISH | {"route": "转售", "product": "城市运动鞋,黑色,41 码", "date": "2026年11月22日"},
    "zh_TW": ENGLISH | {"route": "轉售", "product": "城市運動鞋,黑色,41 號", "date": "2026年11月22日"},
}


def values(layout: str = "unit-57x32", lang: str = "en", **fields: str) -> LabelValues:
    """A filled label; `fields` replace single texts of that language's sample."""
    return LabelValues(layout=layout, lang=lang, code_1d=CODE_1D, code_2d=CODE_2D, fields=FIELDS[lang] | fields)
