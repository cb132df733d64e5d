/** Things a bookshop has, in the singular. */
export const THINGS = [
  'book', 'author', 'publisher', 'order', 'basket', 'customer', 'review', 'shelf', 'voucher', 'invoice', 'delivery', 'supplier', 'wishlist',
  'genre', 'edition', 'loan', 'payment', 'refund', 'branch', 'event', 'ticket', 'subscription', 'reading', 'quotation', 'catalogue', 'bundle',
] as const;

/** What a field of a thing may be called, with its type. */
export const FIELDS = [
  ['title', 'str'], ['price', 'float'], ['pages', 'int'], ['language', 'str'], ['sold', 'bool'], ['weight', 'float'], ['shelf_mark', 'str'],
  ['rating', 'float'], ['copies', 'int'], ['note', 'str | None'], ['discount', 'float'], ['postcode', 'str'], ['visible', 'bool'],
  ['discontinued', 'bool'], ['summary', 'str | None'], ['year', 'int'], ['colour', 'str'], ['reserved', 'int'], ['street', 'str'],
] as const;

/** Parts of a bookshop's software: what groups its features into folders. */
export const AREAS = ['catalogue', 'sales', 'stock', 'people', 'shipping', 'events'] as const;

/** Services of the shop, one project each. */
export const PROJECTS = ['storefront', 'warehouse', 'billing', 'library', 'recommendations', 'newsletter', 'returns', 'auctions'] as const;

/** `rare_book` as `RareBook`. */
export function classNameOf(name: string): string {
  return name.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}
