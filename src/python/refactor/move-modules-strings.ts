import { nameOf } from '../../repo/path.ts';
import { replacement, type Edit } from '../../text/edit.ts';
import type { Python } from '../index.ts';
import type { Module } from '../project/module.ts';
import type { PyNode } from '../syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf, plainString } from '../syntax/views.ts';
import { ancestors, nodeAt } from '../syntax/walk.ts';
import type { MoveObstacle, Rewriting } from './move-modules-imports.ts';
import { samePlace, type ImportedPlace, type Places } from './move-modules-places.ts';

/** A string that looks like the name of a module, of something in one, or of an application in one. */
const REFERENCE = /(["'])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?::[A-Za-z_][\w.]*(?:\(\))?)?\1/g;
const SCRIPT = /(["'])((?:\.{0,2}\/)?(?:[\w.-]+\/)*[\w-]+\.py)\1/g;

/** Functions that take the name of a module, or of something in one, as their first argument. */
const LOADERS = /(?:^|\.)(?:import_module|__import__|import_string|resolve_name|locate|find_spec|run_module|reload|patch|setattr|delattr|patch\.dict|patch\.multiple|setitem|delitem|spy|stub|run|relationship|Mapped|autodiscover_tasks|send_task|importorskip)$/;
/** What a list of modules is called that a library loads. */
const LISTS = /^(?:include|includes|imports|modules|packages|pytest_plugins|apps|models|INSTALLED_APPS|CELERY_IMPORTS|CELERY_INCLUDE)$/;
/** Names of loggers are free words: they stay what they are. */
const LOGGERS = /(?:^|\.)(?:getLogger|get_logger|getChild|bind|dictConfig)$/;

/** The edits of all strings of a module that name a module which moves, and the modules named by strings whose use is not known. */
export function rewriteStrings(module: Module, python: Python, places: Places, stems: RegExp): Rewriting {
  const edits: Edit[] = [];
  const obstacles: MoveObstacle[] = [];
  if (!stems.test(module.text)) return { edits, obstacles };
  for (const match of module.text.matchAll(REFERENCE)) {
    const [, , dotted = ''] = match;
    const offered = module.isPackage && !dotted.includes('.') ? places.leadsTo(1, dotted, module) : undefined;
    if (offered && isMoving(offered, places) && module.names.exported(dotted) === undefined) {
      const node = nodeOf(module, match.index + 1);
      if (node && isOffered(node)) obstacles.push({ module, node, about: offered, because: `\`__all__\` of \`${module.path}\` offers it as a module.` });
    }
    const found = moduleNamed(dotted, module, places);
    if (!found || !isMoving(found.place, places)) continue;
    const node = nodeOf(module, match.index + 1);
    if (!node || isProse(node)) continue;
    const use = useOf(node, module, python);
    if (use === 'logger' || (use === 'unknown' && !dotted.includes('.') && !match[0].includes(':'))) continue;
    // A word with dots in it may be anything, unless what it says is there.
    if (use === 'unknown' && !isThere(found.place, dotted.slice(found.name.length + 1), match[0], places)) continue;
    const now = places.placeAfter(found.place);
    const spelled = now && places.spelled(now, module, { level: 0, dotted: found.name });
    const at = match.index + 1;
    if (use === 'module' && spelled !== undefined) edits.push(replacement({ start: at, end: at + found.name.length }, spelled));
    else obstacles.push({ module, node, about: found.place, because: use === 'module' ? `\`${node.text}\` in \`${module.path}\` cannot follow.` : `\`${module.path}\` names it in ${node.text}, and what for is not known.` });
  }
  for (const match of module.text.matchAll(SCRIPT)) {
    const node = nodeOf(module, match.index + 1);
    const path = (match[2] ?? '').replace(/^(?:\.{0,2}\/)+/, '');
    const moving = [...places.moves.keys()].find((from) => from === path || (from.endsWith(`/${path}`) && path.includes('/')));
    if (node && moving !== undefined && !isProse(node)) obstacles.push({ module, node, about: { kind: 'module', path: moving }, because: `\`${module.path}\` names its file in ${node.text}.` });
  }
  return { edits, obstacles };
}

/** The module that the first parts of a dotted name lead to. */
function moduleNamed(dotted: string, from: Module, places: Places): { readonly name: string; readonly place: ImportedPlace } | undefined {
  const names = dotted.split('.');
  for (let length = names.length; length > 0; length--) {
    const name = names.slice(0, length).join('.');
    const place = places.leadsTo(0, name, from);
    if (place) return { name, place };
  }
  return undefined;
}

function isMoving(place: ImportedPlace, places: Places): boolean {
  return !samePlace(places.placeAfter(place), place);
}

/** The whole string literal, where the offset is inside one. */
function nodeOf(module: Module, offset: number): PyNode | undefined {
  const node = nodeAt(module.tree.root, { start: offset, end: offset + 1 });
  const string = node.type === 'string' ? node : [...ancestors(node)].find(({ type }) => type === 'string');
  return string && plainString(string) !== undefined ? string : undefined;
}

/** Whether a string stands in `__all__`. */
function isOffered(node: PyNode): boolean {
  return [...ancestors(node)].some((above) => (above.type === 'assignment' || above.type === 'augmented_assignment') && above.children[0]?.text === '__all__');
}

/** A docstring, or words that are joined. */
function isProse({ parent }: PyNode): boolean {
  return parent?.type === 'expression_statement' || parent?.type === 'concatenated_string';
}

/** What follows the module's name is defined there, or is nothing. */
function isThere(place: ImportedPlace, rest: string, written: string, places: Places): boolean {
  const name = /:(\w+)/.exec(written)?.[1] ?? rest.split('.')[0] ?? '';
  if (name === '') return true;
  const module = place.kind === 'module' ? places.before.moduleAt(place.path) : undefined;
  return module !== undefined && (!module.parses || module.names.exported(name) !== undefined);
}

/** What a string is for, by the call it is an argument of, or the list it is in. */
function useOf(string: PyNode, module: Module, python: Python): 'module' | 'logger' | 'unknown' {
  let child = string;
  for (const node of ancestors(string)) {
    if (node.type === 'keyword_argument' || node.type === 'pair' || node.type === 'assignment') {
      const key = node.children[0]?.text.replace(/["']/g, '') ?? '';
      if (node.children[0] !== child && LISTS.test(key) && string.text.includes('.')) return 'module';
    }
    if (node.type === 'call') {
      const callee = calleeOf(node);
      const list = argumentListOf(node);
      if (!callee || !list) return 'unknown';
      if (LOGGERS.test(callee.text)) return 'logger';
      const symbol = python.symbolOf(module, callee);
      const spelled = symbol.kind === 'external' ? symbol.name : callee.text;
      const [first] = argumentsOf(list);
      return first?.value === string && LOADERS.test(spelled) ? 'module' : 'unknown';
    }
    if (/^(?:function_definition|class_definition|module)$/.test(node.type)) return 'unknown';
    child = node;
  }
  return 'unknown';
}

/** What the last parts of the names of modules are, to look for in texts. */
export function stemsOf(paths: Iterable<string>): RegExp {
  const stems = new Set([...paths].map((path) => (nameOf(path) === '__init__.py' ? nameOf(path.slice(0, -'/__init__.py'.length)) : nameOf(path).replace(/\.py$/, ''))));
  return new RegExp(`\\b(?:${[...stems].map((stem) => stem.replace(/[^\w]/g, '\\$&')).join('|')})\\b`);
}
