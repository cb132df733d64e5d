import type { Editor, LoggingSetup } from '#pystd';
import { filterText } from '../code/filter.ts';
import { RULE, unseen, type About } from './about.ts';
import { enrichBasicConfig, obstacleToBasicConfig } from './basic-config.ts';
import { enrichDictionary } from './dict-config.ts';
import { importedName } from './imported.ts';

/** The filter of the library `asgi-correlation-id`, with what its entry needs so that records outside of requests can be written. */
const LIBRARY = { filter: 'CorrelationIdFilter', field: 'correlation_id', given: ', "default_value": "-"' };

/** Puts a filter to the handlers of the standard library, as far as what makes them is written out. */
export function enrichStandard(about: About): void {
  const { task, setups, source, names } = about;
  // What hands records to another library is seen to there.
  const isBridge = ({ module }: LoggingSetup): boolean => setups.some((other) => other.module === module && other.library !== 'logging') || /\bProcessorFormatter\b|\bInterceptHandler\b/.test(module.text);
  const own = setups.filter((setup) => setup.library === 'logging' && !isBridge(setup));
  const basic = own.filter(({ kind }) => kind === 'basicConfig');
  // Whichever comes first: a configuration takes the handlers of the root logger away, and `basicConfig` leaves those that are there.
  const isReplaced = own.some(({ kind, isConditional, dictionary }) => kind === 'dictConfig' && !isConditional && /["']root["']/.test(dictionary?.node.text ?? ''));
  const { filter, field, given } = source.kind === 'library' ? LIBRARY : { filter: names.filter, field: names.field, given: '' };
  for (const setup of own) {
    const { module, node, dictionary } = setup;
    const place = dictionary?.module ?? module;
    const flag = (because: string): void => task.flag(module.at(node), unseen(names, because), { rule: RULE });
    if (isCarried(setup, filter) || (isReplaced && setup.kind === 'basicConfig')) continue;
    const found = setup.kind === 'dictConfig' && dictionary ? enrichDictionary({ view: task, module: place, dictionary: dictionary.node, field, filter, given }) : undefined;
    const problem = found && 'problem' in found ? found.problem : obstacleTo(setup, basic, source.kind === 'library');
    if (problem !== undefined) {
      flag(problem);
      continue;
    }
    for (const gap of found && 'gaps' in found ? found.gaps : []) flag(gap);
    if (found && 'edits' in found && found.edits.length === 0) continue;
    task.change(module.at(node), unseen(names, `A filter at the handlers gives it to each as \`${field}\`.`), (edit) => {
      withFilter(edit, about, dictionary ?? setup);
      if (found && 'edits' in found) edit.edit(place.path, found.edits);
      else {
        const gap = enrichBasicConfig(edit, task, setup, field, filter);
        if (gap !== undefined) task.note(gap);
      }
    }, { rule: RULE });
  }
}

/** Whether handlers have the filter by code beside the call. */
function isCarried({ kind, module }: LoggingSetup, filter: string): boolean {
  return kind !== 'dictConfig' && new RegExp(`addFilter\\(\\s*${filter}\\(`).test(module.text);
}

/** Why the handlers that a call makes cannot be given the filter. A full sentence. */
function obstacleTo(setup: LoggingSetup, basic: readonly LoggingSetup[], isLibrary: boolean): string | undefined {
  switch (setup.kind) {
    case 'dictConfig':
      return setup.dictionary ? undefined : 'The configuration is not written out where it is given.';
    case 'fileConfig':
      return 'The configuration is in a file of its own.';
    case 'basicConfig':
      if (basic.filter(({ isConditional }) => !isConditional).length > 1) return 'Several calls of `basicConfig` run, and only the first has an effect: leave one.';
      return isLibrary ? 'Add `asgi_correlation_id.CorrelationIdFilter` to its handlers.' : obstacleToBasicConfig(setup);
    default:
      return 'A handler is added by itself: give it the filter and its format the field.';
  }
}

/** Makes sure that there is a filter, and that the module of the configuration has its name. */
function withFilter(editor: Editor, { task, source, names }: About, at: Parameters<typeof importedName>[4]): void {
  if (source.kind === 'library') {
    editor.addImports(at.module, [{ module: 'asgi_correlation_id', name: LIBRARY.filter }], at.node.start);
    return;
  }
  const { module } = source;
  if (!module.names.module.bindings.has(names.filter)) {
    editor.addImports(module, ['Filter', 'LogRecord'].map((name) => ({ module: 'logging', name })), module.text.length);
    editor.body(module, module.tree.root).append(filterText(names));
  }
  importedName(editor, task, module, names.filter, at);
}
