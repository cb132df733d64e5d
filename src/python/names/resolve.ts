import type { PyNode } from '../syntax/node.ts';
import { parts } from '../syntax/walk.ts';
import { agreed, line, meaningOf, quote, underStars } from './agreement.ts';
import { isBareAnnotation, type Binding } from './binding.ts';
import { isAnnotation, isDeferred } from './deferred.ts';
import { homesOf, isImplicit, starImportsSeen } from './lookup.ts';
import { attributeOf, unknown, type Meaning } from './meaning.ts';
import { endedWithClause, reachingBindings } from './reach.ts';
import { roleOf } from './roles.ts';
import type { Scope } from './scope.ts';
import type { ScopeTree } from './scope-tree.ts';

/**
 * The meaning of a name or attribute chain at its place. Any other expression is unknown.
 * The identifier of an attribute stands for the chain that ends with it: `FastAPI` in `fastapi.FastAPI` is `fastapi.FastAPI`.
 */
export function resolveIn(scopes: ScopeTree, expression: PyNode): Meaning {
  const attributes: string[] = [];
  let node = expression;
  if (expression.type === 'identifier' && roleOf(expression) === 'label') {
    const { parent } = expression;
    if (parent?.type !== 'attribute' && parent?.type !== 'member_type') return unknown(`${quote(expression.text)} is not used as a name here.`);
    node = parent;
  }
  const asked = node.text;
  for (;;) {
    const inner = parts(node);
    const [first] = inner;
    if (node.type === 'identifier') return attributeOf(resolveName(scopes, node), attributes);
    if ((node.type === 'attribute' || node.type === 'member_type' || node.type === 'dotted_name') && first && inner.length > 1) {
      attributes.unshift(...inner.slice(1).map((part) => part.text));
      node = first;
    } else if (WRAPPERS.has(node.type) && first && inner.length === 1) node = first;
    else return unknown(`${quote(asked)} is not a plain name or a chain of attributes.`);
  }
}

const WRAPPERS = new Set(['parenthesized_expression', 'type', 'dotted_name', 'list_splat']);

function resolveName(scopes: ScopeTree, identifier: PyNode): Meaning {
  const name = identifier.text;
  const from = scopes.scopeOf(identifier);
  const deferred = isDeferred(identifier, scopes.module);
  const found = boundMeaning(scopes, identifier, from, deferred);
  if (found.kind === 'bound') return found.meaning;
  const starImports = starImportsSeen(from, deferred ? undefined : identifier);
  const builtin: Meaning | undefined = isImplicit(name, from) ? { kind: 'builtin', name, attributes: [] } : undefined;
  if (starImports.length > 0) return { kind: 'unknown', because: `${quote(name)} may come from a star import.`, starImports, otherwise: builtin };
  if (builtin) return builtin;
  if (!deferred && isAnnotation(identifier)) {
    // From Python 3.14 on annotations are evaluated when somebody asks (PEP 649): a name bound further down is meant.
    const later = boundMeaning(scopes, identifier, from, true);
    if (later.kind === 'bound') return later.meaning;
  }
  const declaration = found.unseen.find(isBareAnnotation);
  if (declaration) return meaningOf(declaration);
  const [unseen] = found.unseen;
  if (unseen) return unknown(`${quote(name)} is bound only ${line(unseen)}, which this place does not see.`);
  if (scopes.declaredGlobal.has(name)) return unknown(`${quote(name)} is declared \`global\` and bound nowhere in this module.`);
  return unknown(`${quote(name)} is not defined in this module.`);
}

/** What the nearest scope that binds the name before the place says; otherwise the bindings that are not seen from there. */
type Bound = { readonly kind: 'bound'; readonly meaning: Meaning } | { readonly kind: 'unbound'; readonly unseen: readonly Binding[] };

function boundMeaning(scopes: ScopeTree, identifier: PyNode, from: Scope, deferred: boolean): Bound {
  const name = identifier.text;
  const unseen: Binding[] = [];
  let classLocal = false;
  for (const home of homesOf(name, from, scopes.module)) {
    // A name that a class body binds is never looked up in the functions around it, only in the module (language reference, 4.2.2).
    if (classLocal && home.scope !== scopes.module) continue;
    const itself = home.bindings.find(({ node }) => node === identifier);
    if (itself) return { kind: 'bound', meaning: meaningOf(itself) };
    const reaching = reachingBindings(home, identifier, home.immediate && !deferred);
    const ended = endedWithClause(home, identifier, reaching);
    if (ended && reaching.length > 0) {
      return { kind: 'bound', meaning: unknown(`${quote(name)} is removed at the end of the \`except\` clause ${line(ended)}.`) };
    }
    if (reaching.length > 0) return { kind: 'bound', meaning: underStars(agreed(reaching, name), reaching, home) };
    if (home.scope.kind === 'function' && home.immediate && !home.bindings.every(isBareAnnotation)) {
      return { kind: 'bound', meaning: unknown(`${quote(name)} is used before it is bound in its function.`) };
    }
    classLocal ||= home.scope.kind === 'class';
    unseen.push(...home.bindings);
  }
  return { kind: 'unbound', unseen };
}
