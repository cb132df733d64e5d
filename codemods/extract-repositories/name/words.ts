/** The name of a mapped class without what only says that it is one: `BookModel` is `Book`. */
export function entityName(model: string): string {
  return model.replace(/(?<=[a-z0-9])(?:Model|Table|Orm|ORM|DB|Entity)$/, '').replace(/^DB(?=[A-Z])/, '') || model;
}
