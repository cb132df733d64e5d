import { placeInWords, roleOf, type LogCall, type Task } from '#pystd';

/** A test that compares all arguments of the call, which get one more, or of loguru asks for the method. A full sentence. */
export function obstacleOfTests({ module, method, logger }: LogCall, { python }: Task<object>): string | undefined {
  const asked = new RegExp(`\\.${method}\\.(?:${logger.library === 'loguru' ? 'assert_|call' : 'assert_(?:called_with|called_once_with|any_call|has_calls)|call_args'})`);
  for (const test of python.layout.holding(`.${method}.`)) {
    const found = roleOf(test.path) === 'test' ? asked.exec(test.text) : null;
    if (!found) continue;
    const names = python.layout.rootsFor(module).flatMap((root) => python.layout.dottedName(module, root) ?? []);
    if (names.some((name) => test.text.includes(name)) || python.importedBy(test).includes(module)) return `${placeInWords(test, { start: found.index, end: found.index })} compares what it is called with.`;
  }
  return undefined;
}
