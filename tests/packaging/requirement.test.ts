import { describe, expect, it } from 'vitest';
import { isProblem } from '../../src/packaging/problem.ts';
import { isName, normaliseName, parseRequirement, printRequirement } from '../../src/packaging/requirement/index.ts';

function printed(text: string): string {
  const requirement = parseRequirement(text);
  return isProblem(requirement) ? requirement.problem : printRequirement(requirement);
}

describe('requirements', () => {
  it.each([
    ['bookshop', 'bookshop'], ['Book_Shop.API', 'Book_Shop.API'], ['shop[fast, Search_X]>= 1.0 , <2', 'shop[fast,Search_X]>=1.0,<2'], ['shop (>=2,<3)', 'shop>=2,<3'], ['shop[]', 'shop'], ['shop ==1.*', 'shop==1.*'], ['shop===1.0-odd', 'shop===1.0-odd'],
    ['shop;python_version<"3"', `shop ; python_version < '3'`], ['shop>=1,;os_name=="nt"', `shop>=1 ; os_name == 'nt'`], ['shop @ https://books.test/a;b.whl', 'shop @ https://books.test/a;b.whl'],
    ['shop[x] @ git+ssh://git@books.test/r@v1#egg=shop ; os_name == "nt"', `shop[x] @ git+ssh://git@books.test/r@v1#egg=shop ; os_name == 'nt'`], ['shop==1.0+cpu', 'shop==1.0+cpu'],
  ])('reads %s', (text, expected) => {
    expect(printed(text)).toBe(expected);
    expect(printed(expected)).toBe(expected);
  });

  it.each(['', 'a-', '-a', 'a b', 'a[', 'a[-]', 'a>=1 <2', 'a^1.0', 'a~=1', 'a>=1;', 'a ; shop == "x"', 'a @ ', 'a @ https://x y', 'a @ https://x;os_name == "nt"', 'a (>=1', 'a,>=1', './a', 'a b===1', 'a[b===1', 'a====1'])('refuses %j', (text) => {
    expect(parseRequirement(text)).toHaveProperty('problem');
  });

  it('normalises names', () => {
    expect(['Book__Shop.-API', 'shop', 'A'].map(normaliseName)).toEqual(['book-shop-api', 'shop', 'a']);
    expect(['shop', 's', 'book.shop', 'shop-', '_shop', 'book shop', ''].map(isName)).toEqual([true, true, true, false, false, false, false]);
  });
});
