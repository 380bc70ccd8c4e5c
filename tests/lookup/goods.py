"""Products with titles in four languages, and a station with a unit on its way."""

from pathlib import Path

from station.domain.records import Product
from station.store.reference import ReferenceStore
from tests.stories import goods
from tests.stories.world import World

TITLES = {
    "p-boot": "Winter boot, black leather",
    "p-camion": "Camión de juguete, edición niño",
    "p-sofa": "Sofá cama gris",
    "p-xie": "男士跑鞋 黑色 42码",
    "p-xue": "运动鞋 白色",
    "p-ji": "無線耳機 藍牙版",
    "p-deng": "檯燈 LED 5W",
    "p-mixed": "AirLight 耳機保護殼",
}
PRODUCTS = tuple(Product(id, "NW", f"NW-{n:04}", title) for n, (id, title) in enumerate(TITLES.items()))


def station(home: Path) -> World:
    """A phone has been stowed, a jacket is in hand."""
    world = World(home).stock()
    office = ReferenceStore(world.store.path)
    office.put(PRODUCTS)
    office.close()
    world.scan(goods.BADGE, "9102000000001").press("open").scan("4006381333962", goods.SHIPPED_SERIAL)
    world.press("yes").finish_unit("TOTE-1").press("close", "close")
    return world.scan("RB123456785GB").press("open").scan("4006381333955")
