import { expect, test } from 'vitest';
import { series, snakeCase } from '../../src/text/words.ts';

test.each([['Book', 'book'], ['OrderItem', 'order_item'], ['HTTPServer', 'http_server'], ['UserAService', 'user_a_service'], ['V2Book', 'v2_book'], ['already_so', 'already_so']])('%s is %s', (name, snake) => {
  expect(snakeCase(name)).toBe(snake);
});

test('words in a sentence', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(series)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});
