import { expect, test } from 'vitest';
import { BOOKSHOP, candidate, examined } from './bookshop.ts';

/** What applications do when they are imported, and what the record says of a patch that leaves it. */
const EFFECTS: readonly (readonly [name: string, code: string, verdict: string, difference: string])[] = [
  ['creates its tables', 'from sqlalchemy import Column, Integer, MetaData, Table, create_engine\n\nmetadata = MetaData()\nTable("books", metadata, Column("id", Integer, primary_key=True))\nmetadata.create_all(create_engine("sqlite:////nowhere/shop.db"))\n', 'equal', ''],
  ['writes into the current folder', 'open("till.log", "w").write("open")\n', 'equal', ''],
  ['prints', 'print("{", flush=True)\n', 'equal', ''],
  ['reads its arguments', 'import argparse\n\nargparse.ArgumentParser().parse_args()\n', 'equal', ''],
  ['asks the network', 'import urllib.request\n\nurllib.request.urlopen("http://bookshop.example")\n', 'unavailable', 'URLError: <urlopen error there is no network while evidence is taken>.'],
  ['ends itself', 'import sys\n\nsys.exit(3)\n', 'unavailable', 'The program ends itself (3) when it is imported.'],
  ['dies', 'import os\n\nprint("no shelf", flush=True)\nos._exit(4)\n', 'unavailable', 'The interpreter ends with code 4 before it says anything: no shelf'],
  ['complains at length', 'raise RuntimeError("There is no shelf.\\n\\tBuild one.")\n', 'unavailable', 'RuntimeError: There is no shelf.'],
];

test('what applications do when they are imported stays without consequences', async () => {
  const shops = EFFECTS.map(([, code]) => ({ ...BOOKSHOP, 'app/store.py': `${code}${BOOKSHOP['app/store.py'] ?? ''}` }));
  const found = await examined('openapi', shops.map((shop) => candidate(shop, { ...shop, 'app/new.py': 'A = 1\n' })));
  expect(found.map((one, index) => [EFFECTS[index]?.[0], one?.verdict, one?.difference])).toEqual(EFFECTS.map(([name, , verdict, difference]) => [name, verdict, difference]));
});
