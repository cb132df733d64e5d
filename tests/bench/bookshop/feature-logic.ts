import type { Feature } from './feature.ts';
import type { Random } from './random.ts';
import { classNameOf } from './words.ts';

/** Where the parts of a feature live, as dotted packages. */
export interface Packages {
  readonly models: string;
  readonly schemas: string;
  readonly repositories: string;
  readonly services: string;
  readonly routers: string;
}

/** What the shop does with a thing. */
export function serviceText({ name, fields }: Feature, packages: Packages, random: Random): string {
  const thing = classNameOf(name);
  const setting = random.once(8);
  const numbers = fields.filter(([, type]) => type === 'float' || type === 'int').map(([field]) => field);
  const total = numbers.length > 0 ? numbers.map((field) => `item.${field}`).join(' + ') : '0';
  return `import logging
${setting ? '\nfrom app.core.config import settings' : ''}
from ${packages.models}.${name} import ${thing}
from ${packages.repositories}.${name} import ${thing}Repository
from ${packages.schemas}.${name} import ${thing}Create, ${thing}Update

logger = logging.getLogger(__name__)


class ${thing}Service:
    def __init__(self, items: ${thing}Repository) -> None:
        self.items = items

    async def create(self, wanted: ${thing}Create) -> ${thing}:
        item = await self.items.add(${thing}(**wanted.model_dump()))
        logger.info("created %s", item.id)
        return item

    async def update(self, key: int, changes: ${thing}Update) -> ${thing} | None:
        item = await self.items.get(key)
        if item is None:
            return None
        for field, value in changes.model_dump(exclude_unset=True).items():
            setattr(item, field, value)
        return item

    async def worth(self, key: int) -> float:
        item = await self.items.get(key)
        if item is None:
            return 0.0
        worth = float(${total})${setting ? ' * settings.price_factor' : ''}
        if worth < 0:
            logger.warning("%s is worth less than nothing", key)
        return round(worth, 2)

    async def dearest(self, keys: list[int], most: int = 10) -> list[int]:
        worths = {}
        for key in keys:
            try:
                worths[key] = await self.worth(key)
            except LookupError as error:
                logger.error("%s is gone: %s", key, error)
        ranked = sorted(worths, key=lambda key: worths[key], reverse=True)
        return ranked[:most]

    async def difference(self, one: int, other: int) -> float:
        left, right = await self.worth(one), await self.worth(other)
        return abs(left - right) if left and right else 0.0


def describe(items: list[${thing}]) -> str:
    """One line for each, for the people in the shop."""
    lines = [f"{number}. {item!r}" for number, item in enumerate(items, start=1)]
    return "\\n".join(lines)


def group_by_initial(items: list[${thing}]) -> dict[str, list[${thing}]]:
    groups: dict[str, list[${thing}]] = {}
    for item in items:
        groups.setdefault(str(item.${fields[0]?.[0] ?? 'id'})[:1], []).append(item)
    return groups
`;
}

/** The endpoints. */
export function routerText({ name, area, fields }: Feature, packages: Packages, random: Random): string {
  const thing = classNameOf(name);
  const path = `${name.replaceAll('_', '-')}s`;
  const extra = fields.slice(0, random.below(3)).map(
    ([field]) => `

@router.get("/{key}/${field.replaceAll('_', '-')}")
async def read_${field}(key: int, service: ${thing}Service = Depends(get_service)) -> dict[str, object]:
    worth = await service.worth(key)
    return {"${field}": worth, "unit": "${random.pick(['pounds', 'euros', 'copies'])}"}
`,
  );
  return `from fastapi import APIRouter, Depends, HTTPException, Query, status
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import get_session
from ${packages.repositories}.${name} import ${thing}Repository
from ${packages.schemas}.${name} import ${thing}Create, ${thing}Read, ${thing}Update
from ${packages.services}.${name} import ${thing}Service

router = APIRouter(prefix="/${path}", tags=["${area}"])


def get_service(session: AsyncSession = Depends(get_session)) -> ${thing}Service:
    return ${thing}Service(${thing}Repository(session))


@router.post("/", response_model=${thing}Read, status_code=status.HTTP_201_CREATED)
async def create(wanted: ${thing}Create, service: ${thing}Service = Depends(get_service)) -> object:
    return await service.create(wanted)


@router.patch("/{key}", response_model=${thing}Read)
async def update(key: int, changes: ${thing}Update, service: ${thing}Service = Depends(get_service)) -> object:
    item = await service.update(key, changes)
    if item is None:
        raise HTTPException(status_code=404, detail="There is no such ${name.replaceAll('_', ' ')}.")
    return item


@router.get("/{key}", response_model=${thing}Read)
async def read(key: int, service: ${thing}Service = Depends(get_service)) -> object:
    item = await service.items.get(key)
    if item is None:
        raise HTTPException(status_code=404, detail="There is no such ${name.replaceAll('_', ' ')}.")
    return item


@router.get("/dearest/", response_model=list[int])
async def dearest(
    keys: list[int] = Query(default=[]),
    most: int = Query(default=10, ge=1, le=100),
    service: ${thing}Service = Depends(get_service),
) -> list[int]:
    return await service.dearest(keys, most)
${extra.join('')}`;
}

/** A few tests of the service. */
export function testText({ name, fields }: Feature, packages: Packages, random: Random): string {
  const thing = classNameOf(name);
  const values: Readonly<Record<string, string>> = { str: '"Emma"', float: '12.5', int: '3', bool: 'True', 'str | None': 'None' };
  const sample = fields.map(([field, type]) => `        ${field}=${values[type] ?? 'None'},`).join('\n');
  const cases = fields.slice(0, 1 + random.below(3)).map(
    ([field]) => `

@pytest.mark.parametrize("times", [1, ${2 + random.below(5)}])
def test_${field}_is_kept(sample: ${thing}Create, times: int) -> None:
    kept = [sample.${field} for _ in range(times)]
    assert len(kept) == times
    assert all(value == sample.${field} for value in kept)
`,
  );
  return `import pytest

from ${packages.schemas}.${name} import ${thing}Create
from ${packages.services}.${name} import ${thing}Service


class Nothing:
    async def get(self, key: int) -> None:
        return None


@pytest.fixture
def sample() -> ${thing}Create:
    return ${thing}Create(
${sample}
    )


async def test_nothing_is_worth_nothing() -> None:
    service = ${thing}Service(Nothing())
    assert await service.worth(1) == 0.0


async def test_nothing_is_dearest() -> None:
    service = ${thing}Service(Nothing())
    assert await service.dearest([1, 2, 3], most=2) == [1, 2]


async def test_updates_of_nothing_change_nothing(sample: ${thing}Create) -> None:
    service = ${thing}Service(Nothing())
    changed = await service.update(1, sample)
    assert changed is None


def test_a_sample_can_be_copied(sample: ${thing}Create) -> None:
    copy = sample.model_copy(update={"${fields[0]?.[0] ?? 'id'}": sample.${fields[0]?.[0] ?? 'id'}})
    assert copy == sample
    assert copy is not sample
${cases.join('')}`;
}
