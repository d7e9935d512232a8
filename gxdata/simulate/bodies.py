"""Simulated bodies: names of real places and the departments that such places have, and what each is like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..divisions import above, in_year
from .draw import Draw
from .places import counties

LEVELS = ("province", "prefecture", "county")
GOVERNMENT = "government"
GOVERNMENTS_FIRST = 0.3  # a government's lot is drawn from [0, 0.3), a department's from [0, 1)
ADOPTED = (None, None, 2021, 2022, 2023)  # years of the reform, one drawn for each province; None: never


class Department(NamedTuple):
    """name: without its rank; rank: of a county's or prefecture's; volume: requests, of the level's mean."""

    name: str
    rank: str
    volume: float
    decides: int  # administrative decisions a year, of a county's


DEPARTMENTS = (
    Department("发展和改革", "局", 1.0, 40),
    Department("教育", "局", 0.7, 15),
    Department("科学技术", "局", 0.2, 0),
    Department("工业和信息化", "局", 0.3, 5),
    Department("公安", "局", 1.8, 2000),
    Department("民政", "局", 0.6, 60),
    Department("司法", "局", 0.5, 10),
    Department("财政", "局", 0.6, 5),
    Department("人力资源和社会保障", "局", 1.2, 200),
    Department("自然资源", "局", 4.0, 300),
    Department("住房和城乡建设", "局", 3.0, 250),
    Department("交通运输", "局", 0.7, 400),
    Department("水利", "局", 0.3, 30),
    Department("农业农村", "局", 0.8, 80),
    Department("商务", "局", 0.2, 10),
    Department("文化和旅游", "局", 0.3, 40),
    Department("卫生健康", "委员会", 0.8, 300),
    Department("应急管理", "局", 0.4, 90),
    Department("审计", "局", 0.1, 0),
    Department("市场监督管理", "局", 1.5, 1500),
    Department("统计", "局", 0.1, 0),
    Department("医疗保障", "局", 0.2, 20),
    Department("信访", "局", 0.4, 0),
)
_TITLES = {"province": ("厅", "委员会"), "prefecture": ("局", "委员会"), "county": ("局", "局")}


@dataclass(frozen=True)
class Body:
    """A body: `id` by its ordinal; `volume` and `decides` are those of its department, 1.0 and 3,000 of a government."""

    id: str
    agency: str
    level: str
    kind: str
    province: str
    prefecture: str | None
    county: str | None
    department: str
    volume: float
    decides: int
    adopted: int | None


def bodies(count: int, seed: int) -> list[Body]:
    """`count` bodies drawn by lot; ValueError when there are not so many. More of them begin with the same ones."""
    draw = Draw(f"{seed}/bodies")
    lots: list[tuple[float, _Place, Department | None]] = []
    for place in _places():
        lots.append((draw.uniform() * GOVERNMENTS_FIRST, place, None))
        lots += [(draw.uniform(), place, department) for department in DEPARTMENTS]
    if count > len(lots):
        raise ValueError(f"there are names for {len(lots)} bodies, and {count} were asked for: name a smaller number")
    lots.sort(key=lambda lot: lot[0])
    provinces = sorted(set(_provinces().values()))
    reform = {province: Draw(f"{seed}/reform/{province}").choice(ADOPTED) for province in provinces}
    return [_body(f"{n:05}", place, department, reform) for n, (_, place, department) in enumerate(lots[:count], 1)]


_Place = tuple[str, str | None, str | None]


def _provinces() -> dict[str, str]:
    """Prefecture → province."""
    found = ((division, above(division.code)[0]) for division in in_year(2025) if division.level == "prefecture")
    return {division.name: province.name for division, province in found if province}


def _places() -> list[_Place]:
    province_of = _provinces()
    found: list[_Place] = [(name, None, None) for name in dict.fromkeys(province_of[each] for each in counties())]
    for prefecture, names in counties().items():
        found += [(province_of[prefecture], prefecture, county) for county in (None, *names)]
    return found


def _body(id: str, place: _Place, department: Department | None, reform: dict[str, int | None]) -> Body:
    province, prefecture, county = place
    level = "county" if county else "prefecture" if prefecture else "province"
    name = f"{prefecture or province}{county or ''}"
    if department is None:
        office = "行政公署" if level == "prefecture" and name.endswith("地区") else "人民政府"
        kind, work, volume, decides = GOVERNMENT, "", 1.0, 3000
    else:
        office = department.name + _TITLES[level][department.rank != "局"]
        kind, work, volume, decides = "department", department.name, department.volume, department.decides
    return Body(id, name + office, level, kind, province, prefecture, county, work, volume, decides, reform[province])
