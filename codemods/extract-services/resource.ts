import { folderOf, nameOf, snakeCase, type Module } from '#pystd';

/** Names that say nothing of what a module is about. */
const GENERIC: ReadonlySet<string> = new Set(['main', 'app', 'api', 'routes', 'route', 'router', 'routers', 'endpoints', 'views', 'view', 'server', 'web', 'src', 'v1', 'v2', 'v3', 'controllers', 'controller', 'handlers', '__init__', 'backend', 'service', 'index', 'asgi']);

/** What the routes of a module are about, as words of a name: `book`, `order_item`. */
export function resourceOf(module: Module, paths: readonly string[], isClass: (name: string) => boolean): string {
  const own = nameOf(module.path).replace(/\.py$/, '').replace(/_?(?:routers?|routes?|endpoints?|api|views?|controllers?|handlers?)$/, '').replace(/^(?:routers?|routes?|api|endpoints?)_/, '');
  const folder = nameOf(folderOf(module.path));
  const segment = paths.flatMap((path) => path.split('/').filter((part) => /^[a-z][a-z0-9_-]*$/i.test(part) && !/^(?:api|v\d+)$/i.test(part)))[0];
  const named = [own, folder, segment ?? ''].find((word) => word !== '' && !GENERIC.has(word.toLowerCase())) ?? (own === '' || own === '__init__' ? 'app' : own);
  return singular(snake(named), isClass);
}

/** `books` is `book` where there is a `Book`: other words may end in an `s` of their own. */
function singular(word: string, isClass: (name: string) => boolean): string {
  const candidates = [word.replace(/ies$/, 'y'), word.replace(/(?<=s|x|z|ch|sh)es$/, ''), word.replace(/s$/, '')];
  return candidates.find((one) => one !== word && isClass(pascal(one))) ?? word;
}

/** `order_item` as the name of a class: `OrderItem`. */
export function pascal(word: string): string {
  return word.split('_').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}

/** `OrderItem` as the name of a variable: `order_item`. */
export function snake(word: string): string {
  return snakeCase(word.replaceAll('-', '_'));
}

/** Several of them: `categories`; a word that looks like several is left. */
export function plural(word: string): string {
  if (/[^s]s$/.test(word)) return word;
  if (/[^aeiou]y$/.test(word)) return word.replace(/y$/, 'ies');
  return /(?:ss|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
