import { argumentListOf, argumentsOf, calleeOf, enclosing, parts, placeInWords, plainString, projectOf, type ClassDefinition, type Module, type Named, type PyNode, type RepositoryView } from '#pystd';
import type { Because, Member } from './members.ts';
import { callOf, isCached, isParameter, rootsSpelled } from './places.ts';

/** How the program uses a class that holds its configuration. */
export interface HolderUses {
  /** Attributes that the program or a test gives another value, on an object. */
  readonly stored: ReadonlySet<string>;
  /** Whether all objects are made when the class's own module is imported. */
  readonly isMadeAtOnce: boolean;
  /** Whether there is only one object. */
  readonly isOne: boolean;
}

interface Use {
  readonly module: Module;
  readonly node: PyNode;
}

/** What reads or changes an attribute by a text that names it, with the object before the name. */
const BY_NAME = /^(?:getattr|hasattr|setattr|object)$/;

/** Follows the class, its objects and the functions that return them through the whole repository; tells what it cannot follow, or what settings would answer differently. */
export function usesOf(definition: ClassDefinition, members: readonly Member[], view: RepositoryView): HolderUses | Because {
  const { python, repo } = view;
  const names = new Set(members.map(({ name }) => name));
  const stored = new Set<string>();
  const waiting: Named[] = [];
  const known: Named[] = [definition];
  let objects = 0;
  let isMadeAtOnce = true;
  let made = 0;

  const add = (named: Named): undefined => {
    if (!known.some(({ module, name }) => module === named.module && name === named.name)) {
      known.push(named);
      waiting.push(named);
    }
  };
  const isOwn = ({ path }: Module): boolean => projectOf(repo, path) === projectOf(repo, definition.module.path);

  for (const member of members) if (member.kind === 'method' && member.self !== undefined) for (const identifier of rootsSpelled(member.definition, member.self)) {
    const problem = isParameter(identifier) ? undefined : objectUse({ module: definition.module, node: identifier });
    if (problem !== undefined) return { because: problem };
  }
  for (const use of mentions(definition)) {
    const problem = classUse(use);
    if (problem !== undefined) return { because: problem };
  }
  if (objects === 0) return { because: `Nothing in \`${definition.module.path}\` makes an object of it.` };
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const bindings = next.module.names.module.bindings.get(next.name) ?? [];
    const [only] = bindings;
    if (!only || bindings.length > 1) return { because: `\`${next.name}\` of \`${next.module.path}\` is bound more than once.` };
    for (const use of mentions(next)) {
      const problem = use.node === only.node ? undefined : only.how.kind === 'function' ? functionUse(use) : objectUse(use);
      if (problem !== undefined) return { because: problem };
    }
  }
  const lost = lostMention();
  if (lost !== undefined) return { because: lost };
  for (const module of python.layout.modules) if (isOwn(module)) for (const [, object = '', attribute = ''] of module.text.matchAll(/["'](?:\w+\.)*(\w+)\.(\w+)["']/g)) if (known.some(({ name }) => name === object)) stored.add(attribute);
  return { stored, isMadeAtOnce, isOne: made === 1 };

  /** Import statements only say where the name comes from. */
  function mentions(defined: Named): readonly Use[] {
    return python.mentionsOf({ defined }).filter(({ node }) => node.parent?.type !== 'dotted_name' && node.parent?.type !== 'aliased_import');
  }

  function classUse({ module, node }: Use): string | undefined {
    if (node.parent === definition.node) return undefined;
    const type = enclosing(node, 'type');
    if (type) return typeUse(module, type);
    const call = callOf(node);
    if (call) return madeAt(module, call);
    return `${placeInWords(module, node)} uses the class itself, not an object of it.`;
  }

  function typeUse(module: Module, type: PyNode): string | undefined {
    const parameter = enclosing(type, 'typed_parameter', 'typed_default_parameter');
    if (parameter && parameter.start <= type.start) return parameterUses(module, parameter);
    const isResult = type.parent?.type === 'function_definition';
    const isDeclared = type.parent?.type === 'assignment';
    return isResult || isDeclared ? undefined : `What \`${type.text}\` stands for at ${placeInWords(module, type)} cannot be followed.`;
  }

  /** `Settings()`. */
  function madeAt(module: Module, call: PyNode): string | undefined {
    const list = argumentListOf(call);
    if (list && argumentsOf(list).length > 0) return `${placeInWords(module, call)} makes an object of it with values of its own.`;
    objects += module === definition.module ? 1 : 0;
    const makes = enclosing(call, 'function_definition', 'lambda', 'class_definition');
    if (makes || module !== definition.module) isMadeAtOnce = false;
    made += makes && !isCached(makes) ? Infinity : 1;
    return valueUse({ module, node: call });
  }

  /** An expression that gives an object. */
  function valueUse({ module, node }: Use): string | undefined {
    const { parent } = node;
    const target = parent?.type === 'assignment' ? parts(parent)[0] : undefined;
    const definitionAround = enclosing(node, 'function_definition', 'lambda', 'class_definition');
    if (target?.type === 'identifier' && !definitionAround && parent?.parent?.parent?.type === 'module') return add({ module, name: target.text });
    if (target?.type === 'identifier' && definitionAround?.type === 'function_definition') return localUses(module, definitionAround, target);
    if (parent?.type === 'return_statement' && definitionAround?.type === 'function_definition') return getterAround(module, definitionAround);
    return objectUse({ module, node });
  }

  function getterAround(module: Module, definitionAround: PyNode): string | undefined {
    const outer = definitionAround.parent?.type === 'decorated_definition' ? definitionAround.parent : definitionAround;
    const name = parts(definitionAround).find(({ type }) => type === 'identifier')?.text;
    const decorators = outer === definitionAround ? [] : parts(outer).filter(({ type }) => type === 'decorator');
    const isPlain = outer.parent?.type === 'module' && definitionAround.children[0]?.type !== 'async' && decorators.every(({ text }) => /^@\s*(?:functools\s*\.\s*)?(?:lru_cache|cache)\b/.test(text));
    return isPlain && name !== undefined ? add({ module, name }) : `What is returned at ${placeInWords(module, definitionAround)} cannot be followed.`;
  }

  /** `settings`, wherever it stands. */
  function objectUse({ module, node }: Use): string | undefined {
    const { parent } = node;
    if (parent?.type === 'attribute' && parts(parent)[0] === node) return attributeUse(module, parent);
    if (parent?.type === 'argument_list' || parent?.type === 'assignment' || parent?.type === 'return_statement') {
      const named = byName(parent, node);
      if (named !== undefined && !names.has(named.attribute)) return `${placeInWords(module, node)} asks it for \`${named.attribute}\`, which it does not have.`;
      if (named) {
        if (named.isSet) stored.add(named.attribute);
        return undefined;
      }
      if (parent.type === 'return_statement') {
        const around = enclosing(node, 'function_definition', 'lambda', 'class_definition');
        if (around?.type === 'function_definition') return getterAround(module, around);
      }
      const [target] = parent.type === 'assignment' ? parts(parent) : [];
      if (target?.type === 'identifier' && target !== node && parent.parent?.parent?.type === 'module') return add({ module, name: target.text });
    }
    return `\`${node.text}\` goes elsewhere as a whole at ${placeInWords(module, node)}: settings of pydantic are printed, compared and copied in another way.`;
  }

  /** The attribute that `getattr(settings, "X")` or `monkeypatch.setattr(settings, "X", …)` names. */
  function byName(list: PyNode, object: PyNode): { readonly attribute: string; readonly isSet: boolean } | undefined {
    const callee = list.type === 'argument_list' && list.parent?.type === 'call' ? calleeOf(list.parent) : undefined;
    const how = callee?.text.split('.').at(-1) ?? '';
    const [first, second] = BY_NAME.test(how) ? argumentsOf(list) : [];
    const attribute = first?.value === object && second && second.name === undefined ? plainString(second.value) : undefined;
    return attribute === undefined ? undefined : { attribute, isSet: !/^(?:get|has)attr$/.test(how) };
  }

  function attributeUse(module: Module, attribute: PyNode): string | undefined {
    const name = parts(attribute)[1]?.text ?? '';
    if (!names.has(name)) return `${placeInWords(module, attribute)} asks it for \`${name}\`, which it does not have.`;
    const { parent } = attribute;
    if (parent?.type === 'delete_statement' || (parent?.type === 'expression_list' && parent.parent?.type === 'delete_statement')) return `${placeInWords(module, attribute)} takes \`${name}\` away.`;
    const isTarget = (parent?.type === 'assignment' || parent?.type === 'augmented_assignment') && parts(parent)[0] === attribute;
    if (isTarget || /^(?:pattern_list|tuple_pattern|list_pattern|for_statement|as_pattern_target)$/.test(parent?.type ?? '')) stored.add(name);
    return undefined;
  }

  /** `get_settings`, wherever it stands. */
  function functionUse({ module, node }: Use): string | undefined {
    const { parent } = node;
    const call = callOf(node);
    if (call) {
      const list = argumentListOf(call);
      return list && argumentsOf(list).length > 0 ? `${placeInWords(module, node)} calls \`${node.text}\` with arguments.` : valueUse({ module, node: call });
    }
    if (parent?.type === 'attribute' && parts(parent)[0] === node && /^cache_(?:clear|info)$/.test(parts(parent)[1]?.text ?? '')) return undefined;
    if (parent?.type === 'subscript' && /\bdependency_overrides$/.test(parts(parent)[0]?.text ?? '')) return undefined;
    const depends = parent?.type === 'argument_list' && parent.parent?.type === 'call' ? calleeOf(parent.parent) : undefined;
    const symbol = depends && python.symbolOf(module, depends);
    const parameter = enclosing(node, 'typed_parameter', 'typed_default_parameter', 'default_parameter');
    if (symbol?.kind === 'external' && /^fastapi\.(?:param_functions\.)?Depends$/.test(symbol.name) && parameter) return parameterUses(module, parameter);
    return `\`${node.text}\` goes elsewhere at ${placeInWords(module, node)} without being called.`;
  }

  function parameterUses(module: Module, parameter: PyNode): string | undefined {
    const around = enclosing(parameter, 'function_definition');
    const [name] = parts(parameter);
    return around && name?.type === 'identifier' ? localUses(module, around, name) : `A parameter at ${placeInWords(module, parameter)} cannot be followed.`;
  }

  function localUses(module: Module, around: PyNode, name: PyNode): string | undefined {
    for (const identifier of rootsSpelled(around, name.text)) {
      if (identifier === name || isParameter(identifier)) continue;
      const problem = objectUse({ module, node: identifier });
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  /** A place that may mean one of the names and cannot be told to. */
  function lostMention(): string | undefined {
    for (const { name } of known) for (const module of python.layout.holding(name)) {
      if (!isOwn(module)) continue;
      if (!module.parses) return `\`${module.path}\` names \`${name}\` and does not parse.`;
      const lost = [...rootsSpelled(module.tree.root, name)].find((identifier) => !/^(?:dotted_name|aliased_import)$/.test(identifier.parent?.type ?? '') && python.symbolOf(module, identifier).kind === 'unknown');
      if (lost) return `What \`${name}\` means at ${placeInWords(module, lost)} cannot be told.`;
    }
    return undefined;
  }
}
