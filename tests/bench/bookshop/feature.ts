import type { Random } from './random.ts';
import { classNameOf, FIELDS } from './words.ts';

/** One thing the shop deals in, with everything a backend has for it. */
export interface Feature {
  /** Snake case: `rare_book`. */
  readonly name: string;
  /** The folder that groups it with others, and the table's prefix. */
  readonly area: string;
  readonly fields: readonly (readonly [name: string, type: string])[];
}

/** A feature with a handful of fields. */
export function featureOf(name: string, area: string, random: Random): Feature {
  const first = random.below(FIELDS.length);
  const count = 3 + random.below(5);
  return { name, area, fields: Array.from({ length: count }, (_, index) => FIELDS[(first + index * 4) % FIELDS.length] ?? FIELDS[0]) };
}

/** A SQLAlchemy model. */
export function modelText({ name, area, fields }: Feature): string {
  const columns = fields.map(([field, type]) => `    ${field}: Mapped[${type}] = mapped_column(${type === 'str' ? 'String(200)' : ''})`);
  return `"""Table of the ${name.replaceAll('_', ' ')}s."""
from datetime import datetime

from sqlalchemy import DateTime, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base


class ${classNameOf(name)}(Base):
    """A ${name.replaceAll('_', ' ')} as it is stored."""

    __tablename__ = "${area}_${name}"

    id: Mapped[int] = mapped_column(primary_key=True)
${columns.join('\n')}
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    def __repr__(self) -> str:
        return f"<${classNameOf(name)} {self.id}: {self.${fields[0]?.[0] ?? 'id'}!r}>"

    def as_row(self) -> dict[str, object]:
        row: dict[str, object] = {"id": self.id}
        for column in self.__table__.columns:
            if column.name not in row:
                row[column.name] = getattr(self, column.name)
        return row

    def is_newer_than(self, other: "${classNameOf(name)}") -> bool:
        if self.created_at is None or other.created_at is None:
            return False
        return self.created_at > other.created_at
`;
}

/** The pydantic schemas of requests and responses. */
export function schemaText({ name, fields }: Feature, random: Random): string {
  const thing = classNameOf(name);
  const required = fields.map(([field, type]) => `    ${field}: ${type}${type.endsWith('None') ? ' = None' : ''}`);
  const optional = fields.map(([field, type]) => `    ${field}: ${type.endsWith('None') ? type : `${type} | None`} = None`);
  const validator = random.once(2)
    ? `

    @field_validator("${fields[0]?.[0] ?? 'id'}")
    @classmethod
    def ${fields[0]?.[0] ?? 'id'}_is_sensible(cls, value: object) -> object:
        if isinstance(value, str) and not value.strip():
            raise ValueError("must not be blank")
        return value`
    : '';
  return `from datetime import datetime

from pydantic import BaseModel, ConfigDict${validator === '' ? '' : ', field_validator'}


class ${thing}Base(BaseModel):
${required.join('\n')}${validator}


class ${thing}Create(${thing}Base):
    """What a client sends to add one."""


class ${thing}Update(BaseModel):
${optional.join('\n')}


class ${thing}Read(${thing}Base):
    model_config = ConfigDict(from_attributes=True)

    id: int
    created_at: datetime


class ${thing}Page(BaseModel):
    items: list[${thing}Read]
    number: int = 0
    total: int

    @property
    def is_last(self) -> bool:
        return len(self.items) * (self.number + 1) >= self.total
`;
}

/** The queries of a feature. */
export function repositoryText({ name, fields }: Feature, models: string, random: Random): string {
  const thing = classNameOf(name);
  const queries = fields.slice(0, 1 + random.below(2)).map(
    ([field, type]) => `
    async def by_${field}(self, ${field}: ${type.replace(' | None', '')}) -> list[${thing}]:
        statement = select(${thing}).where(${thing}.${field} == ${field}).order_by(${thing}.id)
        result = await self.session.execute(statement)
        return list(result.scalars())
`,
  );
  return `from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ${models}.${name} import ${thing}


class ${thing}Repository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, key: int) -> ${thing} | None:
        return await self.session.get(${thing}, key)
${queries.join('')}
    async def add(self, item: ${thing}) -> ${thing}:
        self.session.add(item)
        await self.session.flush()
        return item

    async def remove(self, item: ${thing}) -> None:
        await self.session.delete(item)
        await self.session.flush()

    async def page(self, number: int, size: int = 50) -> list[${thing}]:
        statement = select(${thing}).order_by(${thing}.id).offset(number * size).limit(size)
        result = await self.session.execute(statement)
        return list(result.scalars())

    async def count(self) -> int:
        result = await self.session.execute(select(func.count()).select_from(${thing}))
        return int(result.scalar_one())
`;
}
