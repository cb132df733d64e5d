/** `OrderItem` as `order_item`. */
export function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').toLowerCase();
}

/** The name of a mapped class without what only says that it is one: `BookModel` is `Book`. */
export function entityName(model: string): string {
  return model.replace(/(?<=[a-z0-9])(?:Model|Table|Orm|ORM|DB|Entity)$/, '').replace(/^DB(?=[A-Z])/, '') || model;
}
