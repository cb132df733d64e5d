import { fitted, snakeCase, typeKey, type CodeStyle } from '#pystd';
import { lastValue } from '../draft/returns.ts';
import type { Slot } from '../draft/draft.ts';
import type { ModuleNames } from '../home/names.ts';
import { entityName } from '../name/words.ts';
import type { Method } from '../plan.ts';
import type { Written } from './flat.ts';
import { laidOut, type Room } from './layout.ts';
import { statementLines } from './statements.ts';
import { tailNames } from './tail-names.ts';

const STEP = '    ';

/** The text of a method, inside its class. A full sentence where a name cannot be had in its module. */
export function methodText(method: Method, names: ModuleNames, style: CodeStyle): string | { readonly problem: string } {
  const { draft, name, isAsync, object, home } = method;
  const width = style.width(home.path);
  const async = isAsync ? 'async ' : '';
  if (object !== undefined) {
    const { parameters, returns } = objectSignature(method, names, style.floor);
    const inner = `${isAsync ? 'await ' : ''}${home.session}.${object}(${parameters.map((one) => one.split(':')[0]).join(', ')})`;
    return `${fitted(`${async}def ${name}(`, ['self', ...parameters], `)${returns}:`, width, STEP)}\n${STEP}${STEP}${object === 'merge' ? 'return ' : ''}${inner}\n`;
  }
  const written: Written[] = [];
  for (const slot of draft.slots) {
    const text = slotText(slot, method, names);
    if (text === undefined) return { problem: `The name \`${slot.kind === 'outer' ? slot.outer.name : ''}\` means something else in \`${home.path}\`.` };
    written.push({ start: slot.start, end: slot.end, text });
  }
  const parameters = draft.args.map((argument, index) => {
    const types = method.uses.map(({ args }) => args[index]?.type);
    const [type] = types;
    const isAgreed = type !== undefined && types.every((one) => one !== undefined && typeKey(one) === typeKey(type));
    const annotation = isAgreed ? names.annotate(type, style.floor) : undefined;
    return annotation === undefined ? argument.name : `${argument.name}: ${annotation}`;
  });
  const returns = draft.returns === 'nothing' ? 'None' : draft.returns && names.annotate(draft.returns, style.floor);
  const head = fitted(`${async}def ${name}(`, ['self', ...parameters], `)${returns === undefined ? '' : ` -> ${returns}`}:`, width, STEP);
  return `${head}\n${bodyLines(method, { width, written }).join('\n')}\n`;
}

function slotText(slot: Slot, { home, draft }: Method, names: ModuleNames): string | undefined {
  switch (slot.kind) {
    case 'session':
      return home.session;
    case 'argument':
      return draft.args[slot.index]?.name;
    case 'outer':
      return names.callOuter(slot.outer);
  }
}

function bodyLines({ draft }: Method, room: Room): readonly string[] {
  const { unit, returns } = draft;
  const { statements, outputs, tails } = unit;
  const indent = STEP + STEP;
  const [tail] = tails;
  const last = lastValue(unit);
  if (last) return [...statementLines(statements.slice(0, -1), indent, room), ...laidOut(last, 'return ', '', indent, room)];
  const moved = statementLines(statements, indent, room);
  if (tail && tails.length === 1 && outputs.length === 0) return [...moved, ...laidOut(tail, returns === 'nothing' ? '' : 'return ', '', indent, room)];
  const names = tailNames(unit);
  const assigned = tails.flatMap((one, index) => [...laidOut(one, `${names[index] ?? ''} = `, '', indent, room)]);
  const given = [...outputs, ...names];
  return [...moved, ...assigned, ...(given.length > 0 ? [`${indent}return ${given.join(', ')}`] : [])];
}

/** `book: Book` and `-> None`. */
function objectSignature({ draft, object }: Method, names: ModuleNames, floor: number | undefined): { readonly parameters: readonly string[]; readonly returns: string } {
  const { model } = draft.unit;
  const type = names.annotate(model, floor);
  const entity = snakeCase(entityName(model.name));
  if (object === 'flush') return { parameters: [], returns: ' -> None' };
  const many = object === 'add_all' ? names.annotate({ kind: 'outer', module: 'collections.abc', name: 'Iterable', of: [model] }, floor) : type;
  const parameter = object === 'add_all' ? `${entity}s` : entity;
  return { parameters: [many === undefined ? parameter : `${parameter}: ${many}`], returns: object === 'merge' ? (type === undefined ? '' : ` -> ${type}`) : ' -> None' };
}
