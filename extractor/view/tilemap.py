"""A tile map of Viet Nam: one square a province, for the 63 provinces until 2025-06-30 and the 34 since.

The squares keep neighbours together and the coast on its side; they are no survey. Which old
provinces make up a new one follows Nghị quyết 202/2025/QH15.
"""

from __future__ import annotations

from functools import cache

# One line a row of squares, north at the top; "." is an empty square.
_OLD = """
. | . | . | Hà Giang | Cao Bằng
. | Lai Châu | Lào Cai | Tuyên Quang | Bắc Kạn | Lạng Sơn
Điện Biên | Sơn La | Yên Bái | Vĩnh Phúc | Thái Nguyên | Bắc Giang | Quảng Ninh
. | . | Phú Thọ | Hà Nội | Bắc Ninh | Hải Dương | Hải Phòng
. | . | Hòa Bình | Hà Nam | Hưng Yên | Thái Bình
. | . | Thanh Hóa | Ninh Bình | Nam Định
. | . | Nghệ An
. | . | . | Hà Tĩnh
. | . | . | Quảng Bình
. | . | . | . | Quảng Trị
. | . | . | . | Thừa Thiên Huế | Đà Nẵng
. | . | . | . | . | Quảng Nam
. | . | . | . | . | Kon Tum | Quảng Ngãi
. | . | . | . | . | Gia Lai | Bình Định
. | . | . | . | . | Đắk Lắk | Phú Yên
. | . | . | Bình Phước | Đắk Nông | Lâm Đồng | Khánh Hòa
. | . | Tây Ninh | Bình Dương | Đồng Nai | Bình Thuận | Ninh Thuận
An Giang | Đồng Tháp | Long An | Hồ Chí Minh | Bà Rịa - Vũng Tàu
Kiên Giang | Cần Thơ | Vĩnh Long | Tiền Giang
. | Hậu Giang | Trà Vinh | Bến Tre
Cà Mau | Bạc Liêu | Sóc Trăng
"""

_NEW = """
. | Lai Châu | Lào Cai | Tuyên Quang | Cao Bằng
Điện Biên | Sơn La | Phú Thọ | Thái Nguyên | Lạng Sơn
. | . | . | Hà Nội | Bắc Ninh | Quảng Ninh
. | . | . | Ninh Bình | Hưng Yên | Hải Phòng
. | . | Thanh Hóa
. | . | Nghệ An
. | . | . | Hà Tĩnh
. | . | . | . | Quảng Trị
. | . | . | . | Huế
. | . | . | . | . | Đà Nẵng
. | . | . | . | . | Quảng Ngãi
. | . | . | . | . | Gia Lai
. | . | . | . | . | Đắk Lắk
. | . | . | . | Lâm Đồng | Khánh Hòa
. | . | Tây Ninh | Đồng Nai
. | An Giang | Đồng Tháp | Hồ Chí Minh
. | Cần Thơ | Vĩnh Long
. | Cà Mau
"""

# Old provinces that went into a new one of another name (2025-07-01; Thừa Thiên Huế became Huế on 2025-01-01).
MERGED: dict[str, str] = {
    "Hà Giang": "Tuyên Quang",
    "Yên Bái": "Lào Cai",
    "Bắc Kạn": "Thái Nguyên",
    "Vĩnh Phúc": "Phú Thọ",
    "Hòa Bình": "Phú Thọ",
    "Bắc Giang": "Bắc Ninh",
    "Thái Bình": "Hưng Yên",
    "Hải Dương": "Hải Phòng",
    "Hà Nam": "Ninh Bình",
    "Nam Định": "Ninh Bình",
    "Quảng Bình": "Quảng Trị",
    "Thừa Thiên Huế": "Huế",
    "Quảng Nam": "Đà Nẵng",
    "Kon Tum": "Quảng Ngãi",
    "Bình Định": "Gia Lai",
    "Ninh Thuận": "Khánh Hòa",
    "Đắk Nông": "Lâm Đồng",
    "Bình Thuận": "Lâm Đồng",
    "Phú Yên": "Đắk Lắk",
    "Bà Rịa - Vũng Tàu": "Hồ Chí Minh",
    "Bình Dương": "Hồ Chí Minh",
    "Bình Phước": "Đồng Nai",
    "Long An": "Tây Ninh",
    "Sóc Trăng": "Cần Thơ",
    "Hậu Giang": "Cần Thơ",
    "Bến Tre": "Vĩnh Long",
    "Trà Vinh": "Vĩnh Long",
    "Tiền Giang": "Đồng Tháp",
    "Bạc Liêu": "Cà Mau",
    "Kiên Giang": "An Giang",
}

Tile = tuple[str, int, int]


def _tiles(drawing: str) -> list[Tile]:
    return [
        (name.strip(), column, row)
        for row, line in enumerate(drawing.strip().splitlines())
        for column, name in enumerate(line.split("|"))
        if name.strip() != "."
    ]


@cache
def tiles(provinces: int) -> tuple[Tile, ...]:
    """The squares of the map with 63 or 34 `provinces`: (name, column, row), counted from the north-west.

    >>> tiles(34)[0], len(tiles(63))
    (('Lai Châu', 1, 0), 63)
    """
    if provinces not in (34, 63):
        raise ValueError("Viet Nam had 63 provinces and has 34")
    return tuple(_tiles(_OLD if provinces == 63 else _NEW))


@cache
def province_names() -> tuple[str, ...]:
    """Every province name of both maps, the longest first (so that "Quảng Nam" is not read out of a longer name)."""
    names = {name for count in (63, 34) for name, _, _ in tiles(count)}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
